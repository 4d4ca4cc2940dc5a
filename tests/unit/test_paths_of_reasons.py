"""Where the reason for a status is, by rule, above all where the status is in one of several structures."""

from typed_status.codegen.models.botocore_source import Source
from typed_status.codegen.models.lower import lower
from typed_status.codegen.statuses.reason_paths import reason_paths
from typed_status.codegen.statuses.status_paths import Path, Search

MOVES = {"type": "string", "enum": ["CREATING", "ACTIVE", "FAILED"]}
CHOICE = ("Target", "Lambda|Ecs", "Status")


def structure(**members: str) -> dict[str, object]:
    shapes = {wire: {"shape": shape} for wire, shape in members.items()}
    return {"type": "structure", "members": shapes}


def reasons(status: Path, **shapes: dict[str, object]) -> list[Path]:
    """Return the paths in ``Output``, which is one of the ``shapes``."""
    model = {
        "metadata": {"apiVersion": "1", "serviceFullName": "Tiny", "protocol": "json"},
        "operations": {"GetThing": {"output": {"shape": "Output"}}},
        "shapes": {"String": {"type": "string"}, "Moves": MOVES, **shapes},
    }
    service = lower(Source("tiny", model, "1.0"), ["GetThing"])
    return reason_paths(Search(service), service.operations[0].response, status)


def of_choice(**shapes: dict[str, object]) -> list[Path]:
    target = structure(Lambda="Lambda", Ecs="Ecs")
    return reasons(CHOICE, **({"Output": structure(Target="Target"), "Target": target} | shapes))


def test_a_reason_in_each_branch():
    branch = structure(Status="Moves", StatusReason="String")
    assert of_choice(Lambda=branch, Ecs=branch) == [("Target", "Lambda|Ecs", "StatusReason")]


def test_a_reason_in_one_branch():
    """The path does not lead through the branch that lacks it."""
    found = of_choice(
        Lambda=structure(Status="Moves"), Ecs=structure(Status="Moves", StatusReason="String")
    )
    assert found == [("Target", "Ecs", "StatusReason")]


def test_a_different_reason_in_each_branch():
    found = of_choice(
        Lambda=structure(Status="Moves", ErrorMessage="String"),
        Ecs=structure(Status="Moves", StatusReason="String"),
    )
    assert found == [("Target", "Lambda", "ErrorMessage"), ("Target", "Ecs", "StatusReason")]


def test_a_reason_deeper_in_each_branch():
    branch = structure(Status="Moves", FailureDetails="Details")
    found = of_choice(Lambda=branch, Ecs=branch, Details=structure(Message="String"))
    assert found == [("Target", "Lambda|Ecs", "FailureDetails", "Message")]


def test_a_reason_beside_the_choice():
    found = of_choice(
        Output=structure(Target="Target", FailureReason="String"),
        Lambda=structure(Status="Moves"),
        Ecs=structure(Status="Moves"),
    )
    assert found == [("FailureReason",)]


def test_another_branch_is_no_reason():
    """Whatever it is called: only one of the branches arrives, and the status with it."""
    found = reasons(
        ("Target", "Error|Ecs", "Status"),
        Output=structure(Target="Target"),
        Target=structure(Error="Error", Ecs="Ecs"),
        Error=structure(Status="Moves", Summary="String"),
        Ecs=structure(Status="Moves"),
    )
    assert found == []


def test_a_choice_in_the_items_of_a_list():
    branch = structure(Status="Moves", StatusReason="String")
    found = reasons(
        ("Targets", "Lambda|Ecs", "Status"),
        Output=structure(Targets="Targets", Errors="Errors"),
        Targets={"type": "list", "member": {"shape": "Target"}},
        Target=structure(Lambda="Lambda", Ecs="Ecs"),
        Errors={"type": "list", "member": {"shape": "Error"}},
        Error=structure(ErrorMessage="String"),
        Lambda=branch,
        Ecs=branch,
    )
    assert found == [("Targets", "Lambda|Ecs", "StatusReason"), ("Errors", "ErrorMessage")]


def test_a_status_without_a_choice():
    found = reasons(
        ("Thing", "Status"),
        Output=structure(Thing="Thing"),
        Thing=structure(Status="Moves", StatusReason="String", LastUpdateStatusReason="String"),
    )
    assert found[0] == ("Thing", "StatusReason")

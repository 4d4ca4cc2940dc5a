"""Which statuses are the end of a resource: the rule and ``gone.toml``."""

import dataclasses

import pytest

from typed_status.codegen import build
from typed_status.codegen.exceptions import GenerationError
from typed_status.codegen.facts import gone
from typed_status.gone_words import says_gone
from typed_status.services import ec2


@pytest.fixture(scope="module")
def ecs():
    (service,) = build.shipped(["ecs"]).services
    return service


@pytest.mark.parametrize(
    ("status", "is_gone"),
    [
        *((status, True) for status in ("DELETED", "DELETE_COMPLETE", "DELETE_SUCCESSFUL")),
        *((status, True) for status in ("ResourceDeleted", "DeleteCompleted", "deregistered")),
        *((status, True) for status in ("terminated", "AWS_TERMINATED", "RUNS_DELETED")),
        *((status, True) for status in ("Warmed:Terminated", "disassociated", "deprovisioned")),
        *((status, False) for status in ("PARTIALLY_DELETED", "BASE_TABLE_REMOVED")),
        *((status, False) for status in ("queued-deleted", "DELETE_UNSUCCESSFUL", "DELETE_FAILED")),
        *((status, False) for status in ("DeletePartialSuccess", "DELETION_IN_PROGRESS")),
        *((status, False) for status in ("INACTIVE", "STOPPED", "deleted_running", "disabled")),
    ],
)
def test_the_rule(status, is_gone):
    assert says_gone(status) is is_gone


def test_a_deleted_administrator_account_is_gone():
    """Terraform's ``waitAdminAccountDeleted`` waits for it."""
    assert gone_in("fms", "AccountRoleStatus") == {"DELETED"}


def gone_in(service, enum):
    (built,) = build.shipped([service]).services
    (kind,) = (each for each in built.enums if each.name == enum)
    return {value for (value, _), each in zip(kind.values, kind.phases, strict=True) if each.gone}


def entry(enum, *values):
    return [{"service": "ecs", "enum": enum, "values": values, "why": "w", "source": "s"}]


@pytest.mark.parametrize(
    ("exceptions", "words"),
    [
        ({"gone": entry("ServiceStatus", "AWAY")}, "has no terminal status ServiceStatus"),
        ({"gone": entry("ServiceStatus", "DRAINING")}, "has no terminal status ServiceStatus"),
        ({"gone": entry("LaunchType", "EC2")}, "has no terminal status LaunchType"),
        ({"gone": entry("TaskLastStatus", "DELETED")}, "'DELETED' is decided so by the rule"),
        ({"not_gone": entry("ServiceStatus", "ACTIVE")}, "'ACTIVE' is decided so by the rule"),
    ],
)
def test_decisions_about_nothing(ecs, exceptions, words):
    with pytest.raises(GenerationError, match=words):
        gone.mark(ecs, gone.Exceptions.model_validate(exceptions))


def test_two_decisions_on_one_value(tmp_path):
    path = tmp_path / "gone.toml"
    text = 'service = "a"\nenum = "E"\nvalues = ["B"]\nwhy = "w"\nsource = "s"\n'
    path.write_text(f"[[gone]]\n{text}[[not_gone]]\n{text}")
    with pytest.raises(GenerationError, match=r"two decisions on a\.E\.B"):
        gone.read_exceptions(path)


def marked(service):
    return {
        (enum.name, value)
        for enum in service.enums
        for (value, _), judged in zip(enum.values, enum.phases, strict=False)
        if judged.gone
    }


def test_what_is_marked(ecs):
    assert {("ServiceStatus", "INACTIVE"), ("TaskLastStatus", "STOPPED")} <= marked(ecs)
    plain = dataclasses.replace(
        ecs,
        enums=tuple(
            dataclasses.replace(
                enum, phases=tuple(dataclasses.replace(each, gone=False) for each in enum.phases)
            )
            for enum in ecs.enums
        ),
    )
    by_rule = marked(gone.mark(plain, gone.Exceptions()))
    assert ("ServiceStatus", "INACTIVE") not in by_rule
    assert ("TaskLastStatus", "DELETED") in by_rule


@pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning")
def test_of_undeclared_values_the_words_decide():
    assert ec2.InstanceStateName("deleted").is_gone
    assert not ec2.InstanceStateName("hibernated").is_gone
    assert ec2.InstanceStateName("TERMINATED").is_gone  # another spelling of a declared value

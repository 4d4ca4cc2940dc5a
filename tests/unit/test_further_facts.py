"""Which further statuses are adopted: the candidates, ``further.toml``, and the problems of a decision that does not hold."""

import dataclasses
import re

import pytest

from typed_status.codegen import build
from typed_status.codegen.exceptions import GenerationError
from typed_status.codegen.models import ir
from typed_status.codegen.statuses import further


def built(name):
    (service,) = build.shipped([name]).services
    return service


@pytest.fixture(scope="module")
def ecs():
    return built("ecs")


@pytest.fixture(scope="module")
def dms():
    return built("dms")


def adopted(service="ecs", target="Cluster.attachmentsStatus", **more):
    entry = {"service": service, "targets": [target], "why": "w", "source": "s"} | more
    return further.Decisions.model_validate({"further": [entry]})


def operation(service, name):
    return next(each for each in service.operations if each.wire == name)


def test_the_candidates_are_the_other_statuses_of_the_same_resource(ecs):
    found = {
        (each.target, ".".join(each.path))
        for each in further.candidates(ecs, ["DescribeServices", "DescribeClusters"])
    }
    assert found == {
        ("Cluster.attachmentsStatus", "clusters[].attachments_status"),
        ("Attachment.status", "clusters[].attachments[].status"),
        ("TaskSet.status", "services[].task_sets[].status"),
        ("TaskSet.stabilityStatus", "services[].task_sets[].stability_status"),
        ("Deployment.rolloutState", "services[].deployments[].rollout_state"),
    }


def test_a_status_outside_of_the_item_is_no_candidate():
    service = built("gamelift")
    names = {each.path for each in further.candidates(service, ["DescribeFleetLocationAttributes"])}
    assert names == {("location_attributes[]", "update_status")}


def test_a_candidate_without_a_decision_is_a_question(ecs):
    (question,) = further.questions(ecs, ["DescribeCapacityProviders"], further.Decisions())
    assert question.startswith(
        "ecs DescribeCapacityProviders: must capacity_providers[].update_status be terminal, too"
    )
    decided = adopted(target="CapacityProvider.updateStatus")
    assert further.questions(ecs, ["DescribeCapacityProviders"], decided) == ()


def test_a_refusal_is_a_decision(ecs):
    refused = {"service": "ecs", "kind": "k", "targets": ["CapacityProvider.updateStatus"]}
    decisions = further.Decisions.model_validate({"kinds": {"k": "text"}, "refused": [refused]})
    assert further.questions(ecs, ["DescribeCapacityProviders"], decisions) == ()
    with pytest.raises(GenerationError, match="updateStatus is not a candidate: drop the refusal"):
        further.questions(ecs, ["DescribeClusters"], decisions)


def test_no_candidate_of_the_catalog_is_undecided(ecs):
    names = [each.wire for each in ecs.operations]
    assert further.questions(ecs, names, further.read_decisions()) == ()


def test_an_adopted_status_is_added_with_its_reasons(ecs):
    plain = dataclasses.replace(
        ecs, operations=tuple(dataclasses.replace(each, further=()) for each in ecs.operations)
    )
    decisions = adopted(
        target="Deployment.rolloutState",
        operations=["DescribeServices"],
        when=["ACTIVE"],
        only=["status", "PRIMARY"],
        failed=["IN_PROGRESS"],
    )
    service = further.with_further(plain, decisions)
    assert operation(service, "DescribeServices").further == (
        ir.Further(
            ("services[]", "deployments[]", "rollout_state"),
            reasons=(("rollout_state_reason",),),
            when=("ACTIVE",),
            only=("status", "PRIMARY"),
            phases=(("FAILED", ("IN_PROGRESS",)),),
        ),
    )
    assert operation(service, "DescribeClusters").further == ()


@pytest.mark.parametrize(
    ("decisions", "words"),
    [
        (adopted(target="Cluster.nowhere"), "no operation has the further status Cluster.nowhere"),
        (
            adopted(operations=["DescribeTasks"]),
            "DescribeTasks has none of Cluster.attachmentsStatus",
        ),
        (adopted(doc_contains="other words", source=""), "is not documented with 'other words'"),
        (adopted(failed=["AWAY"]), "has no value 'AWAY'"),
        (adopted(when=["AWAY"]), "is beside no status with the value 'AWAY'"),
        (adopted(only=["nowhere", "X"]), "is beside no member nowhere"),
        (adopted(target="Cluster.clusterName"), "is no status: list the values that are failures"),
        (adopted(target="Cluster.clusterName", failed=["x?"]), "is documented without 'x?'"),
        (
            adopted(target="InstanceHealthCheckResult.status"),
            "has a value of unknown phase, 'INSUFFICIENT_DATA'",
        ),
    ],
)
def test_decisions_that_do_not_hold(ecs, decisions, words):
    problems = []
    further.with_further(ecs, decisions, lambda error: problems.append(str(error)))
    assert any(words in each for each in problems), problems
    with pytest.raises(GenerationError, match=r"^further\.toml: ecs "):
        further.with_further(ecs, decisions)


def test_a_sensitive_member_is_none(dms):
    def hidden(struct):
        fields = (dataclasses.replace(each, sensitive=True) for each in struct.fields)
        return dataclasses.replace(struct, fields=tuple(fields))

    structs = tuple(
        hidden(each) if each.name == "ReplicationTask" else each for each in dms.structs
    )
    decisions = adopted("dms", "ReplicationTask.StopReason", failed=["*"])
    with pytest.raises(GenerationError, match="is sensitive"):
        further.with_further(dataclasses.replace(dms, structs=structs), decisions)


REFUSED = '[[refused]]\nservice = "a"\nkind = "k"\ntargets = ["A.b"]\n'
FURTHER = '[[further]]\nservice = "a"\ntargets = ["A.b"]\nwhy = "w"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (REFUSED, "there is no kind 'k'"),
        (f'[kinds]\nk = "t"\n{REFUSED}{REFUSED}', "there are two decisions on a.A.b"),
        (f'[kinds]\nk = "t"\n{REFUSED}{FURTHER}source = "s"\n', "there are two decisions on a.A.b"),
        (FURTHER, "expected either doc_contains or source"),
        (FURTHER + 'source = "s"\ndoc_contains = "d"\n', "expected either doc_contains or source"),
        (FURTHER.replace("A.b", "b") + 'source = "s"\n', "targets"),
        ("further = 1", "further"),
    ],
)
def test_malformed_files(tmp_path, text, words):
    path = tmp_path / "further.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(GenerationError, match=rf"(?s)^further\.toml: .*{re.escape(words)}"):
        further.read_decisions(path)

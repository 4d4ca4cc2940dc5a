"""What the operations of all of AWS start: every pair fits both operations, and the seed services one by one."""

import collections

import pytest

from typed_status.codegen import build
from typed_status.codegen.models import botocore_source
from typed_status.codegen.starts.refused import refused
from typed_status.codegen.starts.watched import at


@pytest.fixture(scope="module")
def built():
    reviewed = build.read_reviewed()
    return {name: build.build(name, reviewed) for name in botocore_source.services()}


@pytest.fixture(scope="module")
def pairs(built):
    """(service, wire name, start, the operation, the one that reports) of all pairs."""
    found = []
    for name, each in built.items():
        if each.service is None:
            assert not each.starts
            continue
        operations = {one.wire: one for one in each.lowered.operations}
        statuses = {one.wire: one for one in each.service.operations}
        for wire, start in each.starts.items():
            found.append((each, f"{name} {wire}", start, operations[wire], statuses[start.status]))
    return found


def structs(built):
    return {each.name: each for each in (*built.lowered.structs, *built.service.structs)}


def enum(built, status, start):
    """The values of the watched status; none if there is no status."""
    field = at(structs(built), status.response, start.watch or status.status)
    names = {each.name: each for each in built.service.enums}
    return names[field.type.innermost.name] if field is not None else None


def value_at(built, operation, path):
    sides = {"input": operation.request, "output": operation.response}
    return at(structs(built), sides[path[0]], path[1:])


def test_counts(pairs):
    """Large changes are noticed: of a rule, of a release."""
    bases = collections.Counter(start.basis for _, _, start, _, _ in pairs)
    assert 3_500 < len(pairs) < 4_000
    assert 400 < bases["documentation"] < 550
    assert 370 < bases["operation_id"] < 480
    assert 2_000 < bases["same_noun"] < 2_500
    assert 250 < bases["deletion"] < 380
    assert 30 < bases["returned"] < 80
    assert 15 < bases["reviewed"] < 100


def test_every_required_member_of_the_status_request_is_bound(pairs):
    for _, name, start, _, status in pairs:
        bound = [field for field, _ in start.bindings]
        assert len({*bound}) == len(bound), name
        required = {each.name for each in status.request.fields if each.required}
        assert required <= {*bound} - {*start.optional}, name
        assert {*start.optional} <= {*bound}, name


def test_every_item_is_selected_by_a_text_that_it_has(pairs):
    """A path through a list is one to the parts of an item, whose status is watched."""
    for built, name, start, operation, status in pairs:
        lists = [at for at, each in enumerate(status.status) if each.endswith("[]")]
        items = status.status[: lists[-1] + 1] if lists else ()
        for path, source in start.select:
            field = at(structs(built), status.response, (*items, *path))
            value = value_at(built, operation, source)
            assert field is not None, name
            assert value is not None, name
            assert field.type.innermost.kind in ("str", "enum"), name
            assert value.type.innermost.kind in ("str", "enum"), name
            held = tuple(
                path[: max((at for at, each in enumerate(path) if "[]" in each), default=-1) + 1]
            )
            assert start.watch[len(items) :][: len(held)] == held, name


def test_every_binding_has_a_value_of_its_type(pairs):
    texts = ("str", "enum")
    for built, name, start, operation, status in pairs:
        for field_name, path in start.bindings:
            field = next(each for each in status.request.fields if each.name == field_name)
            value = value_at(built, operation, path)
            assert value is not None, (name, path)
            inner, given = field.type.innermost, value.type.innermost
            assert inner == given or (inner.kind in texts and given.kind in texts), (name, path)
            for part, at_part in zip(path[1:], range(2, len(path) + 1), strict=True):
                found = value_at(built, operation, path[:at_part])
                assert part.endswith("[]") == (found.type.kind == "list"), (name, path)


def test_without_an_id_that_says_which_a_list_would_be_that_of_all(pairs):
    for _, name, start, _, status in pairs:
        if status.kind == "list":
            assert start.bindings or start.select, name


def test_values_exist_and_belong_to_one_end(pairs):
    for built, name, start, _, status in pairs:
        watched = enum(built, status, start)
        known = {value for value, _ in watched.values} if watched is not None else set()
        sets = {
            each: {*getattr(start, each)} for each in ("wanted", "initial", "contrary", "pending")
        }
        for each, values in sets.items():
            assert values <= known, (name, each)
            assert len(values) == len(getattr(start, each)), (name, each)
        assert sets["wanted"].isdisjoint(sets["contrary"]), name
        assert sets["initial"].isdisjoint(sets["contrary"]), name
        assert sets["pending"].isdisjoint(sets["wanted"] | sets["initial"] | sets["contrary"]), name


def test_every_end_is_known(pairs):
    for _, name, start, _, _ in pairs:
        assert start.wanted or start.gone or start.echoed, name


def test_nothing_in_progress_is_wanted_unless_it_awaits_somebody(pairs):
    for built, name, start, _, status in pairs:
        watched = enum(built, status, start)
        judged = zip(watched.values, watched.phases, strict=True) if watched is not None else ()
        for (value, _), one in judged:
            if value in start.wanted and one.phase == "IN_PROGRESS":
                assert one.party != "AWS", (name, value)


def test_an_operation_of_its_own_has_no_state_from_before(pairs):
    for _, name, start, _, _ in pairs:
        if start.tracks == "operation":
            assert start.initial == (), name
            assert not start.gone, name


def test_reports_and_watch_lead_to_the_same_enum(pairs):
    for built, name, start, operation, status in pairs:
        watched = at(structs(built), status.response, start.watch or status.status)
        if start.reports:
            reported = at(structs(built), operation.response, start.reports)
            assert reported is not None, name
            if reported.type.innermost.kind == "enum" and watched.type.innermost.kind == "enum":
                same = reported.type.innermost == watched.type.innermost
                # An attachment is reported by itself, too.
                assert same, name


def test_what_was_not_begun(pairs):
    found = {name: start.refused for _, name, start, _, _ in pairs if start.refused}
    assert found["ecs RunTask"] == ("failures",)
    assert found["workspaces CreateWorkspaces"] == ("failed_requests",)
    assert 50 < len(found) < 100
    for _, name, start, operation, _ in pairs:
        assert start.refused == refused(operation.response), name


def test_one_token_at_most(built):
    """A request that may be sent again has one member for its idempotency token."""
    tokens = collections.Counter()
    for name, each in built.items():
        for operation in each.lowered.operations:
            found = [field.name for field in operation.request.fields if field.token]
            assert len(found) < 2, (name, operation.wire, found)
            tokens[name] += len(found)
    assert tokens["connect"] > 10
    assert tokens["ec2"] > 50


def as_text(start):
    """A start in one line."""
    bindings = " ".join(f"{name}={'.'.join(path)}" for name, path in start.bindings)
    ends = [*start.wanted, *(["gone"] if start.gone else [])]
    return f"{start.status} {bindings}: {' '.join(ends)} | {' '.join(start.initial)} | {' '.join(start.contrary)}"


CLOUD_MAP = "GetOperation operation_id=output.operation_id: SUCCESS |  | FAIL"
CLOUD_CONTROL = (
    "GetResourceRequestStatus request_token=output.progress_event.request_token: "
    "SUCCESS |  | FAILED CANCEL_COMPLETE"
)
DEPLOYMENT = (
    "GetDeploymentStatus deployment_id=output.deployment_id group_id=input.group_id: "
    "Success |  | Failure"
)
GROUP = "DescribeTrafficDistributionGroup traffic_distribution_group_id"
SEEDS = {
    "servicediscovery": dict.fromkeys(
        "CreateHttpNamespace CreatePrivateDnsNamespace CreatePublicDnsNamespace DeleteNamespace DeregisterInstance "
        "RegisterInstance UpdateHttpNamespace UpdatePrivateDnsNamespace UpdatePublicDnsNamespace UpdateService".split(),
        CLOUD_MAP,
    ),
    "cloudcontrol": {
        "CreateResource": CLOUD_CONTROL,
        "DeleteResource": CLOUD_CONTROL,
        "UpdateResource": CLOUD_CONTROL,
        "CancelResourceRequest": "GetResourceRequestStatus request_token=input.request_token: "
        "CANCEL_COMPLETE |  | SUCCESS FAILED",
    },
    "greengrass": {
        "CreateDeployment": DEPLOYMENT,
        "ResetDeployments": DEPLOYMENT,
        "StartBulkDeployment": "GetBulkDeploymentStatus bulk_deployment_id=output.bulk_deployment_id: "
        "Completed |  | Stopped Failed",
        "StopBulkDeployment": "GetBulkDeploymentStatus bulk_deployment_id=input.bulk_deployment_id: "
        "Completed Stopped |  | Failed",
    },
    "greengrassv2": {
        "CancelDeployment": "GetDeployment deployment_id=input.deployment_id: "
        "CANCELED |  | COMPLETED FAILED INACTIVE",
        "CreateDeployment": "GetDeployment deployment_id=output.deployment_id: "
        "COMPLETED |  | CANCELED FAILED INACTIVE",
        "DeleteComponent": "DescribeComponent arn=input.arn: gone | DEPLOYABLE FAILED DEPRECATED | ",
        "DeleteDeployment": "GetDeployment deployment_id=input.deployment_id: "
        "gone | COMPLETED CANCELED FAILED INACTIVE | ",
    },
    "connect": {
        "CreateTrafficDistributionGroup": f"{GROUP}=output.id: "
        "ACTIVE |  | CREATION_FAILED PENDING_DELETION DELETION_FAILED",
        "DeleteTrafficDistributionGroup": f"{GROUP}=input.traffic_distribution_group_id: "
        "gone | ACTIVE CREATION_FAILED DELETION_FAILED | ",
        "UpdateTrafficDistribution": "GetTrafficDistribution id=input.id:  |  | ",
    },
}


@pytest.mark.parametrize("service", SEEDS)
def test_seed_services(built, service):
    found = {wire: as_text(start) for wire, start in built[service].starts.items()}
    if service == "connect":
        found = {wire: text for wire, text in found.items() if "TrafficDistribution" in wire}
    assert found == SEEDS[service]


def test_what_has_no_status_ends_with_what_was_sent(built):
    start = built["connect"].starts["UpdateTrafficDistribution"]
    echoed = {".".join(path): ".".join(sent) for path, sent in start.echoed}
    assert echoed == {
        each: f"input.{each}" for each in ("telephony_config", "sign_in_config", "agent_config")
    }


@pytest.mark.parametrize(
    ("service", "wire", "expected"),
    [
        (
            "ec2",
            "TerminateInstances",
            "DescribeInstances instance_ids=input.instance_ids[]: terminated gone | running stopped | ",
        ),
        (
            "ec2",
            "StartInstances",
            "DescribeInstances instance_ids=input.instance_ids[]: running | stopped | shutting-down terminated stopping",
        ),
        (
            "acm",
            "RequestCertificate",
            "DescribeCertificate certificate_arn=output.certificate_arn: ISSUED |  | INACTIVE EXPIRED VALIDATION_TIMED_OUT REVOKED FAILED",
        ),
        (
            "lambda",
            "UpdateFunctionCode",
            "GetFunctionConfiguration function_name=input.function_name: Successful | Successful Failed | ",
        ),
        (
            "lightsail",
            "CreateInstances",
            "GetOperation operation_id=output.operations[].id: Completed Succeeded |  | Failed",
        ),
        (
            "emr",
            "AddJobFlowSteps",
            "DescribeStep cluster_id=input.job_flow_id step_id=output.step_ids[]: COMPLETED |  | CANCELLED FAILED INTERRUPTED",
        ),
        (
            "eks",
            "UpdateNodegroupConfig",
            "DescribeUpdate name=input.cluster_name update_id=output.update.id nodegroup_name=input.nodegroup_name: Successful |  | Failed Cancelled",
        ),
    ],
)
def test_others_by_name(built, service, wire, expected):
    assert as_text(built[service].starts[wire]) == expected

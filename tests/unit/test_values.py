"""Values: scalars of another JSON type and null items are drift; what does not convert is an error."""

import json

import pydantic
import pytest

from typed_status import (
    ModelValidationError,
    ResponseValidationError,
    SchemaDriftWarning,
    strict,
)
from typed_status.services import batch, connect, fsx
from typed_status.testing import reset_drift

DETAIL = {"jobName": "n", "jobId": "j", "jobQueue": "q", "status": "FAILED", "jobDefinition": "d"}
JOB = {**DETAIL, "startedAt": 5}


def read(data, model=batch.DescribeJobsResponse):
    reset_drift()
    with pytest.warns(SchemaDriftWarning) as caught:
        found = model.model_validate_json(json.dumps(data))
    return found, [str(each.message) for each in caught]


def test_a_number_for_a_text_is_that_text():
    response, drift = read({"jobs": [{**JOB, "jobId": 5}, {**JOB, "jobId": 1.5}]})
    assert [job.job_id for job in response.jobs] == ["5", "1.5"]
    assert drift == [
        "DescribeJobsResponse: the member JobDetail.jobId contains a number instead of a text. "
        "The response is accepted."
    ]


def test_a_number_for_an_enum_is_a_value_of_it():
    response, drift = read({"jobs": [{**JOB, "status": 5}]})
    assert isinstance(response.jobs[0].status, batch.JobStatus)
    assert response.jobs[0].status == "5"
    assert len(drift) == 2  # an unknown value as well


def test_a_text_for_a_number_is_that_number():
    response, drift = read({"jobs": [{**JOB, "attempts": [{"container": {"exitCode": "5"}}]}]})
    assert response.jobs[0].attempts[0].container.exit_code == 5
    assert [each.split(": ")[1] for each in drift] == [
        "the member AttemptContainerDetail.exitCode contains a text instead of a number. "
        "The response is accepted."
    ]


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("jobId", {}),
        ("jobId", []),
        ("jobId", True),
        ("dependsOn", 5),
        ("dependsOn", [5]),
        ("attempts", [{"container": {"exitCode": {}}}]),
        ("attempts", [{"container": {"exitCode": "five"}}]),
        ("attempts", [{"container": {"exitCode": 1.5}}]),
        ("attempts", [{"container": {"exitCode": "1.5"}}]),
        ("tags", {"k": []}),
    ],
)
def test_what_does_not_convert_is_one_error(member, value):
    with pytest.raises(ResponseValidationError) as raised:
        batch.DescribeJobsResponse.model_validate({"jobs": [{**JOB, member: value}]})
    (problem,) = raised.value.problems
    assert problem.path.startswith(f"jobs[0].{member}")
    assert "[" not in problem.path.removeprefix("jobs[0].").replace("[0]", "")


NULLS = {
    "jobs": [{**JOB, "attempts": [None], "dependsOn": [{"jobId": "a"}, None], "tags": {"k": None}}]
}


def test_null_items_are_kept():
    response, drift = read(NULLS)
    (job,) = response.jobs
    assert (job.attempts, job.tags) == ([None], {"k": None})
    assert job.depends_on[1] is None
    assert response.to_boto3()["jobs"][0]["tags"] == {"k": None}
    assert json.loads(response.model_dump_json(by_alias=True))["jobs"][0]["tags"] == {"k": None}
    assert [each.split(" contains ")[0].split()[-1] for each in drift] == [
        "JobDetail.attempts",
        "JobDetail.dependsOn",
        "JobDetail.tags",
    ]


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"jobs": [{**JOB, "jobId": 5}]}, "jobs[0].jobId"),
        ({"jobs": [{**JOB, "tags": {"k": None}}]}, "jobs[0].tags.k"),
        ({"jobs": [None]}, "jobs[0]"),
        (
            {"jobs": [{**JOB, "attempts": [{"container": {"exitCode": "5"}}]}]},
            "jobs[0].attempts[0].container.exitCode",
        ),
    ],
)
def test_strict_rejects_it(data, path):
    with strict(), pytest.raises(ResponseValidationError) as raised:
        batch.DescribeJobsResponse.model_validate(data)
    assert [each.path for each in raised.value.problems] == [path]


def test_constructors_reject_it():
    with pytest.raises(ModelValidationError):
        connect.Distribution(region=5, percentage=5)
    with pytest.raises(ModelValidationError):
        connect.TelephonyConfig(distributions=[None])
    assert connect.Distribution(region="r", percentage="50").percentage == 50  # as pydantic does


class Holder(pydantic.BaseModel):
    job: batch.JobDetail


def test_structures_that_contain_themselves():
    actions = [{"RequestTime": 0, "TargetFileSystemValues": {"FileSystemId": 5}}]
    data = {"FileSystems": [{"FileSystemId": "f", "AdministrativeActions": actions}]}
    response, drift = read(data, fsx.DescribeFileSystemsResponse)
    (action,) = response.file_systems[0].administrative_actions
    assert action.target_file_system_values.file_system_id == "5"
    assert len(drift) == 1


def test_in_a_model_of_the_users_own():
    reset_drift()
    with pytest.warns(SchemaDriftWarning, match=r"services\.batch\.JobDetail: .* jobId contains"):
        found = Holder.model_validate({"job": {**JOB, "jobId": 5}})
    assert found.job.job_id == "5"


def test_the_json_schema_is_that_of_the_declared_types():
    for mode in ("validation", "serialization"):
        schema = batch.ContainerDetail.model_json_schema(mode=mode)
        assert schema["properties"]["vcpus"]["anyOf"] == [{"type": "integer"}, {"type": "null"}]


EMPTY = b'{"jobDefinitions": [{"jobDefinitionName": "a", "jobDefinitionArn": "b", "revision": 1, "type": "container", "containerProperties": {"environment": {}, "ulimits": []}}]}'


def test_an_empty_object_in_place_of_a_list_is_an_empty_list_as_for_botocore():
    with pytest.warns(
        SchemaDriftWarning,
        match=r"the member \w+\.environment contains an empty object instead of a list\. The response is accepted",
    ):
        read = batch.DescribeJobDefinitionsResponse.model_validate_json(EMPTY)
    properties = read.job_definitions[0].container_properties
    assert (properties.environment, properties.ulimits) == ([], [])


def test_it_is_an_error_in_strict_mode_and_where_it_is_not_empty():
    with strict(), pytest.raises(ResponseValidationError, match="environment: expected a valid"):
        batch.DescribeJobDefinitionsResponse.model_validate_json(EMPTY)
    full = EMPTY.replace(b'"environment": {}', b'"environment": {"name": "a"}')
    with pytest.raises(ResponseValidationError, match="environment: expected a valid"):
        batch.DescribeJobDefinitionsResponse.model_validate_json(full)
    both = EMPTY.replace(b'"revision": 1', b'"revision": []')
    with pytest.raises(ResponseValidationError) as caught:
        batch.DescribeJobDefinitionsResponse.model_validate_json(both)
    assert [problem.path for problem in caught.value.problems] == ["jobDefinitions[0].revision"]

"""Presence: what a response may lack, what reading it then does, and what constructors and requests demand."""

import collections
import copy
import dataclasses
import json
import pickle
import typing as t

import pydantic
import pytest

import typed_status.runtime as rt
from typed_status import (
    AbsentMemberError,
    ModelValidationError,
    RequestValidationError,
    ResponseValidationError,
    SchemaDriftWarning,
    strict,
)
from typed_status.services import agent_registry, amplify, batch, connect, controltower
from typed_status.testing import reset_drift

JOB = {"jobName": "n", "jobId": "j", "status": "RUNNABLE", "jobDefinition": "d"}


SHARE = {"Region": "us-east-1"}


def absent(model: type[t.Any], data: dict[str, t.Any]) -> t.Any:
    reset_drift()
    with pytest.warns(SchemaDriftWarning):
        return model.model_validate(data)


@pytest.mark.parametrize("value", ["absent", "null"])
@pytest.mark.parametrize("source", ["dict", "json"])
def test_a_response_may_lack_a_required_member(source, value):
    reset_drift()
    data = {"jobs": [{**JOB, "jobQueue": None} if value == "null" else JOB]}
    model = batch.DescribeJobsResponse
    with pytest.warns(SchemaDriftWarning) as caught:
        response = (
            model.model_validate(data)
            if source == "dict"
            else model.model_validate_json(json.dumps(data))
        )
    assert {str(each.message).split(" is absent")[0].split()[-1] for each in caught} == {
        "jobs[].jobQueue",
    }
    found = response.jobs[0]
    assert not hasattr(found, "job_queue")
    assert getattr(found, "job_queue", "none") == "none"
    with pytest.raises(AttributeError, match=r"did not contain jobs\[\]\.jobQueue") as raised:
        _ = found.job_queue
    assert isinstance(raised.value, AbsentMemberError)
    assert (raised.value.path, raised.value.where) == ("jobs[].jobQueue", "DescribeJobsResponse")


def test_it_is_reported_once():
    reset_drift()
    with pytest.warns(SchemaDriftWarning):
        batch.JobDetail.model_validate(JOB)
    batch.JobDetail.model_validate(JOB)  # a warning would be an error here


def test_strict_demands_it():
    with strict(), pytest.raises(ResponseValidationError) as raised:
        batch.DescribeJobsResponse.model_validate({"jobs": [{**JOB, "jobId": 1.5}]})
    assert [(each.path, each.found) for each in raised.value.problems] == [
        ("jobs[0].jobId", "1.5"),
        ("jobs[0].jobQueue", ""),
    ]


def test_a_wrong_value_is_still_an_error():
    with pytest.raises(ResponseValidationError) as raised:
        batch.DescribeJobsResponse.model_validate({"jobs": [{**JOB, "jobId": {}}]})
    assert [each.path for each in raised.value.problems] == ["jobs[0].jobId"]


def test_everything_but_reading_it_works():
    job = absent(batch.JobDetail, JOB)
    assert job.to_boto3() == JOB
    assert json.loads(job.model_dump_json(by_alias=True, exclude_none=True)) == JOB
    assert "job_queue" not in job.model_dump()
    assert "job_queue" not in repr(job)
    assert "job_queue" not in job.model_fields_set
    same = absent(batch.JobDetail, JOB)
    assert job == same
    assert job != absent(batch.JobDetail, {**JOB, "jobName": "other"})
    for again in (
        pickle.loads(pickle.dumps(job)),
        copy.copy(job),
        copy.deepcopy(job),
        job.model_copy(),
        batch.JobDetail.model_validate(job),
    ):
        assert again == job
        assert not hasattr(again, "job_queue")
    assert job.model_copy(update={"job_queue": job.created_at}).job_queue == job.created_at


def test_an_unknown_attribute_is_the_usual_error():
    with pytest.raises(AttributeError) as raised:
        _ = absent(batch.JobDetail, JOB).no_such_name
    assert not isinstance(raised.value, AbsentMemberError)


def test_the_error_can_be_pickled():
    error = AbsentMemberError("jobs[].jobQueue", "batch DescribeJobs")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.path, again.where) == (str(error), error.path, error.where)


def test_an_empty_structure_has_nothing_in_it():
    response = absent(connect.GetTrafficDistributionResponse, {"TelephonyConfig": {}})
    assert response.telephony_config == connect.TelephonyConfig.model_construct()
    assert response.to_boto3() == {"TelephonyConfig": {}}


def test_constructors_demand_it():
    with pytest.raises(ModelValidationError) as raised:
        connect.Distribution(region="us-east-1")
    assert [str(each) for each in raised.value.problems] == ["Percentage: required, but missing"]
    with pytest.raises(ModelValidationError) as raised:
        connect.TelephonyConfig(distributions=[SHARE])
    assert [each.path for each in raised.value.problems] == ["Distributions[0].Percentage"]
    with pytest.raises(ModelValidationError) as raised:
        connect.Distribution(region="us-east-1", percentage=None)
    assert [each.path for each in raised.value.problems] == ["Percentage"]


class Sent(pydantic.BaseModel):
    request: connect.UpdateTrafficDistributionRequest


@pytest.mark.parametrize(
    "config",
    [
        lambda: {"Distributions": [SHARE]},
        lambda: absent(connect.TelephonyConfig, {"Distributions": [SHARE]}),
    ],
    ids=["dict", "model"],
)
@pytest.mark.parametrize("way", ["constructor", "validate", "embedded"])
def test_requests_demand_it(way, config):
    given = config()
    data = {"Id": "x", "TelephonyConfig": given}
    request = connect.UpdateTrafficDistributionRequest
    send = {
        "constructor": lambda: request(id="x", telephony_config=given),
        "validate": lambda: request.model_validate(data),
        "embedded": lambda: Sent.model_validate({"request": data}),
    }[way]
    with pytest.raises((RequestValidationError, pydantic.ValidationError)) as raised:
        send()
    if way != "embedded":
        paths = [each.path for each in raised.value.problems]
        assert paths == ["TelephonyConfig.Distributions[0].Percentage"]


class Root(pydantic.RootModel[batch.JobDetail]):
    pass


class Holder(pydantic.BaseModel):
    job: batch.JobDetail


@dataclasses.dataclass
class Held:
    job: batch.JobDetail


@pytest.mark.parametrize(
    ("kind", "wrap", "unwrap"),
    [
        (Holder, lambda data: {"job": data}, lambda found: found.job),
        (Held, lambda data: {"job": data}, lambda found: found.job),
        (Root, lambda data: data, lambda found: found.root),
        (list[batch.JobDetail], lambda data: [data], lambda found: found[0]),
        (dict[str, batch.JobDetail | None], lambda data: {"a": data}, lambda found: found["a"]),
    ],
    ids=["model", "dataclass", "root", "list", "optional"],
)
@pytest.mark.parametrize("source", ["python", "json"])
def test_in_a_type_of_the_users_own(kind, wrap, unwrap, source):
    reset_drift()
    adapter = pydantic.TypeAdapter(kind)
    with pytest.warns(SchemaDriftWarning, match=r"services\.batch\.JobDetail: .* jobQueue "):
        found = (
            adapter.validate_json(json.dumps(wrap(JOB)))
            if source == "json"
            else adapter.validate_python(wrap(JOB))
        )
    job = unwrap(found)
    assert job == absent(batch.JobDetail, JOB)
    assert vars(job).keys() <= set(batch.JobDetail.model_fields)
    with pytest.raises(AbsentMemberError, match="jobQueue"):
        _ = job.job_queue
    dumped = adapter.dump_json(found, by_alias=True, exclude_none=True)
    assert json.loads(dumped) == json.loads(json.dumps(wrap(JOB)))


def test_json_schemas():
    required = {"validation": ["Region", "Percentage"], "serialization": None}
    for mode, names in required.items():
        schema = connect.Distribution.model_json_schema(mode=mode)
        assert schema["properties"]["Percentage"]["type"] == "integer"
        assert schema.get("required") == names
        request = connect.UpdateTrafficDistributionRequest.model_json_schema(mode=mode)
        assert request["required"] == ["Id"]
        assert request["$defs"]["Distribution"].get("required") == names


def test_json_schemas_have_the_limits_of_what_is_sent():
    schema = amplify.AutoBranchCreationConfig.model_json_schema()
    variables, _ = schema["properties"]["environmentVariables"]["anyOf"]
    assert variables["propertyNames"] == {"type": "string", "maxLength": 255}
    assert variables["additionalProperties"] == {"type": "string", "maxLength": 5500}
    schema = agent_registry.RegistryRecordsEntry.model_json_schema()
    records = schema["properties"]["recordIds"]
    assert (records["minItems"], records["maxItems"]) == (1, 100)
    assert records["items"] == {"type": "string", "minLength": 1, "maxLength": 2048}
    schema = connect.UpdateTrafficDistributionRequest.model_json_schema()
    assert schema["properties"]["Id"] == {"minLength": 1, "title": "Id", "type": "string"}
    share = schema["$defs"]["Distribution"]["properties"]
    assert (share["Region"]["minLength"], share["Region"]["maxLength"]) == (8, 31)
    assert (share["Percentage"]["minimum"], share["Percentage"]["maximum"]) == (0, 100)


def test_a_sum_that_lacks_a_term_is_not_judged():
    config = absent(connect.TelephonyConfig, {"Distributions": [SHARE]})
    assert config.to_boto3() == {"Distributions": [SHARE]}


def test_a_document_may_be_absent_too():
    found = absent(controltower.EnabledControlParameterSummary, {"key": "k"})
    assert found.to_boto3() == {"key": "k"}
    assert not hasattr(found, "value")
    found = controltower.EnabledControlParameterSummary.model_validate({"key": "k", "value": None})
    assert found.value is None


class Inner(rt.ResponseModel):
    a: str
    n: int


class Outer(rt.ResponseModel):
    inner: Inner
    z: int
    doc: t.Any


@pytest.mark.parametrize("options", [{}, {"from_attributes": True}, {"strict": True}])
def test_options_of_pydantic_change_nothing(options):
    reset_drift()
    with pytest.warns(SchemaDriftWarning):
        found = pydantic.TypeAdapter(Outer).validate_python({"Z": 1}, **options)
    assert vars(found) == {"z": 1}
    with pytest.warns(SchemaDriftWarning) as caught:
        found = Outer.model_validate({"Inner": {"A": "x"}}, **options)
    assert [str(each.message).split(" is absent")[0].split()[-1] for each in caught] == [
        "Z",
        "Doc",
        "Inner.N",
    ]
    assert found.to_boto3() == {"Inner": {"A": "x"}}


@pytest.mark.parametrize("hold", [tuple, iter, collections.deque])
def test_requests_demand_it_in_any_container(hold):
    lacking = absent(connect.Distribution, SHARE)
    with pytest.raises(RequestValidationError, match=r"Distributions\[0\]\.Percentage"):
        connect.UpdateTrafficDistributionRequest(
            id="x", telephony_config={"Distributions": hold([lacking])}
        )


class Revalidated(batch.JobDetail):
    model_config = pydantic.ConfigDict(revalidate_instances="always", frozen=False)


def test_where_a_structure_is_leaves_no_trace():
    lacking = absent(batch.DescribeJobsResponse, {"jobs": [JOB]}).jobs[0]
    reset_drift()
    with pytest.warns(SchemaDriftWarning):
        own = pydantic.TypeAdapter(Revalidated).validate_python(Revalidated.model_validate(JOB))
    own.job_name = "m"
    for job in (lacking, own):
        assert not job.model_extra
        assert vars(job).keys() <= set(batch.JobDetail.model_fields)


SEEN: list[object] = []


def see(value: object) -> object:
    SEEN.append(value)
    return value


class Watched(rt.ResponseModel):
    before: t.Annotated[str, pydantic.BeforeValidator(see)]
    wrapped: t.Annotated[str, pydantic.WrapValidator(lambda value, handler: handler(see(value)))]
    plain: t.Annotated[str, pydantic.PlainValidator(see)]
    either: str | t.Any
    any_of: t.Annotated[int | t.Any, pydantic.Field(union_mode="left_to_right")]


def test_validators_of_a_user_see_no_mark():
    SEEN.clear()
    assert vars(absent(Watched, {})) == {}
    assert SEEN == []
    full = {"Before": "a", "Wrapped": "b", "Plain": "c", "Either": "d", "AnyOf": "e"}
    assert list(vars(Watched.model_validate(full)).values()) == list(full.values())
    assert SEEN == ["a", "b", "c"]


def test_errors_in_a_type_of_the_users_own_show_no_mark():
    with pytest.raises(pydantic.ValidationError) as raised:
        Holder.model_validate({"job": {**JOB, "jobQueue": "q", "jobId": {}}})
    (error,) = raised.value.errors()
    assert error["loc"] == ("job", "jobId", "[value]")
    assert error["type"] == "string_type"

"""Errors stay bounded: the first problems in detail, and the number of the others."""

import json
import pickle
import tracemalloc

import pytest

from typed_status import ModelValidationError, RequestValidationError, ResponseValidationError
from typed_status.services import batch, connect

GOOD = {"jobName": "n", "jobId": "j", "jobQueue": "q", "status": "RUNNABLE", "jobDefinition": "d"}
COUNT = 20_000
WRONG = {
    "structures": [5] * COUNT,
    "texts in structures": [{**GOOD, "jobName": {}}] * COUNT,
    "at the end": [GOOD] * COUNT + [{**GOOD, "jobName": []}] * COUNT,
    "in one structure": [{**GOOD, "container": {"command": [[]] * COUNT}}],
    "in a map": [{**GOOD, "tags": {str(each): {} for each in range(COUNT)}}],
}


@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.parametrize("source", ["dict", "json"])
def test_the_first_problems_and_the_number_of_the_others(kind, source):
    data = {"jobs": WRONG[kind]}
    model = batch.DescribeJobsResponse
    validate = {
        "json": lambda: model.model_validate_json(json.dumps(data)),
        "dict": lambda: model.model_validate(data),
    }[source]
    with pytest.raises(ResponseValidationError) as raised:
        validate()
    error = raised.value
    assert (len(error.problems), error.omitted) == (100, COUNT - 100)
    lines = str(error).splitlines()
    assert lines[0].endswith(": 20000 errors")
    assert lines[-1] == "  and 19,900 more"
    assert len(lines) == 102
    assert len(str(error)) < 10_000
    start = COUNT if kind == "at the end" else 0
    ends = {
        "structures": f"jobs[{start}]",
        "texts in structures": f"jobs[{start}].jobName",
        "at the end": f"jobs[{start}].jobName",
        "in one structure": "jobs[0].container.command[0]",
        "in a map": "jobs[0].tags.0",
    }
    assert error.problems[0].path == ends[kind]
    assert pickle.loads(pickle.dumps(error)).omitted == error.omitted


def test_their_details_are_not_kept_for_all():
    data = {"jobs": WRONG["structures"]}
    tracemalloc.start()
    with pytest.raises(ResponseValidationError):
        batch.DescribeJobsResponse.model_validate(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200 * COUNT  # pydantic's details of one error are larger


def test_constructors_and_requests():
    shares = [{"Region": "us-east-1"}] * 150
    with pytest.raises(ModelValidationError) as raised:
        connect.TelephonyConfig(distributions=shares)
    assert (len(raised.value.problems), raised.value.omitted) == (100, 50)
    with pytest.raises(RequestValidationError) as refused:
        connect.UpdateTrafficDistributionRequest(
            id="i", sign_in_config={"Distributions": [{"Region": "x", "Enabled": True}] * 150}
        )
    assert (len(refused.value.problems), refused.value.omitted) == (100, 50)
    with pytest.raises(RequestValidationError) as refused:
        connect.UpdateTrafficDistributionRequest.model_validate(
            {"Id": "i", "TelephonyConfig": {"Distributions": [5] * 150}}
        )
    assert (len(refused.value.problems), refused.value.omitted) == (100, 50)


def test_a_long_key_is_truncated():
    data = {"jobs": [{**GOOD, "tags": {"k" * 10_000: {}}}]}
    with pytest.raises(ResponseValidationError) as raised:
        batch.DescribeJobsResponse.model_validate(data)
    assert raised.value.problems[0].path == "jobs[0].tags." + "k" * 80 + "..."

"""freezegun replaces ``datetime.datetime`` everywhere: types that are built while it does read what they read otherwise."""

from datetime import UTC, datetime

import pydantic
import pytest
from freezegun import freeze_time

import typed_status.runtime as rt
from typed_status.runtime.models.service_error import ErrorMember
from typed_status.services import servicediscovery
from typed_status.testing import FakeEndpoint

MOMENT = datetime(2017, 7, 14, 2, 40, tzinfo=UTC)
TEXTS = [
    "2017-07-14T02:40:00Z",
    "2017-07-14 04:40:00+02:00",
    "20170714T024000Z",
    "Fri, 14 Jul 2017 02:40:00 GMT",
]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (rt.UtcDatetime, [1500000000, 1500000000.0, "1500000000", MOMENT, *TEXTS]),
        (rt.IsoDatetime, [MOMENT, *TEXTS]),
        (rt.EpochSeconds, [MOMENT, 1500000000]),
        (rt.EpochMillis, [MOMENT, 1500000000000]),
    ],
    ids=["UtcDatetime", "IsoDatetime", "EpochSeconds", "EpochMillis"],
)
def test_a_type_that_is_built_while_time_is_frozen(kind, values):
    with freeze_time("2026-05-05"):
        adapter = pydantic.TypeAdapter(kind | None)
        now = datetime.now(UTC)
        assert adapter.validate_python(now) == now
        found = [adapter.validate_python(value) for value in values]
        assert [adapter.validate_json(adapter.dump_json(each)) for each in found] == found
    assert found == [MOMENT] * len(values)
    assert [adapter.validate_python(value) for value in values] == found


def test_a_member_of_an_error_that_is_read_while_time_is_frozen():
    class TooLate(rt.ServiceError):
        code = "TooLate"
        since: ErrorMember[datetime] = ErrorMember("Since", rt.UtcDatetime)

    error = TooLate({"Error": {"Code": "TooLate", "Message": ""}, "Since": MOMENT}, "GetThing")
    with freeze_time("2026-05-05"):
        assert error.since == MOMENT


def test_a_call_while_time_is_frozen():
    operation = {"Id": "x", "Status": "SUCCESS", "CreateDate": MOMENT}
    with FakeEndpoint() as endpoint, freeze_time("2026-05-05"):
        endpoint.script(servicediscovery.GetOperationRequest, {"Operation": operation}, repeat=True)
        client = endpoint.client("servicediscovery")
        response = servicediscovery.get_operation(client, operation_id="x")
        assert response.operation.create_date == MOMENT
        assert (
            response.to_boto3()["Operation"] == client.get_operation(OperationId="x")["Operation"]
        )

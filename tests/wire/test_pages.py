"""``pages``: all pages of a list operation over HTTP, through botocore's paginator or by the token."""

import traceback

import pytest
from botocore.exceptions import PaginationError

import typed_status.runtime as rt
from typed_status import pages
from typed_status.runtime.client.pagination import PageTokens
from typed_status.services import cloudcontrol, comprehend, iam, servicediscovery, workspaces_web
from typed_status.services.servicediscovery import ListOperationsRequest
from typed_status.testing import FakeEndpoint, Fault


@pytest.fixture
def endpoint():
    with FakeEndpoint() as endpoint:
        yield endpoint


@pytest.fixture
def client(endpoint):
    return endpoint.client("servicediscovery")


def page(*ids: str, token: str | None = None) -> dict[str, object]:
    operations = [{"Id": each, "Status": "PENDING"} for each in ids]
    return {"Operations": operations} | ({"NextToken": token} if token else {})


def test_every_page_is_typed_and_fetched_on_demand(endpoint, client):
    endpoint.script(ListOperationsRequest, page("a", "b", token="t1"), page(token="t2"), page("c"))
    found = pages(client, ListOperationsRequest(max_results=2))
    assert endpoint.calls == []
    first = next(found)
    assert isinstance(first, servicediscovery.ListOperationsResponse)
    assert len(endpoint.calls) == 1
    assert first.response_metadata.http_status_code == 200
    rest = list(found)
    ids = [each.id for response in (first, *rest) for each in response.operations or []]
    assert ids == ["a", "b", "c"]
    assert [call.params.get("NextToken") for call in endpoint.calls] == [None, "t1", "t2"]
    assert all(call.params["MaxResults"] == 2 for call in endpoint.calls)


@pytest.mark.parametrize("tokens", [["t1", "t1"], ["t1", "t2", "t1", "t2"]])
def test_a_repeated_token_is_an_error(endpoint, client, tokens):
    endpoint.script(ListOperationsRequest, *(page("a", token=each) for each in tokens), repeat=True)
    with pytest.raises(PaginationError, match="token"):
        list(pages(client, ListOperationsRequest()))
    assert len(endpoint.calls) <= len(set(tokens)) + 2


def test_malformed_pages_and_service_errors_are_typed(endpoint, client):
    endpoint.script(
        ListOperationsRequest,
        page("a", token="t1"),
        b"<html>",
        Fault(servicediscovery.InvalidInput, "no"),
    )
    found = pages(client, ListOperationsRequest())
    next(found)
    with pytest.raises(rt.ResponseValidationError, match="invalid JSON"):
        next(found)
    with pytest.raises(servicediscovery.InvalidInput):
        next(pages(client, ListOperationsRequest()))


def test_unknown_members_of_a_page_are_kept(endpoint, client):
    endpoint.script(ListOperationsRequest, page("a") | {"Colour": "red"}, unknown_members=True)
    with pytest.warns(rt.SchemaDriftWarning):
        (response,) = pages(client, ListOperationsRequest())
    assert response.model_extra == {"Colour": "red"}


def test_an_operation_without_pages_has_one_page(endpoint):
    endpoint.script(
        cloudcontrol.GetResourceRequestStatusRequest,
        b'{"ProgressEvent": {"RequestToken": "t", "OperationStatus": "SUCCESS", "EventTime": 1}}',
    )
    (response,) = pages(
        endpoint.client("cloudcontrol"),
        cloudcontrol.GetResourceRequestStatusRequest(request_token="t"),
    )
    assert response.progress_event.operation_status == "SUCCESS"


def test_a_wrong_client_raises_before_the_first_page(endpoint):
    with pytest.raises(rt.WrongClientError):
        pages(endpoint.client("greengrass"), ListOperationsRequest())
    with pytest.raises(rt.WrongClientError):
        pages(object(), ListOperationsRequest())


def test_pages_by_tokens_without_a_paginator(endpoint):
    request = comprehend.ListFlywheelsRequest()
    client = endpoint.client("comprehend")
    assert not client.can_paginate("list_flywheels")
    first = {"FlywheelSummaryList": [{"Status": "ACTIVE"}], "NextToken": "more"}
    second = {"FlywheelSummaryList": [{"Status": "CREATING"}]}
    endpoint.script(type(request), first, second)
    found = [page.flywheel_summary_list[0].status for page in pages(client, request)]
    assert found == ["ACTIVE", "CREATING"]
    assert [call.params for call in endpoint.calls] == [{}, {"NextToken": "more"}]


def test_pages_by_markers(endpoint):
    request = iam.ListDelegationRequestsRequest()
    endpoint.script(
        type(request),
        {"DelegationRequests": [], "Marker": "m", "isTruncated": True},
        {"DelegationRequests": []},
    )
    assert len(list(pages(endpoint.client("iam"), request))) == 2
    assert endpoint.calls[1].params == {"Marker": "m"}


@pytest.mark.parametrize("tokens", [["t", "t"], ["t", "u", "t"]])
def test_a_repeated_token_shows_no_secrets(endpoint, tokens):
    request = workspaces_web.ListSessionsRequest(portal_id="p" * 36, username="SECRETUSER")
    endpoint.script(
        type(request), *({"sessions": [], "nextToken": token} for token in tokens), repeat=True
    )
    with pytest.raises(
        PaginationError, match="ListSessions: the service returned a pagination token twice"
    ) as caught:
        list(pages(endpoint.client("workspaces-web"), request))
    assert "SECRETUSER" not in "".join(traceback.format_exception(caught.value))
    flywheels = comprehend.ListFlywheelsRequest()
    page = {"FlywheelSummaryList": [], "NextToken": "t"}
    endpoint.script(type(flywheels), page, repeat=True)
    with pytest.raises(
        PaginationError, match="ListFlywheels: the service returned a pagination token twice"
    ):
        list(pages(endpoint.client("comprehend"), flywheels))


class Compared(str):
    """A token that counts how often tokens are compared."""

    __slots__ = ()
    count = 0

    def __eq__(self, other):
        Compared.count += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


TOKENS = {
    "a string": lambda token: {"NextToken": token, "Filters": [{"Name": "STATUS"}]},
    "a structure": lambda token: {"ExclusiveStartKey": {"id": {"S": token}, "at": {"B": b"0"}}},
    "a list": lambda token: {"Markers": ["shard", token]},
    "a buffer": lambda token: {"Shard": token, "NextToken": bytearray(token.encode())},
}


@pytest.mark.parametrize("params_of", TOKENS.values(), ids=TOKENS)
def test_the_check_for_repeated_tokens_is_linear(params_of):
    tokens = PageTokens(ListOperationsRequest.__operation__)
    Compared.count = 0
    for number in range(1000):
        tokens.check(params_of(Compared(number)))
    assert Compared.count <= 1000  # of about 500,000 pairs
    with pytest.raises(PaginationError, match="returned a pagination token twice"):
        tokens.check(params_of(Compared(500)))

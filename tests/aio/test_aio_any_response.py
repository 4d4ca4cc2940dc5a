"""Whatever arrives, only documented errors leave ``aio.call``, ``aio.pages`` and ``aio.wait``, as in tests/wire."""

import asyncio
import contextlib

import aiobotocore.awsrequest
import pytest
from aio_clients import client_of
from any_response import DOCUMENTED, REQUESTS, RESPONSES, Clock, Responder
from hypothesis import example, given, settings
from hypothesis import strategies as st

import typed_status.runtime as rt
from typed_status import aio

pytestmark = [
    pytest.mark.regression,
    pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning"),
    pytest.mark.filterwarnings("ignore::typed_status.RuleWarning"),
]


class Nowhere:
    url = "http://127.0.0.1:1"


@pytest.fixture(scope="module")
def running():
    """A loop, and clients in it by service and whether another handler observes."""
    with asyncio.Runner() as runner:
        stack = contextlib.AsyncExitStack()

        async def make(service, observed):
            client = await stack.enter_async_context(client_of(Nowhere, service))
            if observed:
                client.meta.events.register("after-call", lambda **_: None)
            return client, Responder(client, aiobotocore.awsrequest.AioAWSResponse)

        services = {request.__operation__.service for request in REQUESTS}
        clients = {
            (service, observed): runner.run(make(service, observed))
            for service in services
            for observed in (False, True)
        }
        yield runner, clients
        runner.run(stack.aclose())


async def first_pages(client, request):
    number = 0
    async with contextlib.aclosing(aio.pages(client, request)) as pages:
        async for _ in pages:
            number += 1
            if number == 3:
                break


async def wait_a_while(client, request):
    clock = Clock()

    async def sleep(seconds):
        clock.advance(seconds)

    await aio.wait(
        client,
        request,
        timeout=100,
        until=None if isinstance(request, rt.StatusRequest | rt.ListRequest) else lambda _: False,
        clock=aio.Clock(monotonic=lambda: clock.passed, sleep=sleep),
    )


@settings(max_examples=300)
@given(
    st.sampled_from(REQUESTS),
    st.booleans(),
    st.sampled_from([aio.call, first_pages, wait_a_while]),
    RESPONSES,
)
@example(REQUESTS[2], False, aio.call, (200, {"content-length": "9" * 5_000}, b"{}"))
@example(REQUESTS[2], False, aio.call, (502, {}, b"\xff"))
@example(REQUESTS[0], True, aio.call, (502, {}, b"<html>"))
def test_only_documented_errors(running, request_, observed, use, response):
    runner, clients = running
    client, responder = clients[request_.__operation__.service, observed]
    responder.response = response
    with contextlib.suppress(*DOCUMENTED):
        runner.run(use(client, request_))

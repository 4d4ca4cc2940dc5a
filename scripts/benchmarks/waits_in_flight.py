"""Run one measurement of ``wait`` in this process: URL MODE ROUNDS.

``asyncio`` and ``threads`` have many waits in flight; ``share`` times polls one after the other.

May import: the standard library, aiobotocore, ``benchmarks.wait`` and typed_status.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import time
import typing as t
from collections.abc import Callable
from pathlib import Path

from aiobotocore.config import AioConfig
from aiobotocore.session import AioSession

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.wait import DELAY, MAX_DELAY, WAITS
from typed_status import Clock, Poll, WaitTimeout, aio, wait_all
from typed_status.runtime.client import call_async
from typed_status.runtime.waiting import wait_async
from typed_status.runtime.waiting.backoff import Schedule
from typed_status.runtime.waiting.plan import Plan
from typed_status.runtime.wire import hook
from typed_status.services.servicediscovery import GetOperationRequest
from typed_status.testing.client import isolated_client

_CONCURRENCY = 50
_SERVICE = "servicediscovery"
_START_EVENT = f"provide-client-params.{_SERVICE}.GetOperation"
_CONFIG = AioConfig(
    retries={"total_max_attempts": 1}, max_pool_connections=_CONCURRENCY, proxies={}
)


def _client(url: str) -> t.Any:
    session = AioSession()
    session.set_config_variable("config_file", os.devnull)
    session.set_config_variable("credentials_file", os.devnull)
    secrets = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
    return session.create_client(
        _SERVICE, endpoint_url=url, region_name="us-east-1", config=_CONFIG, **secrets
    )


def _memory() -> int:
    """Return the resident memory of this process in bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("no VmRSS in /proc/self/status: cannot measure memory")


class Observer:
    """Records when each poll is due and when it starts, and the memory while all waits are in flight."""

    def __init__(self) -> None:
        self.before = 0
        self.most = 0
        self.due: dict[str, float] = {}
        self.first_polls = 0
        self.late: list[float] = []
        self.started = time.monotonic()
        self.all_polled = 0.0

    def start(self) -> None:
        """Start to measure: memory that is added from here on belongs to the waits."""
        self.before = _memory()
        self.started = time.monotonic()

    def on_request(self, params: dict[str, t.Any], **_: t.Any) -> None:
        """Record the start of a poll."""
        due = self.due.pop(params["OperationId"], None)
        if due is not None:
            self.late.append(time.monotonic() - due)

    def on_poll(self, poll: Poll[t.Any]) -> None:
        """Record the end of a poll, and when the next one is due."""
        self.first_polls += poll.attempt == 1
        if self.first_polls == WAITS and not self.all_polled:
            self.all_polled = time.monotonic() - self.started
        # The deadline, which all waits share, shortens the last delay of each.
        if poll.next_delay is not None and poll.next_delay >= DELAY:
            self.due[poll.request.operation_id] = time.monotonic() + poll.next_delay
        self.most = max(self.most, _memory()) if len(self.late) % 500 == 0 else self.most

    def report(self, mode: str) -> None:
        """Print the figures."""
        points = statistics.quantiles(self.late, n=100)
        each = (self.most - self.before) / WAITS / 1024
        print(
            f"{mode}: {WAITS:,} waits in flight, each polls every {DELAY:g} to {MAX_DELAY:g} s, {_CONCURRENCY} at once"
        )
        print(f"  the first poll of all took {self.all_polled:.1f} s")
        print(
            f"  memory: {self.before / 2**20:.0f} MiB before, {self.most / 2**20:.0f} MiB at most,"
        )
        print(f"          {each:.1f} KiB per wait")
        print(
            f"  lateness of {len(self.late):,} polls: p50 {points[49] * 1e3:.1f} ms, "
            f"p99 {points[98] * 1e3:.1f} ms, at most {max(self.late) * 1e3:.1f} ms"
        )


def _requests() -> list[GetOperationRequest]:
    return [GetOperationRequest(operation_id=f"op-{number}") for number in range(WAITS)]


async def _with_tasks(url: str, timeout: float) -> None:
    observer = Observer()
    async with _client(url) as client:
        client.meta.events.register(_START_EVENT, observer.on_request)
        await aio.call(client, GetOperationRequest(operation_id="warm"))
        observer.start()
        found = await aio.wait_all(
            client,
            _requests(),
            timeout=timeout,
            delay=DELAY,
            max_delay=MAX_DELAY,
            concurrency=_CONCURRENCY,
            on_poll=observer.on_poll,
        )
    if not all(isinstance(outcome.error, WaitTimeout) for outcome in found):
        raise RuntimeError(next(outcome.error for outcome in found))
    observer.report("asyncio, aiobotocore")


def _with_threads(url: str, timeout: float) -> None:
    observer = Observer()
    options = {"config": AioConfig(max_pool_connections=_CONCURRENCY)}
    client = isolated_client(_SERVICE, url, options)
    client.meta.events.register(_START_EVENT, observer.on_request)
    client.get_operation(OperationId="warm")
    observer.start()
    found = wait_all(
        client,
        _requests(),
        timeout=timeout,
        delay=DELAY,
        max_delay=MAX_DELAY,
        concurrency=_CONCURRENCY,
        on_poll=observer.on_poll,
        clock=Clock(),
    )
    if not all(isinstance(outcome.error, WaitTimeout) for outcome in found):
        raise RuntimeError(next(outcome.error for outcome in found))
    observer.report("threads, boto3")


async def _share(url: str) -> None:
    """Print our share of a poll: all of it except botocore's method, and our handlers inside that method."""
    inside = 0.0
    handlers = 0.0

    def timed(function: Callable[..., object]) -> Callable[..., object]:
        def run(*given: object, **named: object) -> object:
            nonlocal handlers
            before = time.perf_counter()
            try:
                return function(*given, **named)
            finally:
                handlers += time.perf_counter() - before

        run.__module__ = hook.__name__  # handlers of this module are no observers
        return run

    for name in ("_start_call", "_before_parse", "_end_call"):
        setattr(hook, name, timed(getattr(hook, name)))
    original = call_async.method_of

    def method_of(client: object, operation: t.Any, *kind: t.Any) -> Callable[..., t.Any]:
        method = original(client, operation, *kind)

        async def run(**params: object) -> object:
            nonlocal inside
            before = time.perf_counter()
            try:
                return await method(**params)
            finally:
                inside += time.perf_counter() - before

        return run

    call_async.method_of = method_of  # type: ignore[assignment]  # replaced to measure it
    shares: list[float] = []
    request = GetOperationRequest(operation_id="op")
    async with _client(url) as client:
        plan: Plan = Plan(
            request, Schedule(timeout=1e6, delay=1, max_delay=1), now=time.monotonic()
        )
        for _ in range(11):
            inside = handlers = 0.0
            before = time.perf_counter()
            for _ in range(300):
                await wait_async.poll_plan(client, plan, aio.Clock())
            whole = time.perf_counter() - before
            shares.append((whole - inside + handlers) / whole)
    shares = shares[1:]  # the first is a warm-up
    print(
        f"share: {statistics.median(shares):.1%} of a poll of {whole / 300 * 1e3:.2f} ms is ours, the reading "
        f"and validation of the response included (median of {len(shares)} rounds, "
        f"{min(shares):.1%} to {max(shares):.1%})"
    )


def main() -> None:
    """Run the measurement of the command line."""
    url, mode, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
    timeout = rounds * MAX_DELAY
    match mode:
        case "asyncio":
            asyncio.run(_with_tasks(url, timeout))
        case "threads":
            _with_threads(url, timeout)
        case _:
            asyncio.run(_share(url))


if __name__ == "__main__":
    main()

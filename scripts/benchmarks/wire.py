"""Measure the time for a typed response, relative to botocore's parser and to the untyped call.

May import: the standard library, botocore, boto3-stubs, pydantic and typed_status.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import platform
import typing as t
from collections.abc import Callable
from pathlib import Path

import pydantic
from botocore.parsers import create_parser

from benchmarks import chart, memory, peers
from benchmarks.loopback import calls
from benchmarks.payloads import Payload, payloads
from benchmarks.timing import medians
from typed_status.runtime import Response
from typed_status.runtime.wire.gc_pause import gc_paused
from typed_status.runtime.wire.hook import validate_content
from typed_status.runtime.wire.registry import reader_of

DOCS = Path(__file__).parents[2] / "docs"
# Goals, relative to botocore's parser.
GOALS = {"json": 0.20, "rest-json": 0.20, "query": 0.30, "ec2": 0.30, "rest-xml": 0.35}
GOALS |= {"smithy-rpc-v2-cbor": 0.50}
SMALL_GOALS = {"json": 0.15, "rest-json": 0.15, "rest-xml": 0.35}
CALL_GOALS = {"small": 1.00, "1,000 items": 0.45}
# TypedDicts of boto3-stubs, for the services whose stubs the extra dev installs.
STUBS = {
    "GetOperation": "mypy_boto3_servicediscovery.GetOperationResponseTypeDef",
    "ListResourceRequests": "mypy_boto3_cloudcontrol.ListResourceRequestsOutputTypeDef",
    "GetBulkDeploymentStatus": "mypy_boto3_greengrass.GetBulkDeploymentStatusResponseTypeDef",
    "ListTrafficDistributionGroups": "mypy_boto3_connect.ListTrafficDistributionGroupsResponseTypeDef",
}


def parse(payload: Payload) -> Callable[[], dict[str, t.Any]]:
    """Return botocore's parser for a payload."""
    message, model = payload.message(), payload.model
    protocol = model.service_model.resolved_protocol
    return lambda: create_parser(protocol).parse(message, model.output_shape)


def from_body(payload: Payload) -> Callable[[], Response]:
    """Return the path from a raw response to the typed response."""
    message: t.Any = payload.message()
    reader = reader_of(payload.model)
    if reader is None:
        raise LookupError(f"no reader for {payload.protocol}")

    def read() -> Response:
        with gc_paused(len(message["body"])):
            return validate_content(payload.operation, reader.read(message), message)

    return read


def ways(payload: Payload) -> dict[str, Callable[[], object]]:
    """Return the alternatives to measure: from the body, or from the dict that botocore parsed."""
    parsed = parse(payload)()
    response = payload.operation.response
    if from_body(payload)() != response.model_validate(parsed).model_copy(
        update={"response_metadata": Response.model_fields["response_metadata"].default}
    ):
        raise AssertionError(
            f"{payload.operation.name}: the alternatives return different responses"
        )
    found: dict[str, Callable[[], object]] = {
        "botocore": parse(payload),
        "wire": from_body(payload),
        "dict": lambda: response.model_validate(parsed),
    }
    if payload.operation.name in STUBS:
        package, _, name = STUBS[payload.operation.name].rpartition(".")
        types = importlib.import_module(f"{package}.type_defs")
        adapter = pydantic.TypeAdapter(getattr(types, name))
        parsed["ResponseMetadata"] |= {"RetryAttempts": 0, "HostId": ""}  # as in a call
        with contextlib.suppress(pydantic.ValidationError):  # they declare every member as required
            adapter.validate_python(parsed)
            found["stubs"] = lambda: adapter.validate_python(parsed)
    return found


def measure(rounds: int) -> None:
    """Run all measurements and write the results into docs."""
    cases = payloads()
    bars: list[chart.Bar] = []
    lines = [
        "| response | bytes | botocore's parse | from the body | goal | from the dict | TypedDict, from the dict |"
    ]
    lines.append("|---|--:|--:|--:|--:|--:|--:|")
    for payload in cases:
        times = medians(ways(payload), rounds)
        base = times["botocore"]
        goal = (SMALL_GOALS if payload.size == "small" else GOALS).get(payload.protocol)
        ratios = {name: each / base for name, each in times.items()}
        invalid = "invalid" if payload.operation.name in STUBS else ""
        stubs = f"+{ratios['stubs']:.2f}" if "stubs" in ratios else invalid
        title = f"{payload.protocol}, {payload.size}"
        lines.append(
            f"| {title} (`{payload.operation.name}`) | {len(payload.message()['body']):,} | {_time(base)} "
            f"| **{ratios['wire']:.2f}** | {_ratio(goal)} | +{ratios['dict']:.2f} | {stubs} |"
        )
        print(lines[-1], flush=True)
        bars.append((title, ratios["wire"], goal))
    lines += ["", "| whole call over loopback | untyped | typed | goal |", "|---|--:|--:|--:|"]
    for payload in cases:
        with calls(payload) as both:
            times = medians(both, rounds)
        ratio = times["typed"] / times["untyped"]
        goal = CALL_GOALS["small" if payload.size == "small" else "1,000 items"]
        title = f"{payload.protocol}, {payload.size}"
        lines.append(f"| {title} | {_time(times['untyped'])} | **{ratio:.2f}** | {goal:.2f} |")
        print(lines[-1], flush=True)
        bars.append((f"call: {title}", ratio, goal))
    lines += ["", *_memory(cases)]
    lines += ["", *peers.table(cases, rounds)]
    print("\n".join(lines[-len(peers.MODELS) :]), flush=True)
    write(lines, bars, rounds)


def _memory(cases: list[Payload]) -> list[str]:
    payload = next(each for each in cases if each.operation.name == "ListResourceRequests")
    sizes = memory.sizes(payload, from_body(payload), parse(payload))
    lines = [
        "| 1,000 items in memory (`ListResourceRequests`) | bytes per item | typed-status relative to it |",
        "|---|--:|--:|",
    ]
    for name, title in (
        ("minimal", "a minimal hand-written pydantic model"),
        ("botocore", "botocore's dicts"),
    ):
        lines.append(f"| {title} | {sizes[name] // 1000} | {sizes['typed'] / sizes[name]:.2f} |")
    lines.append(f"| typed-status | {sizes['typed'] // 1000} | |")
    print("\n".join(lines[-3:]), flush=True)
    return lines


def _ratio(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _time(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} us" if seconds < 1e-3 else f"{seconds * 1e3:.1f} ms"


def write(lines: list[str], bars: list[chart.Bar], rounds: int) -> None:
    """Write the tables and the chart into docs."""
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}"
        for name in ("botocore", "pydantic", "pydantic_core", "cbor2")
    )
    head = (
        "# Benchmarks\n\n"
        "Written by `scripts/benchmark wire`: medians of "
        f"{rounds} interleaved rounds on {platform.machine()}, Python {platform.python_version()}, {versions}.\n"
        "Ratios are to botocore's own parse, or to the untyped call, in the same run. A plus means in addition\n"
        "to botocore's parse. `docs/adr/0009` explains where the time goes if a goal is missed.\n\n"
        "![ratios to botocore's parse and to the untyped call](benchmarks.svg)\n\n"
    )
    (DOCS / "benchmarks.md").write_text(head + "\n".join(lines) + "\n", "utf-8")
    (DOCS / "benchmarks.svg").write_text(chart.bars(bars), "utf-8")

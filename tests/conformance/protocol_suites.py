"""Protocol test suites in the form that botocore's repository uses (``tests/unit/protocols``).

A file is a list of suites: each has ``metadata`` and ``shapes`` of a service model and ``cases``, and each case an
operation (``given``) with either ``response`` and ``result`` (or ``error``, ``errorCode`` and ``errorMessage``), or
``params`` and ``serialized``. Timestamps are seconds since 1970, blobs are texts.

Cases of our own may also have:

- ``untyped``: what botocore makes of the response, where that is not ``result``; ``null`` where it fails;
- ``drift``: whether the response contradicts the model, so that it is reported once and refused inside ``strict()``;
- ``refused``: the response is refused, with its request id.
"""

from __future__ import annotations

import copy
import dataclasses
import json
import typing as t
from collections.abc import Iterator
from pathlib import Path

OWN = Path(__file__).parent / "cases"
_SHAPES = {"Unused": {"type": "string"}}  # a model without any shape is taken for a broken one
_METADATA = {
    "apiVersion": "2026-01-01",
    "endpointPrefix": "conformance",
    "jsonVersion": "1.1",
    "serviceFullName": "Conformance",
    "serviceId": "Conformance",
    "signatureVersion": "v4",
    "targetPrefix": "Conformance",
}


@dataclasses.dataclass(frozen=True)
class Case:
    """One case: its name (``file:id``), its service model with one operation, and what the file has of it."""

    name: str
    model: dict[str, t.Any]
    operation: str
    data: dict[str, t.Any]

    @property
    def is_input(self) -> bool:
        """Whether the case is about a request."""
        return "serialized" in self.data

    @property
    def protocol(self) -> str:
        """The protocol, under botocore's name."""
        return t.cast(str, self.model["metadata"]["protocol"])

    @property
    def version(self) -> str:
        """The version of the API."""
        return t.cast(str, self.model["metadata"]["apiVersion"])

    @property
    def has_event_stream(self) -> bool:
        """Whether the input or the output is an event stream."""
        given = self.model["operations"][self.operation]
        members = [
            member
            for part in ("input", "output")
            if part in given
            for member in self.model["shapes"][given[part]["shape"]].get("members", {}).values()
        ]
        return any(self.model["shapes"][each["shape"]].get("eventstream") for each in members)


def cases_in(path: Path) -> Iterator[Case]:
    """The cases of a file, or of all files in a folder."""
    for file in [path] if path.is_file() else sorted(path.rglob("*.json")):
        suites = json.loads(file.read_text("utf-8"))
        if not isinstance(suites, list):
            continue  # botocore's list of the cases that it leaves out
        for number, suite in enumerate(t.cast(list[dict[str, t.Any]], suites)):
            for at, data in enumerate(suite["cases"]):
                yield _case(file, f"{number}:{at}", suite, data)


def _has_members(output: dict[str, str] | None, shapes: dict[str, t.Any]) -> bool:
    return output is not None and bool(shapes[output["shape"]].get("members"))


def _case(file: Path, number: str, suite: dict[str, t.Any], data: dict[str, t.Any]) -> Case:
    given = {"name": "OperationName", "http": {"method": "POST", "requestUri": "/"}}
    given |= copy.deepcopy(data["given"])
    metadata = _METADATA | suite["metadata"]
    if "serialized" in data:
        given.pop("output", None)  # requests are what such a case is about
    elif metadata["protocol"] == "query" and _has_members(given.get("output"), suite["shapes"]):
        given["output"].setdefault("resultWrapper", f"{given['name']}Result")
    model = {
        "metadata": metadata,
        "operations": {given["name"]: given},
        "shapes": _SHAPES | suite["shapes"],
    }
    name = f"{'/'.join(file.with_suffix('').parts[-2:])}:{data.get('id', number)}"
    return Case(name, model, given["name"], data)

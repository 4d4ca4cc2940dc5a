"""A saved response, read by its form and held against its model.

May import: the standard library, click, botocore, pydantic, ``typed_status.runtime``, ``typed_status.catalog_entries`` and
``typed_status.cli``.
"""

from __future__ import annotations

import dataclasses
import json
import typing as t
import warnings

from botocore.model import ServiceModel

from typed_status.catalog_entries import CatalogEntry
from typed_status.cli.exit_codes import USAGE, End
from typed_status.cli.inspect.botocore_models import service_model
from typed_status.cli.inspect.field_types import wire_of
from typed_status.cli.inspect.request_class import request_class
from typed_status.runtime import (
    Operation,
    Problem,
    ResponseValidationError,
    TypedStatusWarning,
)
from typed_status.runtime.wire.hook import validate_content
from typed_status.runtime.wire.raw_response import MalformedError, RawResponse
from typed_status.runtime.wire.registry import reader_of

__all__ = ["Report", "checked"]

_XML: t.Final = ("rest-xml", "query", "ec2")
_JSON: t.Final = ("rest-json", "json")
_CBOR: t.Final = ("smithy-rpc-v2-cbor",)


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """What was found: ``form`` says what the response was taken for."""

    form: str
    problems: tuple[Problem, ...]
    warnings: list[str]


def checked(entry: CatalogEntry, content: bytes, form: t.Literal["auto", "dict", "body"]) -> Report:
    """Hold a saved response against its model.

    Raises ``End`` where the service speaks no protocol with such bodies, or an extra is missing that reads them.
    """
    operation = request_class(entry).__operation__
    text = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if form == "auto":
        form = "body" if _is_body(entry, text) else "dict"
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", TypedStatusWarning)
        if form == "dict":
            problems = _of_dict(operation, text)
            name = "a boto3 dict"
        else:
            protocol = _protocol(entry, text)
            problems = _of_body(entry, operation, protocol, text if text[:1] == b"<" else content)
            name = f"a body in {protocol}"
    said = [str(each.message) for each in caught if issubclass(each.category, TypedStatusWarning)]
    return Report(name, problems, list(dict.fromkeys(said)))


def _is_body(entry: CatalogEntry, text: bytes) -> bool:
    """Whether it is what came over HTTP: no JSON object, or one that is a single member of the response."""
    if text[:1] == b"<" or (text and text[0] >= 0x80):
        return True
    shape = service_model(entry.service).operation_model(entry.operation).output_shape
    payload: str | None = shape.serialization.get("payload") if shape is not None else None
    if shape is None or payload is None or shape.members[payload].type_name != "structure":
        return False
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        return False
    fields = request_class(entry).__operation__.response.model_fields
    names = {payload, *(name for name, field in fields.items() if wire_of(name, field) == payload)}
    return isinstance(found, dict) and not names & {*t.cast(dict[str, object], found)}


def _of_dict(operation: Operation, text: bytes) -> tuple[Problem, ...]:
    pages = _pages(text)
    if not pages:
        return _of_page(operation, text)
    return tuple(
        dataclasses.replace(each, path=f"[{index}].{each.path}")
        for index, page in enumerate(pages)
        for each in _of_page(operation, page)
    )


def _pages(text: bytes) -> list[bytes]:
    """The pages of a listing, as ``typed-status wait`` prints them; none where it is no array of any."""
    if text[:1] != b"[":
        return []
    try:
        return [json.dumps(page).encode() for page in json.loads(text)]
    except (ValueError, RecursionError):
        return []


def _of_page(operation: Operation, text: bytes) -> tuple[Problem, ...]:
    try:
        operation.response.model_validate_json(text)
    except ResponseValidationError as error:
        return error.problems
    return ()


def _of_body(
    entry: CatalogEntry, operation: Operation, protocol: str, body: bytes
) -> tuple[Problem, ...]:
    spoken = service_model(entry.service)
    described: dict[str, t.Any] = spoken._service_description
    metadata: dict[str, t.Any] = described["metadata"]
    alone: t.Any = ServiceModel(
        described | {"metadata": metadata | {"protocol": protocol, "protocols": [protocol]}},
        entry.service,
    )
    reader = reader_of(alone.operation_model(entry.operation))
    if reader is None:
        if protocol in _CBOR:
            raise End("CBOR is read by cbor2: pip install 'typed-status[cbor]'", USAGE)
        raise End(f"{entry.operation} streams its response: there is no body to check", USAGE)
    response = RawResponse(status_code=200, headers={}, body=body)
    try:
        validate_content(operation, reader.read(response), response)
    except MalformedError as error:
        return (Problem(error.path, error.expected, error.found),)
    except ResponseValidationError as error:
        return error.problems
    return ()


def _protocol(entry: CatalogEntry, text: bytes) -> str:
    """The protocol of the service that has such bodies."""
    metadata: dict[str, t.Any] = service_model(entry.service).metadata
    spoken: list[str] = [*metadata.get("protocols", ()), metadata.get("protocol", "")]
    looks = _XML if text[:1] == b"<" else _JSON if text[:1] in b"{[" else _CBOR
    found = next((each for each in looks if each in spoken), None)
    if found is None:
        kind = {_XML: "XML", _JSON: "JSON", _CBOR: "CBOR"}[looks]
        names = ", ".join(dict.fromkeys(each for each in spoken if each))
        raise End(f"the body looks like {kind}, and {entry.service} speaks {names}", USAGE)
    return found

"""Detect the format of a saved response and validate it against its model.

May import: the standard library, click, botocore, pydantic, ``typed_status.runtime``, ``typed_status.catalog_entries`` and
``typed_status.cli``.
"""

from __future__ import annotations

import dataclasses
import json
import re
import typing as t
import warnings

from botocore.model import ServiceModel

from typed_status.catalog_entries import CatalogEntry
from typed_status.cli.exit_codes import USAGE, CliError
from typed_status.cli.inspect.botocore_models import service_model
from typed_status.cli.inspect.field_types import wire_name
from typed_status.cli.inspect.list_form import join
from typed_status.cli.inspect.merged_pages import MergedPages, merged_pages
from typed_status.cli.inspect.request_class import request_class
from typed_status.runtime import (
    ListResponse,
    Operation,
    Problem,
    ResponseValidationError,
    TypedStatusWarning,
)
from typed_status.runtime.wire.hook import validate_content
from typed_status.runtime.wire.raw_response import MalformedError, RawResponse
from typed_status.runtime.wire.registry import reader_of

__all__ = ["Report", "validate_response"]

_XML: t.Final = ("rest-xml", "query", "ec2")
_JSON: t.Final = ("rest-json", "json")
_CBOR: t.Final = ("smithy-rpc-v2-cbor",)
# The paths in the warnings of ``runtime.drift``.
_ABSENT: t.Final = re.compile(r": the required member (\S+) is absent\.")
_UNKNOWN: t.Final = re.compile(r": unknown member (\S+)\. ")


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """The result of a validation; ``form`` is the format that the response was parsed as."""

    form: str
    problems: tuple[Problem, ...]
    warnings: list[str]


def validate_response(
    entry: CatalogEntry, content: bytes, form: t.Literal["auto", "dict", "body"]
) -> Report:
    """Validate a saved response against its model.

    Raises ``CliError`` if no protocol of the service has such bodies, or if an extra is required to parse them.
    """
    operation = request_class(entry).__operation__
    text = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if form == "auto":
        form = "body" if _is_body(entry, text) else "dict"
    merged = merged_pages(entry.service, entry.operation)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", TypedStatusWarning)
        if form == "dict":
            problems = _validate_dict(operation, text, merged)
            name = "a boto3 dict"
        else:
            protocol = _protocol(entry, text)
            problems = _validate_body(
                entry, operation, protocol, text if text[:1] == b"<" else content
            )
            name = f"a body in {protocol}"
    messages = [
        str(each.message) for each in caught if issubclass(each.category, TypedStatusWarning)
    ]
    if form == "dict":
        messages = [each for each in messages if not _is_of_merged_pages(each, merged)]
    return Report(name, problems, list(dict.fromkeys(messages)))


def _is_body(entry: CatalogEntry, text: bytes) -> bool:
    """Return whether it is an HTTP body: XML, CBOR, or the JSON of the response's payload member."""
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
    operation = request_class(entry).__operation__
    if _pages(operation, text):
        return False
    model = operation.response
    names = {payload, *(name for name in model.model_fields if wire_name(model, name) == payload)}
    return isinstance(found, dict) and not names & {*t.cast(dict[str, object], found)}


def _validate_dict(operation: Operation, text: bytes, merged: MergedPages) -> tuple[Problem, ...]:
    pages = _pages(operation, text)
    if not pages:
        return _validate_page(operation, text, merged)
    return tuple(
        dataclasses.replace(each, path=f"[{index}].{each.path}")
        for index, page in enumerate(pages)
        for each in _validate_page(operation, page, merged)
    )


def _pages(operation: Operation, text: bytes) -> list[bytes]:
    """Return the pages in an array, or in the output of this command line for a list operation; empty if it is neither."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return []
    response: type[t.Any] = operation.response
    pages: list[object] | None = None
    if isinstance(value, list):
        pages = t.cast(list[object], value)
    elif issubclass(response, ListResponse):
        pages = join(value, response.__status__)
    return [json.dumps(page).encode() for page in pages or ()]


def _validate_page(operation: Operation, text: bytes, merged: MergedPages) -> tuple[Problem, ...]:
    try:
        operation.response.model_validate_json(text)
    except ResponseValidationError as error:
        # Inside strict(), where drift is an error.
        return tuple(
            each
            for each in error.problems
            if not (each.message.startswith("required") and merged.leaves_out(each.path))
            and not (each.message.startswith("unknown") and merged.adds(each.path))
        )
    return ()


def _is_of_merged_pages(warning: str, merged: MergedPages) -> bool:
    """Return whether a warning is about what the AWS CLI leaves out or adds."""
    absent = _ABSENT.search(warning)
    unknown = _UNKNOWN.search(warning)
    return bool((absent and merged.leaves_out(absent[1])) or (unknown and merged.adds(unknown[1])))


def _validate_body(
    entry: CatalogEntry, operation: Operation, protocol: str, body: bytes
) -> tuple[Problem, ...]:
    service = service_model(entry.service)
    described: dict[str, t.Any] = service._service_description
    metadata: dict[str, t.Any] = described["metadata"]
    single: t.Any = ServiceModel(
        described | {"metadata": metadata | {"protocol": protocol, "protocols": [protocol]}},
        entry.service,
    )
    reader = reader_of(single.operation_model(entry.operation))
    if reader is None:
        if protocol in _CBOR:
            raise CliError("CBOR requires cbor2: pip install 'typed-status[cbor]'", USAGE)
        raise CliError(
            f"{entry.operation} has a streaming response: its body cannot be validated", USAGE
        )
    response = RawResponse(status_code=200, headers={}, body=body)
    try:
        validate_content(operation, reader.read(response), response)
    except MalformedError as error:
        return (Problem(error.path, error.expected, error.found),)
    except ResponseValidationError as error:
        return error.problems
    return ()


def _protocol(entry: CatalogEntry, text: bytes) -> str:
    """Return the protocol of the service that uses this kind of body."""
    metadata: dict[str, t.Any] = service_model(entry.service).metadata
    protocols: list[str] = [*metadata.get("protocols", ()), metadata.get("protocol", "")]
    candidates = _XML if text[:1] == b"<" else _JSON if text[:1] in b"{[" else _CBOR
    found = next((each for each in candidates if each in protocols), None)
    if found is None:
        kind = {_XML: "XML", _JSON: "JSON", _CBOR: "CBOR"}[candidates]
        names = ", ".join(dict.fromkeys(each for each in protocols if each))
        raise CliError(f"the body looks like {kind}, but {entry.service} uses {names}", USAGE)
    return found

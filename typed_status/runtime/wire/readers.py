"""A reader for each protocol, made when a client's operation is first read.

May import: the standard library, ``runtime.wire.located``, ``runtime.wire.message`` and the modules of
``runtime.wire`` for one protocol each: ``cbor_body``, ``json_body`` and ``xml_body``.
"""

from __future__ import annotations

import typing as t
import weakref

from typed_status.runtime.wire.cbor_body import CborReader, has_cbor
from typed_status.runtime.wire.json_body import JsonReader
from typed_status.runtime.wire.located import body_members
from typed_status.runtime.wire.message import Reader
from typed_status.runtime.wire.xml_body import Ec2Reader, QueryReader, RestXmlReader

__all__ = ["reader_of"]

_OperationModel = t.Any  # botocore has no types
_READERS: weakref.WeakKeyDictionary[_OperationModel, Reader | None] = weakref.WeakKeyDictionary()


def reader_of(operation: _OperationModel) -> Reader | None:
    """The reader for an operation of a client; none where its output cannot be read off the wire."""
    try:
        return _READERS[operation]
    except KeyError:
        reader = _READERS[operation] = _reader(operation)
        return reader


def _reader(operation: _OperationModel) -> Reader | None:
    shape = operation.output_shape
    if shape is None or shape.event_stream_name or operation.has_streaming_output:
        return None
    if shape.is_tagged_union:  # botocore would refuse the body that we leave it
        return None
    # An operation whose output has no members in the body may answer with no body at all.
    may_be_empty = operation.http.get("method") == "HEAD" or not body_members(shape)
    match operation.service_model.resolved_protocol:
        case "json" | "rest-json":
            return JsonReader(shape, may_be_empty=may_be_empty)
        case "rest-xml":
            return RestXmlReader(shape, may_be_empty=may_be_empty)
        case "query":
            return QueryReader(shape)
        case "ec2":
            return Ec2Reader(shape)
        case "smithy-rpc-v2-cbor" if has_cbor():
            return CborReader()
        case _:
            return None

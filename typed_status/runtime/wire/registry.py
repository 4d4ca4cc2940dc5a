"""Pick the reader for an operation's protocol, on first use.

May import: the standard library, ``runtime.wire.raw_response`` and the modules of
``runtime.wire`` for one protocol each: ``cbor_reader``, ``json_reader`` and ``xml_reader``.
"""

from __future__ import annotations

import typing as t
import weakref

from typed_status.runtime.wire.raw_response import Reader

__all__ = ["reader_of"]

_OperationModel = t.Any  # botocore has no types
_READERS: weakref.WeakKeyDictionary[_OperationModel, Reader | None] = weakref.WeakKeyDictionary()


def reader_of(operation: _OperationModel) -> Reader | None:
    """Return the reader for an operation of a client; ``None`` if only botocore can parse its output."""
    try:
        return _READERS[operation]
    except KeyError:
        reader = _READERS[operation] = _create_reader(operation)
        return reader


def _create_reader(operation: _OperationModel) -> Reader | None:
    shape = operation.output_shape
    protocol = operation.service_model.resolved_protocol
    if shape is None:
        # botocore parses an error with status 200 as success.
        return _for_protocol(protocol, None) if protocol == "ec2" else None
    if shape.event_stream_name or operation.has_streaming_output:
        return None
    if shape.is_tagged_union:  # botocore would reject the stub body
        return None
    return _for_protocol(protocol, shape)


def _for_protocol(protocol: str, shape: t.Any) -> Reader | None:
    # Imported on first use: most programs need one of them.
    match protocol:
        case "json" | "rest-json":
            from typed_status.runtime.wire.json_reader import JsonReader

            return JsonReader(shape)
        case "query" | "ec2" | "rest-xml":
            from typed_status.runtime.wire import xml_reader

            if protocol == "query":
                return xml_reader.QueryReader(shape)
            if protocol == "ec2":
                return xml_reader.Ec2Reader(shape)
            return xml_reader.RestXmlReader(shape)
        case "smithy-rpc-v2-cbor":
            from typed_status.runtime.wire.cbor_reader import CborReader, has_cbor

            return CborReader() if has_cbor() else None
        case _:
            return None

"""Deserialize XML bodies: ElementTree parses the body, and ``xml_tables`` converts the elements to a dict.

A document type is refused before parsing: it may declare entities, with which a small body expands to a large one.
No AWS service sends one.

May import: the standard library, ``runtime.wire.headers``, ``runtime.wire.raw_response`` and ``runtime.wire.xml_tables``.
"""

from __future__ import annotations

import typing as t
from html import escape
from xml.etree.ElementTree import Element, ParseError, XMLParser
from xml.parsers import expat

from typed_status.runtime.wire.headers import HeaderReader
from typed_status.runtime.wire.raw_response import (
    Content,
    MalformedError,
    RawResponse,
    request_id_of,
)
from typed_status.runtime.wire.xml_tables import Read, local_name, reader_for, structure_reader

__all__ = ["Ec2Reader", "QueryReader", "RestXmlReader"]

_Shape = t.Any  # botocore has no types


class QueryReader:
    """Reads query: the members are in a wrapper element, next to ``ResponseMetadata``."""

    def __init__(self, shape: _Shape) -> None:
        self._wrapper: str | None = shape.serialization.get("resultWrapper")
        self._read = structure_reader(shape, root=True)
        self._empty = f"<{self._wrapper}/>" if self._wrapper else ""
        self.empty_body = f"<r>{self._empty}</r>".encode()

    def read(self, response: RawResponse) -> Content:
        """Read the members."""
        root = _root(response["body"])
        wrapped = [root] if self._wrapper is None else _children(root, self._wrapper)
        if len(wrapped) != 1:
            raise MalformedError(
                f"one element {self._wrapper} in the root",
                f"{len(wrapped)} of them in {local_name(root.tag)}",
            )
        metadata = {
            local_name(each.tag): each.text
            for parent in _children(root, "ResponseMetadata")[:1]
            for each in parent
        }
        inside = "".join(f"<{name}>{_escaped(text)}</{name}>" for name, text in metadata.items())
        element = f"<ResponseMetadata>{inside}</ResponseMetadata>" if inside else ""
        stub_body = f"<r>{self._empty}{element}</r>".encode()
        return Content(_members(self._read, wrapped[0]), stub_body, metadata.get("RequestId"))

    def check(self, response: RawResponse) -> None:
        """Raise for a body that is not XML, or is an HTML page."""
        _root(response["body"])


class Ec2Reader:
    """Reads ec2: the members and the request id are in the root element."""

    empty_body = b"<r/>"

    def __init__(self, shape: _Shape) -> None:
        self._read = structure_reader(shape, root=True)

    def read(self, response: RawResponse) -> Content:
        """Read the members."""
        root = _root(response["body"])
        name = local_name(root.tag)
        if not name.endswith("Response") or _children(root, "Errors"):
            # Any other document would be read as a response without members.
            raise MalformedError("the root element of an EC2 response", f"the element {name}")
        stub_body, request_id = self.empty_body, None
        for element in _children(root, "requestId")[:1]:
            request_id = element.text
            stub_body = f"<r><requestId>{_escaped(request_id)}</requestId></r>".encode()
        return Content(_members(self._read, root), stub_body, request_id)

    def check(self, response: RawResponse) -> None:
        """Raise for a body that is not XML, or is an HTML page."""
        _root(response["body"])


class RestXmlReader:
    """Reads rest-xml: the members are in the root element and in headers, or the root element is one of them."""

    empty_body = b""

    def __init__(self, shape: _Shape, *, may_be_empty: bool) -> None:
        self._headers = HeaderReader(shape)
        self._payload: str | None = shape.serialization.get("payload")
        self._may_be_empty = may_be_empty or self._payload is not None
        inner = shape if self._payload is None else shape.members[self._payload]
        self._is_text = inner.type_name == "string"
        self._read = reader_for(inner) if self._payload else structure_reader(inner, root=True)

    def read(self, response: RawResponse) -> Content:
        """Read the members."""
        members = self._headers(response)
        body = response["body"]
        if self._payload is not None:
            members[self._payload] = self._parse_payload(body)
        elif body or not self._may_be_empty:
            members.update(_members(t.cast(Read, self._read), _root(body)))
        return Content(members, self.empty_body, request_id_of(response))

    def _parse_payload(self, body: bytes) -> t.Any:
        if self._is_text or self._read is None:
            try:
                return body.decode()
            except UnicodeDecodeError:
                raise MalformedError("a string in UTF-8") from None
        if not body and self._may_be_empty:
            return {}
        return _value(self._read, _root(body))

    def check(self, response: RawResponse) -> None:
        """Raise for a body that is not XML, or is an HTML page."""
        if not self._is_text and response["body"]:
            _root(response["body"])


def _root(body: bytes) -> Element:
    if b"\0" in body:
        # expat would detect UTF-16 despite the encoding that is passed, and the search below would miss a document type.
        raise MalformedError("an XML document in UTF-8", "invalid XML (a zero byte)")
    if b"<!DOCTYPE" in body:
        _refuse_document_type(body)
    parser = XMLParser(encoding="utf-8")  # noqa: S314 - document types are refused
    try:
        parser.feed(body)
        root: Element = parser.close()
    except ParseError as error:
        raise MalformedError("an XML document", f"invalid XML ({error})") from None
    if local_name(root.tag).lower() == "html":
        raise MalformedError("an XML response", "an HTML page")
    return root


def _refuse_document_type(body: bytes) -> None:
    """Raise for a document type, but not for text that looks like one."""

    def refuse(*_: object) -> None:
        raise MalformedError("an XML document", "a document type, which may declare entities")

    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise MalformedError("an XML document", f"invalid XML ({error})") from None


def _value(read: Read, element: Element) -> t.Any:
    try:
        return read(element)
    except RecursionError:
        raise MalformedError("a document that is not nested too deeply") from None


def _members(read: Read, element: Element) -> dict[str, t.Any]:
    members = _value(read, element)
    if not isinstance(members, dict):
        raise MalformedError(f"elements in {local_name(element.tag)}", "text")
    return t.cast(dict[str, t.Any], members)


def _children(element: Element, name: str) -> list[Element]:
    return [child for child in element if local_name(child.tag) == name]


def _escaped(text: str | None) -> str:
    return escape(text or "", quote=False)

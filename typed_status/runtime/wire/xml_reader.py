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
# The root elements of errors. botocore reads such a document as a response without members if its status is 200.
_ERRORS: t.Final = frozenset({"Error", "ErrorResponse"})


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
    """Reads ec2: the members and the request id are in the root element.

    Without a shape, the operation has no output: the document is only checked.
    """

    empty_body = b"<r/>"

    def __init__(self, shape: _Shape | None) -> None:
        self._read = None if shape is None else structure_reader(shape, root=True)

    def read(self, response: RawResponse) -> Content:
        """Read the members."""
        root = self._root(response)
        stub_body, request_id = self.empty_body, None
        for element in _children(root, "requestId")[:1]:
            request_id = element.text
            stub_body = f"<r><requestId>{_escaped(request_id)}</requestId></r>".encode()
        members = {} if self._read is None else _members(self._read, root)
        return Content(members, stub_body, request_id)

    def check(self, response: RawResponse) -> None:
        """Raise for a document that is not a response, which botocore parses as one without members."""
        self._root(response)

    def _root(self, response: RawResponse) -> Element:
        root = _root(response["body"])
        name = local_name(root.tag)
        for errors in _children(root, "Errors"):
            raise MalformedError("an EC2 response", _error_in(errors))
        if not name.endswith("Response"):
            raise MalformedError("the root element of an EC2 response", f"the element {name}")
        return root


class RestXmlReader:
    """Reads rest-xml: the members are in the root element and in headers, or the root element is one of them.

    Like botocore, it reads an empty body as an empty root element.
    """

    empty_body = b""

    def __init__(self, shape: _Shape) -> None:
        self._headers = HeaderReader(shape)
        self._payload: str | None = shape.serialization.get("payload")
        inner = shape if self._payload is None else shape.members[self._payload]
        self._is_text = inner.type_name == "string"
        # A union is the only structure that botocore refuses to parse without a member.
        self._is_union: bool = not self._is_text and inner.is_tagged_union
        self._read = reader_for(inner) if self._payload else structure_reader(inner, root=True)

    def read(self, response: RawResponse) -> Content:
        """Read the members."""
        members = self._headers(response)
        body = response["body"]
        if self._payload is not None:
            members[self._payload] = self._parse_payload(body)
        elif body:
            members.update(_members(t.cast(Read, self._read), _root(body)))
        stub_body = body if self._is_union else self.empty_body
        return Content(members, stub_body, request_id_of(response))

    def _parse_payload(self, body: bytes) -> t.Any:
        if self._is_text or self._read is None:
            try:
                return body.decode()
            except UnicodeDecodeError:
                raise MalformedError("a string in UTF-8") from None
        if not body:
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
    name = local_name(root.tag)
    if name.lower() == "html":
        raise MalformedError("an XML response", "an HTML page")
    if name in _ERRORS:
        raise MalformedError("an XML response", _error_in(root))
    return root


def _error_in(root: Element) -> str:
    """Describe an error document by its code. Its message may contain values of the request."""
    codes = [each.text for each in root.iter() if local_name(each.tag) == "Code"]
    return f"the error {codes[0]}" if codes else f"the element {local_name(root.tag)}"


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

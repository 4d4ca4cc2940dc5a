"""XML: ElementTree reads the body, and the tables of the client's shapes make a dict of it.

A document type is refused before anything is read: it is where entities are declared, and with them small bodies
grow large. No service of AWS sends one.

May import: the standard library, ``runtime.wire.headers``, ``runtime.wire.message`` and ``runtime.wire.xml_tables``.
"""

from __future__ import annotations

import typing as t
from html import escape
from xml.etree.ElementTree import Element, ParseError, XMLParser
from xml.parsers import expat

from typed_status.runtime.wire.headers import Located
from typed_status.runtime.wire.message import MalformedError, Message, Opened, request_id_of
from typed_status.runtime.wire.xml_tables import Read, bare, read_of, structure

__all__ = ["Ec2Reader", "QueryReader", "RestXmlReader"]

_Shape = t.Any  # botocore has no types


class QueryReader:
    """Reads query: the members are in a wrapper, beside what ``ResponseMetadata`` is made of."""

    def __init__(self, shape: _Shape) -> None:
        self._wrapper: str | None = shape.serialization.get("resultWrapper")
        self._read = structure(shape, root=True)
        self._empty = f"<{self._wrapper}/>" if self._wrapper else ""
        self.nothing = f"<r>{self._empty}</r>".encode()

    def open(self, message: Message) -> Opened:
        """Find the members."""
        root = _root(message["body"])
        wrapped = [root] if self._wrapper is None else _children(root, self._wrapper)
        if len(wrapped) != 1:
            raise MalformedError(
                f"one element {self._wrapper} in the root",
                f"{len(wrapped)} of them in {bare(root.tag)}",
            )
        told = {
            bare(each.tag): each.text
            for metadata in _children(root, "ResponseMetadata")[:1]
            for each in metadata
        }
        inside = "".join(f"<{name}>{_escaped(text)}</{name}>" for name, text in told.items())
        metadata = f"<ResponseMetadata>{inside}</ResponseMetadata>" if inside else ""
        left = f"<r>{self._empty}{metadata}</r>".encode()
        return Opened(_members(self._read, wrapped[0]), left, told.get("RequestId"))

    def check(self, message: Message) -> None:
        """Refuse a page of HTML."""
        _root(message["body"])


class Ec2Reader:
    """Reads ec2: the members are in the root, and so is the request id."""

    nothing = b"<r/>"

    def __init__(self, shape: _Shape) -> None:
        self._read = structure(shape, root=True)

    def open(self, message: Message) -> Opened:
        """Find the members."""
        root = _root(message["body"])
        name = bare(root.tag)
        if not name.endswith("Response") or _children(root, "Errors"):
            # Another's answer would pass for a listing of nothing.
            raise MalformedError("the response of an operation as the root", f"the element {name}")
        left, request_id = self.nothing, None
        for element in _children(root, "requestId")[:1]:
            request_id = element.text
            left = f"<r><requestId>{_escaped(request_id)}</requestId></r>".encode()
        return Opened(_members(self._read, root), left, request_id)

    def check(self, message: Message) -> None:
        """Refuse a page of HTML."""
        _root(message["body"])


class RestXmlReader:
    """Reads rest-xml: the members are in the root, in headers, or the root is one of them."""

    nothing = b""

    def __init__(self, shape: _Shape, *, may_be_empty: bool) -> None:
        self._located = Located(shape)
        self._payload: str | None = shape.serialization.get("payload")
        self._may_be_empty = may_be_empty or self._payload is not None
        inner = shape if self._payload is None else shape.members[self._payload]
        self._is_text = inner.type_name == "string"
        self._read = read_of(inner) if self._payload else structure(inner, root=True)

    def open(self, message: Message) -> Opened:
        """Find the members."""
        found = self._located(message)
        body = message["body"]
        if self._payload is not None:
            found[self._payload] = self._value(body)
        elif body or not self._may_be_empty:
            found.update(_members(t.cast(Read, self._read), _root(body)))
        return Opened(found, self.nothing, request_id_of(message))

    def _value(self, body: bytes) -> t.Any:
        if self._is_text or self._read is None:
            try:
                return body.decode()
            except UnicodeDecodeError:
                raise MalformedError("a text in UTF-8") from None
        if not body and self._may_be_empty:
            return {}
        return _value(self._read, _root(body))

    def check(self, message: Message) -> None:
        """Refuse a page of HTML."""
        if not self._is_text and message["body"]:
            _root(message["body"])


def _root(body: bytes) -> Element:
    if b"\0" in body:
        # expat would take the body for UTF-16, whatever it is told, and a document type would hide in it.
        raise MalformedError("an XML document in UTF-8", "invalid XML (a zero byte)")
    if b"<!DOCTYPE" in body:
        _refuse_document_type(body)
    parser = XMLParser(encoding="utf-8")  # noqa: S314 - document types are refused
    try:
        parser.feed(body)
        root: Element = parser.close()
    except ParseError as error:
        raise MalformedError("an XML document", f"invalid XML ({error})") from None
    if bare(root.tag).lower() == "html":
        raise MalformedError("an answer of the service", "a page of HTML")
    return root


def _refuse_document_type(body: bytes) -> None:
    """Refuse a document type, but not a text that looks like one."""

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
        raise MalformedError("a document of reasonable depth") from None


def _members(read: Read, element: Element) -> dict[str, t.Any]:
    found = _value(read, element)
    if not isinstance(found, dict):
        raise MalformedError(f"elements in {bare(element.tag)}", "a text")
    return t.cast(dict[str, t.Any], found)


def _children(element: Element, name: str) -> list[Element]:
    return [child for child in element if bare(child.tag) == name]


def _escaped(text: str | None) -> str:
    return escape(text or "", quote=False)

"""Convert XML elements to dicts, by the shapes of the client's service model.

Each shape has a function that reads an element. That of a structure has a table from tag to member, built for its
first element. Numbers are converted; other leaves stay strings, which the model parses: a timestamp, for one, in
``runtime.types.datetimes``.
A value that does not fit its shape is passed on, so that the model rejects it and reports its path.

May import: the standard library and ``runtime.wire.raw_response``.
"""

from __future__ import annotations

import base64
import typing as t
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from typed_status.runtime.wire.raw_response import LOCATIONS, MalformedError

__all__ = ["Read", "local_name", "reader_for", "structure_reader"]

Read = t.Callable[[Element], t.Any]
_Shape = t.Any  # botocore has no types
# The name of a member, its reader (``None`` for a plain string), and what repeats if it is flattened.
_Entry = tuple[str, Read | None, t.Literal["", "list", "map"]]
_IGNORED: t.Final[_Entry] = ("", None, "")
# How many namespaces are cached for a member's tag. Bounded, as a peer may invent more.
_MAX_NAMESPACES = 4
_MAX_DEPTH = 100
_BOOLEANS = ("true", "false")
# Other strings that pydantic reads as booleans.
_LAX_BOOLEANS = frozenset("0 1 f false n no off on t true y yes".split())


class Unreadable(list[t.Any]):
    """Values that do not fit their shape. No model accepts it as a leaf, a structure or a map."""


class Repeated:
    """Stands for a list whose element occurs more than once, which every model rejects."""


def local_name(tag: str) -> str:
    """Return a tag without its namespace."""
    return tag.rpartition("}")[2]


def reader_for(shape: _Shape) -> Read | None:
    """Return the function that reads an element of ``shape``; ``None`` for a plain string."""
    match shape.type_name:
        case "structure":
            return structure_reader(shape)
        case "list":
            return _list_reader(shape)
        case "map":
            return _map_reader(shape)
        case "blob":
            return _blob
        case "boolean":
            return _boolean
        case "integer" | "long":
            return _integer
        case "float" | "double":
            return _float
        case _:
            return None


def structure_reader(shape: _Shape, *, root: bool = False) -> Read:
    """Return the function that reads a structure."""
    members = _Members(shape, root=root)
    attributes = _attributes(shape)

    def read(element: Element) -> t.Any:
        found: dict[str, t.Any] = {}
        for child in element:
            name, inner, repeats = members[child.tag]
            value = (child.text or _no_text(child)) if inner is None else inner(child)
            if not repeats:
                found[name] = value if name not in found else _repeated(found[name], value)
            elif repeats == "map":
                found[name] = _merged(found.get(name), value)
            elif name in found:
                found[name].append(value)
            else:
                found[name] = [value]
        if attributes and element.attrib:
            for key, text in element.attrib.items():
                if local_name(key) in attributes:
                    prefixed, name = attributes[local_name(key)]
                    if prefixed == ("}" in key):
                        found[name] = text
        if _IGNORED[0] in found:
            del found[_IGNORED[0]]
        if not found and element.text and not element.text.isspace():
            return element.text  # text instead of members
        return found

    return read


class _Members(dict[str, _Entry]):
    """Maps tags, with or without a namespace, to members. Filled as tags occur."""

    def __init__(self, shape: _Shape, *, root: bool) -> None:
        super().__init__()
        self._shape = shape
        self._known: dict[str, _Entry] | None = None
        # Names that an unknown element must not be stored under.
        self._reserved = {
            *shape.members,
            *(("ResponseMetadata", "requestId", "RequestId") if root else ()),
        }
        self._max_entries = _MAX_NAMESPACES * len(shape.members)

    def __missing__(self, tag: str) -> _Entry:
        if self._known is None:
            self._known = dict(_entries(self._shape))
        name = local_name(tag)
        entry = self._known.get(name)
        if entry is None:
            # A member that AWS added, unless it has the name of a declared one with another tag.
            return _IGNORED if name in self._reserved else (name, _plain, "")
        if len(self) < self._max_entries:
            self[tag] = entry
        return entry


def _entries(shape: _Shape) -> Iterable[tuple[str, _Entry]]:
    for name, member in shape.members.items():
        serialization = member.serialization
        if serialization.get("location") in LOCATIONS or serialization.get("xmlAttribute"):
            continue
        tag = serialization.get("name", name)
        if not serialization.get("flattened"):
            yield tag, (name, reader_for(member), "")
        elif member.type_name == "list":
            tag = member.member.serialization.get("name", tag)
            yield tag, (name, reader_for(member.member), "list")
        else:
            yield tag, (name, _map_entry_reader(member), "map")


def _attributes(shape: _Shape) -> dict[str, tuple[bool, str]]:
    """Map an attribute's name to whether it has a namespace, and to the member."""
    found: dict[str, tuple[bool, str]] = {}
    for name, member in shape.members.items():
        if member.serialization.get("xmlAttribute"):
            prefix, _, local = member.serialization.get("name", name).rpartition(":")
            found[local] = bool(prefix), name
    return found


def _list_reader(shape: _Shape) -> Read:
    inner: Read | None = None
    is_ready = False

    def read(element: Element) -> t.Any:
        nonlocal inner, is_ready
        if not is_ready:  # lazily, as shapes may be recursive
            inner, is_ready = reader_for(shape.member), True
        if inner is None:
            found = [child.text or _no_text(child) for child in element]
        else:
            found = [inner(child) for child in element]
        if not found and element.text and not element.text.isspace():
            return element.text
        return found

    return read


def _map_reader(shape: _Shape) -> Read:
    entry = _map_entry_reader(shape)

    def read(element: Element) -> t.Any:
        found: t.Any = {}
        for child in element:
            found = _merged(found, entry(child))
        if not found and element.text and not element.text.isspace():
            return element.text
        return found

    return read


def _map_entry_reader(shape: _Shape) -> Read:
    """Return the function that reads one entry: a dict with one key, or a value that a model rejects."""
    key_tag = shape.key.serialization.get("name") or "key"
    value_tag = shape.value.serialization.get("name") or "value"
    read_value = _lazy_reader(shape.value)

    def read(element: Element) -> t.Any:
        keys: list[str] = []
        values: list[t.Any] = []
        for child in element:
            tag = local_name(child.tag)
            if tag == key_tag:
                keys.append(child.text or "")
            elif tag == value_tag:
                values.append(read_value(child))
        if len(keys) != 1 or len(values) != 1 or len(element) != 2:
            return Unreadable([*keys, *values])
        return {keys[0]: values[0]}

    return read


def _lazy_reader(shape: _Shape) -> Read:
    inner: Read | None = None

    def read(element: Element) -> t.Any:
        nonlocal inner
        if inner is None:
            inner = reader_for(shape) or _text
        return inner(element)

    return read


def _merged(found: t.Any, entry: t.Any) -> t.Any:
    if found is None:
        return entry
    if isinstance(found, dict) and isinstance(entry, dict):
        t.cast(dict[str, t.Any], found).update(t.cast(Mapping[str, t.Any], entry))
        return t.cast(t.Any, found)
    return Unreadable([found, entry])


def _repeated(before: t.Any, value: t.Any) -> t.Any:
    if isinstance(before, Repeated):
        return before
    if isinstance(before, Unreadable):
        before.append(value)
        return before
    # A list of both would be valid for a list of lists.
    return Repeated() if isinstance(value, list) else Unreadable([before, value])


def _no_text(element: Element) -> t.Any:
    """Return the value of an element without text: an empty string for a leaf."""
    return _plain(element) if len(element) else ""


def _text(element: Element) -> t.Any:
    return element.text or _no_text(element)


def _boolean(element: Element) -> t.Any:
    # pydantic would read "1" and "yes" as true, botocore reads them as false.
    text = element.text or _no_text(element) or "false"
    if not isinstance(text, str):
        return text
    text = text.strip()
    return text if text in _BOOLEANS or text.lower() not in _LAX_BOOLEANS else Unreadable([text])


def _integer(element: Element) -> t.Any:
    text = element.text or _no_text(element)
    try:
        return int(text)
    except (TypeError, ValueError):
        return text


def _float(element: Element) -> t.Any:
    text = element.text or _no_text(element)
    try:
        return float(text)
    except (TypeError, ValueError):
        return text


def _blob(element: Element) -> t.Any:
    text = element.text or _no_text(element)
    if not isinstance(text, str):
        return text
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        return Unreadable([text])


def _plain(element: Element, depth: int = 1) -> t.Any:
    """Convert an element that the service model does not declare."""
    if not len(element):
        return element.text or ""
    if depth > _MAX_DEPTH:
        raise MalformedError(f"an unknown element nested no more than {_MAX_DEPTH} deep")
    found: dict[str, t.Any] = {}
    for child in element:
        name, value = local_name(child.tag), _plain(child, depth + 1)
        found[name] = _repeated(found[name], value) if name in found else value
    return found

"""XML elements become dicts, by the shapes of the client's service model.

For each shape there is a function that reads an element; a structure's has a table from tag to member, made
when the first element of it comes. Leaves stay texts, which the model converts. What does not
fit is handed on as it is, so that it is the model that refuses it, and tells where.

May import: the standard library and ``runtime.wire.message``.
"""

from __future__ import annotations

import base64
import typing as t
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from typed_status.runtime.wire.message import MalformedError

__all__ = ["Read", "bare", "read_of", "structure"]

Read = t.Callable[[Element], t.Any]
_Shape = t.Any  # botocore has no types
# By tag: the name of the member, how it is read (a plain text where there is no function), what repeats.
_Entry = tuple[str, Read | None, t.Literal["", "list", "map"]]
_IGNORED: t.Final[_Entry] = ("", None, "")
# With how many namespaces a member's tag is remembered: a peer may invent more of them.
_SPELLINGS = 4
_DEEPEST = 100
_TRUTHS = ("true", "false")
# What else the model takes for one.
_LAX = frozenset("0 1 f false n no off on t true y yes".split())


class Unreadable(list[t.Any]):
    """What came where it makes no sense: texts or elements. No model takes it for a leaf, a structure or a map."""


class Repeated:
    """A list whose element came more than once."""


def bare(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


def read_of(shape: _Shape) -> Read | None:
    """How an element of ``shape`` is read; none for a plain text."""
    match shape.type_name:
        case "structure":
            return structure(shape)
        case "list":
            return _list(shape)
        case "map":
            return _map(shape)
        case "blob":
            return _blob
        case "boolean":
            return _boolean
        case _:
            return None


def structure(shape: _Shape, *, root: bool = False) -> Read:
    """How a structure is read."""
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
                if bare(key) in attributes:
                    prefixed, name = attributes[bare(key)]
                    if prefixed == ("}" in key):
                        found[name] = text
        if _IGNORED[0] in found:
            del found[_IGNORED[0]]
        if not found and element.text and not element.text.isspace():
            return element.text  # a text where members are due
        return found

    return read


class _Members(dict[str, _Entry]):
    """From tag, with or without a namespace, to member. Filled as tags come."""

    def __init__(self, shape: _Shape, *, root: bool) -> None:
        super().__init__()
        self._shape = shape
        self._known: dict[str, _Entry] | None = None
        # Not members of an output, and what would be mistaken for one.
        self._taken = {
            *shape.members,
            *(("ResponseMetadata", "requestId", "RequestId") if root else ()),
        }
        self._most = _SPELLINGS * len(shape.members)

    def __missing__(self, tag: str) -> _Entry:
        if self._known is None:
            self._known = dict(_entries(self._shape))
        name = bare(tag)
        entry = self._known.get(name)
        if entry is None:
            # A member that AWS added, unless it is called like one of ours on another wire.
            return _IGNORED if name in self._taken else (name, _plain, "")
        if len(self) < self._most:
            self[tag] = entry
        return entry


def _entries(shape: _Shape) -> Iterable[tuple[str, _Entry]]:
    for name, member in shape.members.items():
        told = member.serialization
        if "location" in told or told.get("xmlAttribute"):
            continue
        tag = told.get("name", name)
        if not told.get("flattened"):
            yield tag, (name, read_of(member), "")
        elif member.type_name == "list":
            tag = member.member.serialization.get("name", tag)
            yield tag, (name, read_of(member.member), "list")
        else:
            yield tag, (name, _entry_of_map(member), "map")


def _attributes(shape: _Shape) -> dict[str, tuple[bool, str]]:
    """From an attribute's name to whether it has a namespace, and the member."""
    found: dict[str, tuple[bool, str]] = {}
    for name, member in shape.members.items():
        if member.serialization.get("xmlAttribute"):
            prefix, _, local = member.serialization.get("name", name).rpartition(":")
            found[local] = bool(prefix), name
    return found


def _list(shape: _Shape) -> Read:
    inner: Read | None = None
    is_ready = False

    def read(element: Element) -> t.Any:
        nonlocal inner, is_ready
        if not is_ready:  # shapes may hold themselves
            inner, is_ready = read_of(shape.member), True
        if inner is None:
            found = [child.text or _no_text(child) for child in element]
        else:
            found = [inner(child) for child in element]
        if not found and element.text and not element.text.isspace():
            return element.text
        return found

    return read


def _map(shape: _Shape) -> Read:
    entry = _entry_of_map(shape)

    def read(element: Element) -> t.Any:
        found: t.Any = {}
        for child in element:
            found = _merged(found, entry(child))
        if not found and element.text and not element.text.isspace():
            return element.text
        return found

    return read


def _entry_of_map(shape: _Shape) -> Read:
    """How one entry is read: a dict with one key, or what a model refuses."""
    key_tag = shape.key.serialization.get("name") or "key"
    value_tag = shape.value.serialization.get("name") or "value"
    value_of = _late(shape.value)

    def read(element: Element) -> t.Any:
        keys: list[str] = []
        values: list[t.Any] = []
        for child in element:
            tag = bare(child.tag)
            if tag == key_tag:
                keys.append(child.text or "")
            elif tag == value_tag:
                values.append(value_of(child))
        if len(keys) != 1 or len(values) != 1 or len(element) != 2:
            return Unreadable([*keys, *values])
        return {keys[0]: values[0]}

    return read


def _late(shape: _Shape) -> Read:
    inner: Read | None = None

    def read(element: Element) -> t.Any:
        nonlocal inner
        if inner is None:
            inner = read_of(shape) or _text
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
    # Not a list of both, where a list of lists might be what is due.
    return Repeated() if isinstance(value, list) else Unreadable([before, value])


def _no_text(element: Element) -> t.Any:
    """The value of a leaf without text: an empty text, unless it is no leaf."""
    return _plain(element) if len(element) else ""


def _text(element: Element) -> t.Any:
    return element.text or _no_text(element)


def _boolean(element: Element) -> t.Any:
    # Not left to the model, to which "1" and "yes" are true; to botocore they are false.
    text = element.text or _no_text(element) or "false"
    if not isinstance(text, str):
        return text
    text = text.strip()
    return text if text in _TRUTHS or text.lower() not in _LAX else Unreadable([text])


def _blob(element: Element) -> t.Any:
    text = element.text or _no_text(element)
    if not isinstance(text, str):
        return text
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        return Unreadable([text])


def _plain(element: Element, depth: int = 1) -> t.Any:
    """An element that the shapes do not know."""
    if not len(element):
        return element.text or ""
    if depth > _DEEPEST:
        raise MalformedError(f"elements no more than {_DEEPEST} deep in one that is not known")
    found: dict[str, t.Any] = {}
    for child in element:
        name, value = bare(child.tag), _plain(child, depth + 1)
        found[name] = _repeated(found[name], value) if name in found else value
    return found

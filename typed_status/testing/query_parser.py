"""Parse form bodies of the query and ec2 protocols, whose keys are paths: ``Filter.1.Value.2=running``.

May import: the standard library and botocore.
"""

from __future__ import annotations

import base64
import typing as t
from collections.abc import Callable, Iterable, Mapping

from botocore.model import ListShape, MapShape, Shape, StructureShape

__all__ = ["parse_members"]


def parse_members(
    pairs: Iterable[tuple[str, str]],
    shape: StructureShape,
    protocol: str,
    from_text: Callable[[Shape, str], t.Any],
) -> dict[str, t.Any]:
    """Return the members of ``shape`` in a form; ``from_text`` converts every leaf except blobs."""
    tree = _Tree()
    for path, text in pairs:
        at = tree
        for step in path.split("."):
            at = at.children.setdefault(step, _Tree())
        at.text = text
    return _Form(protocol, from_text).structure(shape, tree)


class _Tree:
    """The values below a path."""

    def __init__(self) -> None:
        self.text = ""
        self.children: dict[str, _Tree] = {}

    def numbered(self) -> list[_Tree]:
        """Return the subtrees below 1, 2 and so on."""
        return [
            self.children[step] for step in sorted(filter(str.isdecimal, self.children), key=int)
        ]


class _Form:
    def __init__(self, protocol: str, from_text: Callable[[Shape, str], t.Any]) -> None:
        self._is_ec2 = protocol == "ec2"
        self._from_text = from_text

    def structure(self, shape: StructureShape, tree: _Tree) -> dict[str, t.Any]:
        found: dict[str, t.Any] = {}
        for name, member in shape.members.items():
            under = tree.children.get(self._name(member, name))
            if under is not None:
                found[name] = self._value(member, under)
        return found

    def _name(self, member: Shape, name: str) -> str:
        serialization: Mapping[str, t.Any] = member.serialization
        if self._is_ec2:
            if "queryName" in serialization:
                return str(serialization["queryName"])
            wire_name = str(serialization.get("name", name))
            return wire_name[:1].upper() + wire_name[1:] if "name" in serialization else wire_name
        if isinstance(member, ListShape) and serialization.get("flattened"):
            return str(member.member.serialization.get("name", serialization.get("name", name)))
        return str(serialization.get("name", name))

    def _value(self, shape: Shape, tree: _Tree) -> t.Any:
        is_flat = self._is_ec2 or shape.serialization.get("flattened")
        match shape:
            case StructureShape():
                return self.structure(shape, tree)
            case ListShape():
                step = shape.member.serialization.get("name", "member")
                items = tree if is_flat else tree.children.get(step, _Tree())
                return [self._value(shape.member, each) for each in items.numbered()]
            case MapShape():
                entries = tree if is_flat else tree.children.get("entry", _Tree())
                return dict(self._entry(shape, each) for each in entries.numbered())
            case _ if shape.type_name == "blob":
                return base64.b64decode(tree.text)
            case _:
                return self._from_text(shape, tree.text)

    def _entry(self, shape: MapShape, tree: _Tree) -> tuple[t.Any, t.Any]:
        key = tree.children.get(shape.key.serialization.get("name") or "key", _Tree())
        value = tree.children.get(shape.value.serialization.get("name") or "value", _Tree())
        return self._value(shape.key, key), self._value(shape.value, value)

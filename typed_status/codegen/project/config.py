"""What a user has picked: ``typed-status.toml``, which stands beside the modules that are made from it.

It is the user's file as well: what they write into it, and their comments, are kept.

- ``services``: a table of services, each with its operations in a list, or with ``"all"`` of them;
- ``all = true``: every operation of every service instead;
- ``types``: ``"reuse"`` imports what the shipped modules have, ``"vendor"`` writes all of it out;
- ``overlays``: the user's own overlays, relative to the file;
- ``botocore``: the version that the modules were made from.

May import: the standard library, pydantic, tomlkit and ``codegen.exceptions``.
"""

from __future__ import annotations

import os
import typing as t
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pydantic
import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array, Table

from typed_status.codegen.exceptions import SelectionError

__all__ = ["FILE", "Operations", "Selection", "Types", "content", "folders", "read", "written"]

FILE = "typed-status.toml"

Types = t.Literal["reuse", "vendor"]
Operations = t.Literal["all"] | tuple[str, ...]

_HEADER = (
    "What `typed-status generate` writes into this folder. Change it, and run that again.",
    "",
)


class Selection(pydantic.BaseModel):
    """What ``typed-status.toml`` says."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    botocore: str = ""
    types: Types = "reuse"
    all: bool = False
    overlays: tuple[str, ...] = ()
    services: dict[str, Operations] = {}

    @pydantic.field_validator("services", mode="before")
    @classmethod
    def _holds_operations(cls, services: t.Any) -> t.Any:
        if not isinstance(services, dict):
            raise ValueError("a table of services is expected")
        for name, given in t.cast(dict[str, t.Any], services).items():
            listed = t.cast(list[object], given if isinstance(given, (list, tuple)) else [given])
            if given != "all" and not (listed and all(isinstance(one, str) for one in listed)):
                raise ValueError(f'{name}: "all" or a list of operations is expected')
            if given != "all" and isinstance(given, str):
                raise ValueError(
                    f'{name}: "all" or a list of operations is expected, not {given!r}'
                )
        return t.cast(dict[str, t.Any], services)


def content(folder: Path) -> bytes | None:
    """The bytes of the file in ``folder``; ``None`` where there is none."""
    path = folder / FILE
    return path.read_bytes() if path.is_file() else None


def read(folder: Path, said: bytes | None) -> Selection:
    """The selection that the file in ``folder`` is, with the content ``said``; an empty one where there is none.

    Raises:
        SelectionError: the file is no TOML or not of the form above.
    """
    path = folder / FILE
    if said is None:
        return Selection()
    try:
        return Selection.model_validate(_document(path, said).unwrap())
    except pydantic.ValidationError as error:
        reasons = "; ".join(
            ".".join(map(str, one["loc"])) + ": " + one["msg"].removeprefix("Value error, ")
            for one in error.errors()
        )
        raise SelectionError(str(path), reasons) from error


def written(
    folder: Path,
    said: bytes | None,
    selection: Selection,
    service_name: Callable[[str], str] = str,
    operation_name: Callable[[str, str], str] = lambda _, name: name,
) -> str:
    """The text of the file in ``folder`` that says ``selection``: what it ``said``, with what is not yet said.

    The two functions say what the user calls a service, and an operation of one: what is called otherwise than in
    ``selection`` keeps its name.
    """
    document = _new() if said is None else _document(folder / FILE, said)
    wanted: dict[str, t.Any] = selection.model_dump(mode="json", exclude_defaults=True)
    wanted["types"] = selection.types
    services: dict[str, t.Any] = wanted.pop("services", {})
    _update(document, wanted)
    if services and "services" not in document:
        document.add(tomlkit.nl())
        document["services"] = tomlkit.table()
    if "services" in document:
        table = t.cast(Table, document["services"])
        spelled = {service_name(each): each for each in table.unwrap()}
        named = {spelled.get(name, name): operations for name, operations in services.items()}
        _update(table, named, lambda key, each: operation_name(service_name(key), each))
    return tomlkit.dumps(document)


def folders(out: Path | None, *, new: bool, one: bool, start: Path = Path()) -> list[Path]:
    """The folders to work on: ``out``, or those at and below ``start`` that hold a selection.

    ``new`` says that ``out`` needs none yet, ``one`` that there must not be several.

    Raises:
        SelectionError: there is none, or there are too many.
    """
    if out is not None:
        if not new and not (out / FILE).exists():
            raise SelectionError(
                str(out / FILE), "there is no such file: name a service to begin with"
            )
        return [out]
    found = list(_below(start))
    if not found:
        reason = f"there is none at or below {start.resolve()}: name a service, and the folder with --out"
        raise SelectionError(FILE, reason)
    if one and len(found) > 1:
        raise SelectionError(
            FILE, f"there is one in {', '.join(map(str, found))}: say which with --out"
        )
    return found


def _below(start: Path) -> Iterator[Path]:
    """The folders that hold a selection, but for those in hidden folders and environments."""
    for where, inner, files in os.walk(start):
        if "pyvenv.cfg" in files:
            inner.clear()
            continue
        inner[:] = sorted(
            each for each in inner if each[0] != "." and each not in ("node_modules", "__pycache__")
        )
        if FILE in files:
            yield Path(where)


def _document(path: Path, said: bytes) -> tomlkit.TOMLDocument:
    try:
        # Some editors begin a file with a byte order mark, and version control may change the ends of lines.
        return tomlkit.parse(said.decode("utf-8-sig").replace("\r\n", "\n"))
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise SelectionError(str(path), f"the file is no TOML: {error}") from error


def _new() -> tomlkit.TOMLDocument:
    document = tomlkit.document()
    for line in _HEADER:
        document.add(tomlkit.comment(line) if line else tomlkit.nl())
    return document


def _update(
    table: tomlkit.TOMLDocument | Table,
    wanted: Mapping[str, t.Any],
    meant: Callable[[str, str], str] | None = None,
) -> None:
    """Make ``table`` say what is ``wanted``, and touch nothing that says so already; ``meant`` is what an item of the
    list of that key stands for, where the order of the list says nothing."""
    said: dict[str, t.Any] = table.unwrap()
    for key, value in wanted.items():
        if not _is_list(value):
            if said.get(key) != value:
                table[key] = value
        elif isinstance(said.get(key), list):
            array = t.cast(Array, table[key])
            _edit(array, value, [meant(key, each) if meant else each for each in said[key]])
            if not meant and array.unwrap() != value:
                table[key] = _array(value)
        else:
            table[key] = _array(value)
    for key in said.keys() - wanted.keys() - {"services"}:
        del table[key]


def _is_list(value: object) -> t.TypeGuard[list[str]]:
    return isinstance(value, list)


def _edit(array: Array, wanted: Sequence[str], said: list[str]) -> None:
    """Remove what is not ``wanted`` from ``array``, whose items stand for what it ``said``, and add what is."""
    for index in reversed(range(len(said))):
        if said[index] not in wanted:
            del array[index], said[index]
    added = False
    for index, each in enumerate(wanted):
        if each not in said:
            # Behind the one that it follows, so that the order is kept where there is one.
            position = said.index(wanted[index - 1]) + 1 if index else 0
            array.insert(position, each)
            said.insert(position, each)
            added = True
    if added and "\n" not in array.as_string():
        array.multiline(len(said) > 1)


def _array(values: Sequence[str]) -> Array:
    array = tomlkit.item(list(values))
    return array.multiline(len(values) > 1)

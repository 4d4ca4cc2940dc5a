"""The configuration of ``typed-status generate``: ``typed-status.toml``, in the folder of the generated modules.

Users edit the file as well: their comments and formatting are preserved.

- ``services``: a table of services, each with a list of operations, or ``"all"``;
- ``all = true``: every operation of every service instead;
- ``types``: ``"reuse"`` imports classes that the library ships, ``"vendor"`` writes out all of them;
- ``overlays``: the user's own overlays, relative to the file;
- ``botocore``: the version that the modules were generated from.

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

__all__ = ["FILE", "Operations", "Selection", "Types", "folders", "read", "read_bytes", "updated"]

FILE = "typed-status.toml"

Types = t.Literal["reuse", "vendor"]
Operations = t.Literal["all"] | tuple[str, ...]

_HEADER = (
    "What `typed-status generate` writes into this folder. Change it, and run that again.",
    "",
)


class Selection(pydantic.BaseModel):
    """The content of ``typed-status.toml``."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    botocore: str = ""
    types: Types = "reuse"
    all: bool = False
    overlays: tuple[str, ...] = ()
    services: dict[str, Operations] = {}

    @pydantic.field_validator("services", mode="before")
    @classmethod
    def _check_services(cls, services: t.Any) -> t.Any:
        if not isinstance(services, dict):
            raise ValueError("expected a table of services")
        for name, given in t.cast(dict[str, t.Any], services).items():
            listed = t.cast(list[object], given if isinstance(given, (list, tuple)) else [given])
            if given != "all" and not (listed and all(isinstance(one, str) for one in listed)):
                raise ValueError(f'{name}: expected "all" or a list of operations')
            if given != "all" and isinstance(given, str):
                raise ValueError(f'{name}: expected "all" or a list of operations, got {given!r}')
        return t.cast(dict[str, t.Any], services)


def read_bytes(folder: Path) -> bytes | None:
    """Return the bytes of the file in ``folder``; ``None`` if there is none."""
    path = folder / FILE
    return path.read_bytes() if path.is_file() else None


def read(folder: Path, text: bytes | None) -> Selection:
    """Parse ``text``, the bytes of the file in ``folder``; an empty selection if it is ``None``.

    Raises:
        SelectionError: the file is not valid TOML, or not of the form above.
    """
    path = folder / FILE
    if text is None:
        return Selection()
    try:
        return Selection.model_validate(_document(path, text).unwrap())
    except pydantic.ValidationError as error:
        reasons = "; ".join(
            ".".join(map(str, one["loc"])) + ": " + one["msg"].removeprefix("Value error, ")
            for one in error.errors()
        )
        raise SelectionError(str(path), reasons) from error


def updated(
    folder: Path,
    text: bytes | None,
    selection: Selection,
    service_name: Callable[[str], str] = str,
    operation_name: Callable[[str, str], str] = lambda _, name: name,
) -> str:
    """Return ``text``, the bytes of the file in ``folder``, updated to ``selection``, without other changes.

    The two functions resolve the user's name of a service, and of an operation of a service, to botocore's: a name in the
    file that means the same as one in ``selection`` is kept.
    """
    document = _new() if text is None else _document(folder / FILE, text)
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
    """Find the folders to generate into: ``out``, or those at and below ``start`` that contain the file.

    ``new``: ``out`` need not contain the file yet. ``one``: more than one folder is an error.

    Raises:
        SelectionError: no folder was found, or more than one.
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
    """Yield the folders that contain the file, except hidden folders and virtual environments."""
    for where, inner, files in os.walk(start):
        if "pyvenv.cfg" in files:
            inner.clear()
            continue
        inner[:] = sorted(
            each for each in inner if each[0] != "." and each not in ("node_modules", "__pycache__")
        )
        if FILE in files:
            yield Path(where)


def _document(path: Path, text: bytes) -> tomlkit.TOMLDocument:
    try:
        # Some editors begin a file with a byte order mark, and version control may change line endings.
        return tomlkit.parse(text.decode("utf-8-sig").replace("\r\n", "\n"))
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise SelectionError(str(path), f"the file is not valid TOML: {error}") from error


def _new() -> tomlkit.TOMLDocument:
    document = tomlkit.document()
    for line in _HEADER:
        document.add(tomlkit.comment(line) if line else tomlkit.nl())
    return document


def _update(
    table: tomlkit.TOMLDocument | Table,
    wanted: Mapping[str, t.Any],
    resolve: Callable[[str, str], str] | None = None,
) -> None:
    """Update ``table`` to ``wanted``, leaving equal entries as they are.

    ``resolve`` returns botocore's name for an item of the list of a key; it is given if the order of lists is irrelevant.
    """
    current: dict[str, t.Any] = table.unwrap()
    for key, value in wanted.items():
        if not _is_list(value):
            if current.get(key) != value:
                table[key] = value
        elif isinstance(current.get(key), list):
            array = t.cast(Array, table[key])
            _edit(array, value, [resolve(key, each) if resolve else each for each in current[key]])
            if not resolve and array.unwrap() != value:
                table[key] = _array(value)
        else:
            table[key] = _array(value)
    for key in current.keys() - wanted.keys() - {"services"}:
        del table[key]


def _is_list(value: object) -> t.TypeGuard[list[str]]:
    return isinstance(value, list)


def _edit(array: Array, wanted: Sequence[str], current: list[str]) -> None:
    """Remove the items of ``array`` that are not ``wanted``, and add those that are missing; ``current`` are its items,
    resolved."""
    for index in reversed(range(len(current))):
        if current[index] not in wanted:
            del array[index], current[index]
    added = False
    for index, each in enumerate(wanted):
        if each not in current:
            # After the item that precedes it, so that an order is kept.
            position = current.index(wanted[index - 1]) + 1 if index else 0
            array.insert(position, each)
            current.insert(position, each)
            added = True
    if added and "\n" not in array.as_string():
        array.multiline(len(current) > 1)


def _array(values: Sequence[str]) -> Array:
    array = tomlkit.item(list(values))
    return array.multiline(len(values) > 1)

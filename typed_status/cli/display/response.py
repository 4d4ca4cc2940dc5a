"""What is printed of a response: JSON for programs, a table for people, neither with what is sensitive.

May import: the standard library, click, rich, pydantic, ``typed_status.runtime``, ``typed_status.cli.inspect.field_types``,
``typed_status.cli.escaping`` and ``typed_status.cli.display.console``.
"""

from __future__ import annotations

import json
import typing as t
from collections.abc import Iterator, Sequence

import click
import pydantic

from typed_status.cli.display.console import Given, console, is_json, table_of
from typed_status.cli.escaping import to_json
from typed_status.cli.inspect.field_types import is_secret, is_stream
from typed_status.runtime import JsonText, ListResponse, Response, ResponseModel, items_of

if t.TYPE_CHECKING:
    from rich.table import Table

__all__ = ["HIDDEN", "show", "shown", "tables_of"]

HIDDEN: t.Final = "<sensitive>"
_COLUMNS: t.Final = 6


def shown(value: object, *, show_sensitive: bool = False) -> t.Any:
    """The JSON value of a response, of a structure or of a list of them, by field names.

    What AWS did not send is left out, and so is ``response_metadata``.
    """
    if isinstance(value, list):
        items = t.cast(list[object], value)
        return [shown(each, show_sensitive=show_sensitive) for each in items]
    if isinstance(value, dict):
        pairs = t.cast(dict[object, object], value).items()
        return {str(key): shown(each, show_sensitive=show_sensitive) for key, each in pairs}
    if not isinstance(value, pydantic.BaseModel):
        return value
    model = type(value)
    left_out = {"response_metadata"} if isinstance(value, Response) else set[str]()
    # Leaves are pydantic's to dump; structures, and what holds them, are gone through.
    leaves = value.model_dump(mode="json", exclude_none=True, exclude=left_out | _held(value))
    found: dict[str, t.Any] = {}
    for name in (*model.model_fields, *(value.model_extra or {})):
        given: object = getattr(value, name, None)
        if given is None or name in left_out:
            continue
        if name in model.model_fields and is_secret(model, name) and not show_sensitive:
            found[name] = HIDDEN
        elif name in leaves:
            found[name] = leaves[name]
        elif is_stream(model, name):
            found[name] = "<stream>"
        else:
            found[name] = shown(given, show_sensitive=show_sensitive)
    return found


def _held(value: pydantic.BaseModel) -> set[str]:
    """The fields that hold structures or streams."""
    model = type(value)
    return {
        name
        for name in model.model_fields
        if is_stream(model, name) or _holds_structures(getattr(value, name, None))
    }


def _holds_structures(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_structures, t.cast(dict[object, object], value).values()))
    if isinstance(value, list):
        return any(map(_holds_structures, t.cast(list[object], value)))
    return isinstance(value, pydantic.BaseModel)


def show(response: Response | Sequence[Response], given: Given) -> None:
    """Print a response, or the pages of a listing, on stdout."""
    show_sensitive = bool(given.get("show_sensitive"))
    if is_json(given):
        pages: t.Any = list(response) if isinstance(response, Sequence) else response
        click.echo(to_json(shown(pages, show_sensitive=show_sensitive)))
        return
    out = console()
    for page in response if isinstance(response, Sequence) else (response,):
        for table in tables_of(page, show_sensitive=show_sensitive):
            out.print(table)


def tables_of(response: Response, *, show_sensitive: bool) -> Iterator[Table]:
    """The tables that show a response: what it lists, and its other members."""
    rows = list(_rows(response, "", show_sensitive=show_sensitive))
    if isinstance(response, ListResponse):
        listed = t.cast(t.Any, response)
        items: list[object] = items_of(listed)
        structures = [each for each in items if isinstance(each, ResponseModel)]
        if structures and len(structures) == len(items):
            path = listed.__status__
            last = max(index for index, name in enumerate(path) if name.endswith("[]"))
            inside = ".".join(name.removesuffix("[]") for name in path[: last + 1])
            rows = [row for row in rows if not row[0].split("[", 1)[0].startswith(inside)]
            yield _listing(structures, path[last + 1 :], show_sensitive=show_sensitive)
    if rows:
        yield table_of(("member", "value"), rows)


def _listing(
    items: Sequence[ResponseModel], status: tuple[str, ...], *, show_sensitive: bool
) -> Table:
    """One row for each item: its status first, then what names it, then what else there is room for."""
    rows = [dict(_rows(each, "", show_sensitive=show_sensitive)) for each in items]
    first = ".".join(status)
    names = list(dict.fromkeys(name for row in rows for name in row if "[" not in name))
    names.sort(key=lambda name: (name != first, not name.endswith(("name", "id", "identifier"))))
    columns = names[:_COLUMNS]
    return table_of(columns, [[row.get(name, "") for name in columns] for row in rows])


def _rows(value: object, path: str, *, show_sensitive: bool) -> Iterator[tuple[str, str]]:
    """The leaves of a response: the path to each, and what it shows."""
    if isinstance(value, pydantic.BaseModel):
        dumped = shown(value, show_sensitive=show_sensitive)
        for name, each in dumped.items():
            given: object = getattr(value, name, None)
            at = f"{path}.{name}" if path else name
            if isinstance(each, (dict, list)):
                yield from _rows(given, at, show_sensitive=show_sensitive)
            elif isinstance(given, JsonText) and each != HIDDEN and not show_sensitive:
                yield at, repr(given)
            else:
                yield at, each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)
    elif isinstance(value, list):
        for index, each in enumerate(t.cast(list[object], value)):
            yield from _rows(each, f"{path}[{index}]", show_sensitive=show_sensitive)
    elif isinstance(value, dict):
        for key, each in t.cast(dict[object, object], value).items():
            yield from _rows(each, f"{path}.{key!s}", show_sensitive=show_sensitive)
    elif value is not None:
        yield path, value if isinstance(value, str) else json.dumps(value, default=str)

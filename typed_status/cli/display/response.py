"""Print a response as JSON or as tables, with sensitive members redacted.

May import: the standard library, click, rich, pydantic, ``typed_status.runtime``, ``typed_status.cli.inspect.field_types``,
``typed_status.cli.inspect.list_form``, ``typed_status.cli.escaping`` and ``typed_status.cli.display.console``.
"""

from __future__ import annotations

import itertools
import json
import typing as t
from collections.abc import Iterator, Sequence

import pydantic

from typed_status.cli.display.console import Arguments, console, is_json, table_of
from typed_status.cli.escaping import echo, to_json
from typed_status.cli.inspect.field_types import is_sensitive, is_stream, model_of
from typed_status.cli.inspect.list_form import split
from typed_status.runtime import JsonText, ListResponse, ListResult, Response, ResponseModel

if t.TYPE_CHECKING:
    from rich.table import Table

__all__ = [
    "REDACTED",
    "Printed",
    "response_tables",
    "show",
    "show_result",
    "shown",
    "shown_response",
]

REDACTED: t.Final = "<sensitive>"
_COLUMNS: t.Final = 6
Printed = Response | ListResult[t.Any, t.Any, t.Any]


def shown(value: object, *, show_sensitive: bool = False) -> t.Any:
    """Return the JSON value of a response, a structure or a list of them, by field names.

    Members that AWS did not send are omitted, and so is ``response_metadata``.
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
    omitted = {"response_metadata"} if isinstance(value, Response) else set[str]()
    # pydantic dumps the leaves; structures and their containers are traversed, to redact them.
    leaves = value.model_dump(
        mode="json", exclude_none=True, exclude=omitted | _nested_fields(value)
    )
    hidden = frozenset[str]() if show_sensitive else _hidden(value)
    found: dict[str, t.Any] = {}
    for name in (*model.model_fields, *(value.model_extra or {})):
        member: object = getattr(value, name, None)
        if member is None or name in omitted:
            continue
        if name in hidden:
            found[name] = REDACTED
        elif name in leaves:
            found[name] = leaves[name]
        elif is_stream(model, name):
            found[name] = "<stream>"
        else:
            found[name] = shown(member, show_sensitive=show_sensitive)
    return found


def _hidden(value: pydantic.BaseModel) -> frozenset[str]:
    """Return the names of sensitive members, also of those that the model does not declare."""
    model = type(value)
    names = {name for name in model.model_fields if is_sensitive(model, name)}
    if getattr(model, "__sensitive__", False):
        names.update(value.model_extra or {})
    return frozenset(names)


def _nested_fields(value: pydantic.BaseModel) -> set[str]:
    """Return the fields that contain structures or streams."""
    model = type(value)
    return {
        name
        for name in model.model_fields
        if is_stream(model, name) or _contains_structures(getattr(value, name, None))
    }


def _contains_structures(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_contains_structures, t.cast(dict[object, object], value).values()))
    if isinstance(value, list):
        return any(map(_contains_structures, t.cast(list[object], value)))
    return isinstance(value, pydantic.BaseModel)


def shown_response(response: Printed, *, show_sensitive: bool = False) -> t.Any:
    """Return the JSON value of a response; that of a list operation has the members ``items`` and ``pages``."""
    result = _as_result(response)
    if result is None:
        return shown(response, show_sensitive=show_sensitive)
    pages = shown(result.pages, show_sensitive=show_sensitive)
    return split(pages, _status_path(result))


def show(response: Printed, arguments: Arguments) -> None:
    """Print a response, or the pages of a list operation, on stdout."""
    show_sensitive = bool(arguments.get("show_sensitive"))
    if is_json(arguments):
        echo(to_json(shown_response(response, show_sensitive=show_sensitive)))
        return
    out = console()
    for table in response_tables(response, show_sensitive=show_sensitive):
        out.print(table)


def show_result(result: Printed | list[Printed | None] | None, arguments: Arguments) -> None:
    """Print what a wait returned, a list of it after a start that several requests report on; a resource that is gone is
    ``null`` in JSON, and the word otherwise."""
    if is_json(arguments):
        show_sensitive = bool(arguments.get("show_sensitive"))
        several = result if isinstance(result, list) else [result]
        printed = [
            None if each is None else shown_response(each, show_sensitive=show_sensitive)
            for each in several
        ]
        echo(to_json(printed if isinstance(result, list) else printed[0]))
        return
    for each in result if isinstance(result, list) else [result]:
        if each is None or (isinstance(each, ListResult) and not each.pages):
            echo("gone")
        else:
            show(each, arguments)


def _as_result(response: Printed) -> ListResult[t.Any, t.Any, t.Any] | None:
    """Return the result of a list operation, also for one page; ``None`` for a single resource."""
    if isinstance(response, ListResponse):
        return ListResult([t.cast(t.Any, response)])
    return response if isinstance(response, ListResult) else None


def _status_path(result: ListResult[t.Any, t.Any, t.Any]) -> tuple[str, ...]:
    """Return the ``__status__`` of the pages; empty if there is none."""
    page: object = next(iter(result.pages), None)
    return t.cast(tuple[str, ...], getattr(type(page), "__status__", ()))


def response_tables(response: Printed, *, show_sensitive: bool) -> Iterator[Table]:
    """Yield the tables of a response: its items, if it is of a list operation, and its other members."""
    result = _as_result(response)
    pages = [t.cast(Response, response)] if result is None else result.pages
    rows = [list(_rows(page, "", show_sensitive=show_sensitive)) for page in pages]
    path = () if result is None else _status_path(result)
    last = max((index for index, name in enumerate(path) if name.endswith("[]")), default=-1)
    above = [name.removesuffix("[]") for name in path[: last + 1]]
    # The items of a sensitive list are not shown: the list is one of the other members, and redacted.
    is_shown = show_sensitive or not (
        pages and _is_sensitive_at(type(t.cast(Response, pages[0])), above)
    )
    if result is not None and is_shown:
        structures = [each for each in result.items if isinstance(each, ResponseModel)]
        if structures and len(structures) == len(result.items):
            inside = ".".join(above)
            rows = [
                [row for row in of_page if not row[0].split("[", 1)[0].startswith(inside)]
                for of_page in rows
            ]
            yield _item_table(structures, path[last + 1 :], show_sensitive=show_sensitive)
    for of_page in filter(None, rows):
        yield table_of(("member", "value"), of_page)


def _is_sensitive_at(model: type[pydantic.BaseModel] | None, path: Sequence[str]) -> bool:
    """Check whether a member on a path of field names is sensitive."""
    for name in path:
        branches = name.split("|")
        if model is None or any(is_sensitive(model, each) for each in branches):
            return model is not None
        model = model_of(model.model_fields[branches[0]].annotation)
    return False


def _item_table(
    items: Sequence[ResponseModel], status: tuple[str, ...], *, show_sensitive: bool
) -> Table:
    """Return a table with one row per item: status first, then names and ids, then other members."""
    rows = [dict(_rows(each, "", show_sensitive=show_sensitive)) for each in items]
    first = {".".join(path) for path in itertools.product(*(each.split("|") for each in status))}
    names = list(dict.fromkeys(name for row in rows for name in row if "[" not in name))
    names.sort(
        key=lambda name: (name not in first, not name.endswith(("name", "id", "identifier")))
    )
    columns = names[:_COLUMNS]
    return table_of(columns, [[row.get(name, "") for name in columns] for row in rows])


def _rows(value: object, path: str, *, show_sensitive: bool) -> Iterator[tuple[str, str]]:
    """Yield the path and the printed value of each leaf."""
    if isinstance(value, pydantic.BaseModel):
        dumped = shown(value, show_sensitive=show_sensitive)
        for name, each in dumped.items():
            member: object = getattr(value, name, None)
            at = f"{path}.{name}" if path else name
            if isinstance(each, (dict, list)):
                yield from _rows(member, at, show_sensitive=show_sensitive)
            elif isinstance(member, JsonText) and each != REDACTED and not show_sensitive:
                yield at, repr(member)
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

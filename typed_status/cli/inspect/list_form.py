"""The JSON form in which ``call``, ``wait`` and ``watch`` print a list operation, and back.

``items`` are the items of all pages. ``pages`` are the responses, in which each item is its index in ``items``, so that
nothing is printed twice and what is around the items (EC2's reservations) is there as well.

May import: the standard library.
"""

from __future__ import annotations

import typing as t
from collections.abc import Callable

__all__ = ["join", "split"]


def split(pages: list[t.Any], path: tuple[str, ...]) -> dict[str, t.Any]:
    """Return the printed form of pages as JSON values; ``path`` is the ``__status__`` of their class."""
    items: list[t.Any] = []

    def index(item: t.Any) -> t.Any:
        if item is None:
            return None
        items.append(item)
        return len(items) - 1

    to_item = _path_to_item(path)
    indexed = [_replace(page, to_item, index) for page in pages]
    return {"items": items, "pages": indexed}


def join(value: object, path: tuple[str, ...]) -> list[t.Any] | None:
    """Return the pages of a printed form; ``None`` if ``value`` is something else."""
    if not isinstance(value, dict):
        return None
    form = t.cast(dict[str, t.Any], value)
    items: object = form.get("items")
    pages: object = form.get("pages")
    if not isinstance(items, list) or not isinstance(pages, list):
        return None
    found = t.cast(list[object], items)

    def item(index: t.Any) -> t.Any:
        return found[index] if type(index) is int and 0 <= index < len(found) else index

    to_item = _path_to_item(path)
    return [_replace(page, to_item, item) for page in t.cast(list[object], pages)]


def _path_to_item(path: tuple[str, ...]) -> tuple[str, ...]:
    last = max((index for index, name in enumerate(path) if name.endswith("[]")), default=-1)
    return path[: last + 1]


def _replace(value: t.Any, path: tuple[str, ...], replaced: Callable[[t.Any], t.Any]) -> t.Any:
    """Return a copy of ``value`` in which what is at ``path`` is replaced."""
    if not path:
        return replaced(value)
    name = path[0].removesuffix("[]")
    if not isinstance(value, dict) or name not in value:
        return t.cast(t.Any, value)
    parent = t.cast(dict[str, t.Any], value)
    if path[0].endswith("[]"):
        return parent | {name: _replace_each(parent[name], path[1:], replaced)}
    return parent | {name: _replace(parent[name], path[1:], replaced)}


def _replace_each(
    value: object, path: tuple[str, ...], replaced: Callable[[t.Any], t.Any]
) -> t.Any:
    """As ``_replace``, for each element of a list or map; a sensitive one is a masked text, and stays."""
    if isinstance(value, list):
        elements = t.cast(list[object], value)
        return [_replace(each, path, replaced) for each in elements]
    if isinstance(value, dict):
        pairs = t.cast(dict[str, t.Any], value).items()
        return {key: _replace(each, path, replaced) for key, each in pairs}
    return value

"""Shipped services and operations by any of their names, with the usage errors for names that none has.

May import: the standard library, click, ``typed_status.catalog_entries``, ``typed_status.lookup``, ``typed_status.suggestions`` and
``typed_status.cli.inspect.botocore_models`` (only for a name that is not shipped). Completion runs this module: no pydantic.
"""

from __future__ import annotations

import functools
from collections.abc import Collection

import click

from typed_status.catalog_entries import CatalogEntry, catalog
from typed_status.lookup import find, find_service, kebab
from typed_status.suggestions import did_you_mean

__all__ = ["NotShippedError", "UnknownError", "operation_named", "service_named", "services"]


class UnknownError(click.UsageError):
    """There is no service, operation or member of this name."""


class NotShippedError(UnknownError):
    """An operation that botocore has is not shipped; ``service`` and ``operation`` are botocore's names."""

    def __init__(self, service: str, operation: str) -> None:
        self.service = service
        self.operation = operation
        super().__init__(
            f"{service} {operation} is not shipped: typed-status generate {service} {operation} --out DIR makes types for it"
        )


@functools.cache
def services() -> dict[str, tuple[CatalogEntry, ...]]:
    """Return the operations of each shipped service."""
    found: dict[str, list[CatalogEntry]] = {}
    for entry in catalog():
        found.setdefault(entry.service, []).append(entry)
    return {name: tuple(entries) for name, entries in found.items()}


def service_named(name: str) -> str:
    """Return botocore's name of a shipped service.

    Raises:
        UnknownError: no shipped service has this name.
    """
    found = find_service(name, services())
    if found is not None:
        return found
    theirs = _botocore_name(name)
    if theirs:
        hint = f"; botocore has it: typed-status generate {theirs} --out DIR makes types for it"
    else:
        hint = did_you_mean(name, services()) or "; see: typed-status list"
    raise UnknownError(f"no shipped service {name!r}{hint}")


def operation_named(
    service: str, name: str, kinds: Collection[str] = ("single", "list", "companion", "start")
) -> CatalogEntry:
    """Return a shipped operation of a service.

    ``service`` is as returned by ``service_named``; ``kinds`` are the kinds of ``CatalogEntry`` that are accepted.

    Raises:
        UnknownError: the service has no such operation, or it is of another kind.
        NotShippedError: botocore has it.
    """
    entries = {each.operation: each for each in services()[service]}
    found = find(name, entries)
    if found is None:
        theirs = _botocore_name(service, name)
        if theirs:
            raise NotShippedError(service, theirs)
        names = [kebab(each.function) for each in entries.values() if each.kind in kinds]
        hint = did_you_mean(name, names) or f"; see: typed-status list {service}"
        raise UnknownError(f"{service} has no operation {name!r}{hint}")
    entry = entries[found]
    if entry.kind not in kinds and entry.kind == "start":
        raise UnknownError(
            f"{service} {entry.operation} starts what {entry.follows} reports on; "
            f"start it and wait: typed-status run {service} {kebab(entry.function)}"
        )
    if entry.kind not in kinds:
        raise UnknownError(
            f"{service} {entry.operation} reports no status to wait for; "
            f"call it: typed-status call {service} {kebab(entry.function)}"
        )
    return entry


def _botocore_name(service: str, operation: str | None = None) -> str | None:
    """Return the installed botocore's name of a service, or of an operation, that is not shipped."""
    from typed_status.cli.inspect.botocore_models import service_model, service_names

    found = find_service(service, service_names())
    if found is None or operation is None:
        return found
    operations: list[str] = service_model(found).operation_names
    return find(operation, operations)

"""Finding a shipped operation by what people call it: AWS's name, the AWS CLI's or boto3's.

May import: the standard library, click, ``typed_status.catalog_entries`` and ``typed_status.cli.inspect.botocore_models`` (where a name is unknown). It is what completion runs: no pydantic.
"""

from __future__ import annotations

import functools
import re
import typing as t
from collections.abc import Collection, Iterable

import click

from typed_status.catalog_entries import CatalogEntry, catalog

__all__ = [
    "UnknownError",
    "did_you_mean",
    "kebab",
    "nearest",
    "operation_named",
    "service_named",
    "services",
]

# How like a name has to be to be suggested, from 0 to 1.
_LIKE: t.Final = 0.7
# Where the AWS CLI has a name of its own for a service: its, botocore's.
_CLI_NAMES: t.Final = {"configservice": "config", "deploy": "codedeploy", "s3api": "s3"}


class UnknownError(click.UsageError):
    """A name that nothing has, with those that come near."""


@functools.cache
def services() -> dict[str, tuple[CatalogEntry, ...]]:
    """The operations of each shipped service."""
    found: dict[str, list[CatalogEntry]] = {}
    for entry in catalog():
        found.setdefault(entry.service, []).append(entry)
    return {name: tuple(entries) for name, entries in found.items()}


def kebab(name: str) -> str:
    """A Python name as the AWS CLI would write it."""
    return name.strip("_").replace("_", "-")


def _plain(name: str) -> str:
    """What is the same in every way to write a name."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """Those of ``names`` that come near to ``name``, the nearest first, three at most."""
    from difflib import SequenceMatcher  # where nothing is misspelt, it is not needed

    wanted = _plain(name)
    matcher = SequenceMatcher(b=wanted)

    def likeness(other: str) -> float:
        """Of the whole name, or of one that is not finished."""
        found: list[float] = [0.8 * (len(wanted) > 2 and wanted in other)]
        for text, worth in ((other, 1.0), (other[: len(wanted)], 0.9)):
            matcher.set_seq1(text)
            found.append(matcher.ratio() * worth)
        return max(found)

    ranked = sorted(((likeness(_plain(each)), each) for each in names), key=lambda pair: -pair[0])
    return [each for like, each in ranked if like >= _LIKE][:3]


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """The sentence that suggests them; empty where none comes near."""
    near = nearest(name, names)
    return f" Did you mean {' or '.join(near)}?" if near else ""


def service_named(name: str) -> str:
    """botocore's name of a shipped service; raises ``UnknownError``."""
    plain = _plain(_CLI_NAMES.get(name, name))
    found = next((each for each in services() if _plain(each) == plain), None)
    if found is not None:
        return found
    hint = did_you_mean(name, services()) or " See: typed-status list"
    if _of_botocore(plain):
        hint = f" botocore has it: typed-status generate {name} --out DIR makes types for it."
    raise UnknownError(f"No shipped service {name!r}.{hint}")


def operation_named(
    service: str, name: str, kinds: Collection[str] = ("single", "list", "companion")
) -> CatalogEntry:
    """A shipped operation of a service; raises ``UnknownError``.

    ``service`` is as ``service_named`` gives it; ``kinds`` are those of ``CatalogEntry`` that will do.
    """
    plain = _plain(name)
    entries = services()[service]
    found = next((each for each in entries if _plain(each.operation) == plain), None)
    if found is None:
        theirs = _of_botocore(_plain(service), plain)
        if theirs:
            raise UnknownError(
                f"{service} {theirs} is not among the shipped operations: "
                f"typed-status generate {service} {theirs} --out DIR makes types for it."
            )
        names = [kebab(each.function) for each in entries if each.kind in kinds]
        hint = did_you_mean(name, names) or f" See: typed-status list {service}"
        raise UnknownError(f"{service} has no operation {name!r}.{hint}")
    if found.kind not in kinds:
        raise UnknownError(
            f"{service} {found.operation} reports no status: there is nothing to wait for. "
            f"It can be called: typed-status call {service} {kebab(found.function)}"
        )
    return found


def _of_botocore(service: str, operation: str | None = None) -> str | None:
    """The name in the installed botocore of a service, or of an operation, that is not shipped."""
    from typed_status.cli.inspect.botocore_models import service_model, service_names

    found = next((each for each in service_names() if _plain(each) == service), None)
    if found is None or operation is None:
        return found
    operations: list[str] = service_model(found).operation_names
    return next((each for each in operations if _plain(each) == operation), None)

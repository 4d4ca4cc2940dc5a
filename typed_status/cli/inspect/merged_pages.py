"""What the AWS CLI leaves out and adds when it merges the pages of a list operation.

It keeps the results and what botocore's paginator declares as the same on every page. Tokens, limits and all other
members are left out, also those that the service model calls required; ``NextToken`` is the AWS CLI's own.

May import: the standard library and ``typed_status.cli.inspect.botocore_models``.
"""

from __future__ import annotations

import dataclasses
import re
import typing as t
from collections.abc import Iterable

from typed_status.cli.inspect.botocore_models import paginator

__all__ = ["MergedPages", "merged_pages"]

# The start of a JMESPath expression that names members; a function or a filter may follow it.
_PATH: t.Final = re.compile(r"[\w.]+")


@dataclasses.dataclass(frozen=True, slots=True)
class MergedPages:
    """The output of the AWS CLI for an operation; ``kept`` are wire paths, ``None`` if it has no paginator."""

    kept: tuple[str, ...] | None

    def leaves_out(self, path: str) -> bool:
        """Return whether the AWS CLI leaves out the member at this wire path."""
        return self.kept is not None and not any(_overlap(path, each) for each in self.kept)

    def adds(self, path: str) -> bool:
        """Return whether the member at this wire path is the AWS CLI's own."""
        return self.kept is not None and path == "NextToken"


def merged_pages(service: str, operation: str) -> MergedPages:
    """Return what the AWS CLI makes of the pages of an operation, by botocore's names."""
    config = paginator(service, operation)
    if config is None:
        return MergedPages(None)
    expressions = [*_each(config["result_key"]), *_each(config.get("non_aggregate_keys", []))]
    found = [_PATH.match(each) for each in expressions]
    return MergedPages(tuple(each[0].rstrip(".") for each in found if each))


def _each(value: str | list[str]) -> Iterable[str]:
    return [value] if isinstance(value, str) else value


def _overlap(path: str, other: str) -> bool:
    """Return whether two paths are equal, or one is within the other."""
    return (
        path == other or path.startswith((f"{other}.", f"{other}[")) or other.startswith(f"{path}.")
    )

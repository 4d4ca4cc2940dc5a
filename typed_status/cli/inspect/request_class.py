"""The request class of a shipped operation.

May import: the standard library, ``typed_status.runtime`` and ``typed_status.catalog_entries``.
"""

from __future__ import annotations

import importlib
import typing as t

from typed_status.catalog_entries import CatalogEntry
from typed_status.runtime import Request

__all__ = ["request_class"]


def request_class(entry: CatalogEntry) -> type[Request[t.Any, t.Any]]:
    """Import the module of the service and return the request class of an operation."""
    module = importlib.import_module(f"typed_status.services.{entry.module}")
    return t.cast(type[Request[t.Any, t.Any]], getattr(module, f"{entry.operation}Request"))

"""Names of a module that another module declares, which is imported on first use.

May import: the standard library.
"""

from __future__ import annotations

import importlib
import sys
import typing as t
from collections.abc import Callable, Collection

__all__ = ["lazy_names"]


def lazy_names(
    module: str, names: Collection[str], home: str
) -> tuple[Callable[[str], t.Any], Callable[[], list[str]]]:
    """Return the ``__getattr__`` and ``__dir__`` of ``module``: those of its ``names`` that it does not declare itself are
    imported from the module ``home``."""

    def get(name: str) -> t.Any:
        if name not in names:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(home), name)
        setattr(sys.modules[module], name, value)
        return value

    def list_names() -> list[str]:
        return sorted({*vars(sys.modules[module]), *names})

    return get, list_names

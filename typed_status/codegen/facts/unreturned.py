"""Which lists beside the items of a list operation say what AWS could not return: ``failures``, ``CrawlersNotFound``.

Found by the words of their names, in the response itself.

May import: the standard library, ``codegen.models.ir`` and ``codegen.models.naming``.
"""

from __future__ import annotations

from typed_status.codegen.models import ir, naming

__all__ = ["unreturned"]

_WORDS = frozenset("error failed failure missing unprocessed".split())
# Errors of the search for items, of which none was requested by its name.
_OTHERS = frozenset(["query"])


def unreturned(response: ir.Struct, items: str) -> tuple[str, ...]:
    """Return the fields of ``response`` that say so; ``items`` is the field with the items."""
    return tuple(
        field.name
        for field in response.fields
        if field.name != items and field.type.kind in ("list", "map") and _says_so(field)
    )


def _says_so(field: ir.Field) -> bool:
    words = naming.singular_words(field.wire)
    named = not _WORDS.isdisjoint(words) or words[-2:] == ["not", "found"]
    return named and _OTHERS.isdisjoint(words)

"""Choices of unions in core schemas: their labels, which pydantic adds to the location of an error, and those tried first.

May import: the standard library.
"""

import typing as t

__all__ = ["CHOICES", "DECLARED", "DRIFT", "REPEATED", "USUAL"]

DECLARED: t.Final = "[value]"
"""The value as declared."""

DRIFT: t.Final = "[drift]"
"""What is accepted although it contradicts the service model."""

REPEATED: t.Final = "[repeated]"
"""What pydantic-core checks first, so that most values cost no call: the error of another choice says better what is wrong."""

CHOICES: t.Final = frozenset({DECLARED, DRIFT, REPEATED})

USUAL: t.Final = "typed_status_usual"
"""The key in the metadata of a schema for the schemas of the usual forms of its values, which pydantic-core reads without a call
of Python: ``lenient_schemas`` tries them first in a response. Each has the same value as the schema itself."""

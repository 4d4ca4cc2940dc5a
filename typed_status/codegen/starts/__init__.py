"""Starts: which operation reports on what another one begins, how its request follows, and which end is wanted.

May import: the standard library, pydantic, and ``codegen.models``, ``codegen.statuses`` and everything below them.
"""

from typed_status.codegen.starts.decisions import Decisions, read_decisions
from typed_status.codegen.starts.find import find

__all__ = ["Decisions", "find", "read_decisions"]

"""Starts: which operation reports on what another one begins, how its request follows, and which end is wanted.

May import: the standard library, pydantic, and ``codegen.models``, ``codegen.statuses`` and everything below them.
"""

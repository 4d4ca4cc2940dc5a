"""Statuses: which operations report one and where, the phase of each value, and what stands beside it.

May import: the standard library, pydantic, ``gone_words``, and ``codegen.models`` and everything below it.
"""

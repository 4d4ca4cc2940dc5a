"""Facts that AWS documents and does not model: overlays, and the candidates for more.

May import: the standard library, pydantic, and ``codegen.statuses`` and everything below it.
"""

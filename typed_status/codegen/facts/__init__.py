"""Facts that no service model states: overlays, phases, the catalog; and the candidates that nobody has judged.

May import: ``codegen.models`` and everything below it.
"""

"""Facts that no service model states: overlays, phases, the catalog; and the candidates for more.

May import: ``codegen.models`` and everything below it.
"""

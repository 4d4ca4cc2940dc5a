"""From the IR to files: templates, formatting, headers, reuse of shipped classes, and writing.

May import: ``codegen.models`` and everything below it.
"""

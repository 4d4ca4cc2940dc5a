"""The types of fields: datetimes, open enums, JSON texts, streams; and classes that are built on first use.

May import: ``runtime.drift`` and everything below it.
"""

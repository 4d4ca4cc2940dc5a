"""Sending requests with a client: single calls, pages, and their async versions. Nothing else calls a client's methods.

May import: the standard library, botocore.exceptions, and ``runtime.wire`` and everything below it.
"""

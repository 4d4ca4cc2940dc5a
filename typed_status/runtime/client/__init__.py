"""Calls: the only code that touches a client. Single calls, pages, and their async versions.

May import: ``runtime.wire`` and everything below it, and botocore.exceptions.
"""

"""Waiting until an operation reaches a terminal state: one request or many, sync, async or stored.

May import: the standard library, botocore.exceptions, and ``runtime.client`` and everything below it.
"""

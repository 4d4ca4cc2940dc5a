"""Waiting until an operation reaches a terminal state: one request or many, sync, async or stored.

May import: the standard library, botocore.exceptions, ``runtime.client``, ``runtime.statuses`` and everything below them.
"""

"""Waiting: until an operation reaches a terminal state, for one request or for many, sync, async or stored.

May import: ``runtime.client`` and everything below it.
"""

"""Command line options: for operations and requests, AWS clients, and waits.

May import: ``cli.display``, ``cli.inspect`` and everything below them.
"""

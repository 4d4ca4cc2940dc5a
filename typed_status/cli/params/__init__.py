"""Command line options: of operations and requests, of AWS clients, and of waits.

May import: ``cli.display``, ``cli.inspect`` and everything below them.
"""

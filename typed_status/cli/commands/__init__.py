"""The commands, one module each. ``cli.main`` imports a command by name when it runs.

May import: everything in ``cli`` except ``main`` and ``entry``.
"""

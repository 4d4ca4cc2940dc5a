"""The commands, one module each. ``cli.main`` imports a command by name when it is run.

May import: everything else in ``cli`` but ``main`` and ``entry``.
"""

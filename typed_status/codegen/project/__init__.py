"""``typed-status generate``: modules in a package of the user's own, and its configuration.

May import: everything else in ``codegen``.
"""

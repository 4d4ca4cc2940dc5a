"""Output: responses as tables or JSON, progress, warnings.

May import: rich, ``cli.escaping`` and ``cli.exit_codes``.
"""

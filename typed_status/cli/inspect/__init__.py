"""Inspection of models, service models, source files and saved responses, for ``explain``, ``validate`` and ``doctor``.

May import: ``cli.exit_codes`` and ``cli.escaping``.
"""

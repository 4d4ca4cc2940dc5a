"""Output: responses as tables or JSON, progress, warnings.

May import: rich, ``cli.inspect`` and everything below it.
"""

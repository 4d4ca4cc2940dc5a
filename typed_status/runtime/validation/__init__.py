"""Validation: the rules that overlays declare, the limits of the service model, and the text of validation errors.

May import: ``runtime.types``, ``runtime.drift``, ``runtime.exceptions`` and everything below them.
"""

"""Validation: domain rules, the limits of the service model, and error messages in wire paths.

May import: ``runtime.types``, ``runtime.drift``, ``runtime.exceptions`` and everything below them.
"""

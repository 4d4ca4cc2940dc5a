"""The generated modules, one per AWS service: written by ``scripts/regenerate.py``, committed.

Each imports ``typed_status.runtime`` and never another service.
"""

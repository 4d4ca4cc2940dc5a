"""Service models: read from botocore, lowered to the IR, named, and reduced to a subset of operations.

May import: the standard library, botocore, and ``codegen.exceptions``.
"""

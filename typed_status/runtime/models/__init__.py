"""The base classes of what the generator writes: structures, requests, responses, operations and AWS's errors.

May import: ``runtime.validation`` and everything below it.
"""

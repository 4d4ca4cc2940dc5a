"""The statuses in a response: where they are, the reasons beside them, how far along they are, and whom they await.

May import: the standard library, typing_extensions (pydantic's own), ``value_spelling``, and ``runtime.models`` and everything
below it.
"""

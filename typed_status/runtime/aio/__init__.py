"""The same verbs for asyncio, over aiobotocore's clients, by duck type: nothing here imports aiobotocore.

May import: ``runtime.aio``. ``runtime`` itself does not import this package: asyncio is for those who use it.
"""

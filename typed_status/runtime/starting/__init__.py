"""Starting something and following it to its end: ``begin``, ``follow``, ``begin_all``, sync and async.

A start is sent once (``sending``); its request and its response are bound to the requests that report on it
(``binding``), which a poller polls by plans of ``runtime.waiting``.

May import: the standard library, ``runtime.waiting`` and everything below it.
"""

"""The functions of ``typed_status`` for asyncio, with aiobotocore's clients::

    from typed_status import aio

    response = await aio.wait(client, request, timeout=600)

aiobotocore is not a dependency: any client whose methods are awaited works.

May import: ``typed_status.runtime``.
"""

from typed_status.runtime.client.call_async import call, pages
from typed_status.runtime.starting.begin_async import begin, follow
from typed_status.runtime.starting.begin_many_async import begin_all
from typed_status.runtime.starting.poller_async import AsyncPoller as Poller
from typed_status.runtime.waiting.wait_async import Clock, poll_once, resume, wait, watch
from typed_status.runtime.waiting.wait_many_async import as_completed, wait_all

__all__ = [
    "Clock",
    "Poller",
    "as_completed",
    "begin",
    "begin_all",
    "call",
    "follow",
    "pages",
    "poll_once",
    "resume",
    "wait",
    "wait_all",
    "watch",
]

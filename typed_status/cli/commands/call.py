"""``typed-status call``: one call, and its typed response.

May import: the standard library, click, ``typed_status``, ``typed_status.catalog_entries`` and ``typed_status.cli``.
"""

from __future__ import annotations

import typing as t

from typed_status.catalog_entries import CatalogEntry
from typed_status.cli.params.aws_options import client_of
from typed_status.cli.params.operation_group import OperationGroup

__all__ = ["command"]


def _run(entry: CatalogEntry, given: t.Mapping[str, t.Any]) -> None:
    from typed_status import call
    from typed_status.cli.display.console import is_json, prepare
    from typed_status.cli.display.response import show
    from typed_status.cli.display.warnings import warnings_told
    from typed_status.cli.inspect.request_class import request_class
    from typed_status.cli.params.request_options import request_of

    prepare(rich=not is_json(given))
    with warnings_told():
        request = request_of(request_class(entry), given)
        response = call(client_of(entry.service, given), request)
        show(response, given)


command = OperationGroup(
    "call",
    _run,
    ("single", "list", "companion"),
    help="""Call an operation, and print its typed response.

    It is one of those that are shipped; typed-status generate makes types for any other. Each member of the request
    has a flag: texts, numbers, times and base64 as they are, structures and maps as JSON, lists item by item (repeat
    the flag) or as a JSON array; file://PATH stands for what is in a file, fileb://PATH for its bytes. The request is
    checked before anything is sent.

    What AWS marks as sensitive is "<sensitive>", unless --show-sensitive is given.
    """,
    epilog="\b\nExample:\n  typed-status call connect get-traffic-distribution --id 12345678-1234-1234-1234-123456789012",
)

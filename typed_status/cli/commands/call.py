"""``typed-status call``: call an operation once and print its response.

May import: the standard library, click, ``typed_status``, ``typed_status.catalog_entries`` and ``typed_status.cli``.
"""

from __future__ import annotations

import typing as t

from typed_status.catalog_entries import CatalogEntry
from typed_status.cli.params.aws_options import make_client
from typed_status.cli.params.operation_group import OperationGroup

__all__ = ["command"]


def _run(entry: CatalogEntry, arguments: t.Mapping[str, t.Any]) -> None:
    from typed_status import call
    from typed_status.cli.display.console import is_json, require_rich
    from typed_status.cli.display.response import show
    from typed_status.cli.display.warnings import print_warnings
    from typed_status.cli.inspect.request_class import request_class
    from typed_status.cli.params.request_options import build_request

    require_rich(needed=not is_json(arguments))
    with print_warnings():
        request = build_request(request_class(entry), arguments)
        response = call(make_client(entry.service, arguments), request)
        show(response, arguments)


command = OperationGroup(
    "call",
    _run,
    ("single", "list", "companion", "start"),
    help="""Call an operation and print its typed response.

    Every member of the request has an option. Strings, numbers, timestamps and base64 blobs are passed as text,
    structures and maps as JSON, and lists as a repeated option or a JSON array. file://PATH reads a value from a file,
    fileb://PATH a blob as bytes. The request is validated before it is sent.

    The JSON of a list operation has two members, here, in typed-status wait and in each line of typed-status watch:
    items, and pages, the responses, in which each item is its index in items.

    Sensitive members are printed as "<sensitive>" unless --show-sensitive is given.

    Operations that are not shipped can be generated: see typed-status generate.
    """,
    epilog="\b\nExample:\n  typed-status call connect get-traffic-distribution --id 12345678-1234-1234-1234-123456789012",
)

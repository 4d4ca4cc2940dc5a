"""Waits in the form in which ``run`` and ``resume`` keep them: the JSON of a ``SavedWait``, or a list of them.

May import: the standard library, ``typed_status.runtime``, ``typed_status.cli.inspect.field_types``,
``typed_status.cli.inspect.request_class``,
``typed_status.cli.inspect.shipped`` and ``typed_status.cli.exit_codes``.
"""

from __future__ import annotations

import json
import os
import tempfile
import typing as t
from pathlib import Path

from typed_status.cli.exit_codes import INVALID, CliError
from typed_status.cli.inspect.field_types import is_sensitive
from typed_status.cli.inspect.request_class import request_class
from typed_status.cli.inspect.shipped import UnknownError, operation_named, service_named
from typed_status.runtime import SavedWait

__all__ = ["Waits", "check_writable", "has_sensitive_ids", "read_waits", "text_of", "write"]

Waits = list[SavedWait[t.Any, t.Any]]


def text_of(waits: Waits, *, is_list: bool) -> str:
    """Return the waits as one line of JSON; ``is_list`` also for a single one."""
    texts = [each.to_json() for each in waits]
    return f"[{', '.join(texts)}]" if is_list else texts[0]


def read_waits(text: bytes) -> tuple[Waits, bool]:
    """Return the waits in a text, and whether it is a list of them.

    Raises ``CliError`` if it is something else, or was made by another version for an operation that is not shipped.
    """
    try:
        state: object = json.loads(text)
    except (ValueError, RecursionError):
        raise CliError("not a saved wait: expected JSON", INVALID) from None
    is_list = isinstance(state, list)
    states = t.cast(list[object], state) if is_list else [state]
    if not states:
        raise CliError("not a saved wait: the list is empty", INVALID)
    return [_read(each) for each in states], is_list


def _read(state: object) -> SavedWait[t.Any, t.Any]:
    names = t.cast(dict[str, object], state) if isinstance(state, dict) else {}
    service, operation = names.get("service"), names.get("operation")
    if not isinstance(service, str) or not isinstance(operation, str):
        raise CliError("not a saved wait: it names no operation", INVALID)
    try:
        entry = operation_named(service_named(service), operation, ("single", "list", "companion"))
    except UnknownError as error:
        raise CliError(f"not a saved wait: {error.message}", INVALID) from None
    try:
        return SavedWait.from_json(t.cast(t.Any, request_class(entry)), json.dumps(state))
    except ValueError as error:
        raise CliError(str(error), INVALID) from None


def has_sensitive_ids(waits: Waits) -> bool:
    """Check whether a request has a member that AWS marks as sensitive."""
    return any(
        is_sensitive(t.cast(t.Any, type(each.request)), name)
        for each in waits
        for name in each.request.model_fields_set
    )


def check_writable(file: str) -> None:
    """Raise ``OSError`` if the file cannot be written, before anything is started."""
    with tempfile.NamedTemporaryFile(dir=Path(file).parent):
        pass


def write(file: str, text: str) -> None:
    """Replace the file, which only the user can read, by ``text``: it is complete whenever the process is killed."""
    with tempfile.NamedTemporaryFile(
        "w", dir=Path(file).parent, delete=False, encoding="utf-8"
    ) as out:
        out.write(text + "\n")
    os.replace(out.name, file)

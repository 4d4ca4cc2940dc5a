"""Refuse an empty list of ids: to AWS it is no filter, so that the wait would be for everything in the account.

May import: the standard library, and ``runtime.types`` and ``runtime.models``.
"""

from __future__ import annotations

import re
import typing as t

from typed_status.runtime.models.operations import Request

__all__ = ["check_ids"]

# Members that select resources by what identifies them. ``attribute_names`` selects what is returned of them.
_IDS = re.compile(
    r"(?:^|_)(?:id|arn|name|identifier)(?:s|_list|_set|_filter)?$|(?:^|_)(?:identities|accounts|keys)$"
)
_PROJECTION = re.compile(r"attribute|tag_|grant_")


def check_ids(request: Request[t.Any, t.Any]) -> None:
    """Raise ``ValueError`` if the request has an empty list where it names what to return.

    Those are the lists of ids, ARNs or names, and those named as the list of items in the response (``services`` of ECS).
    """
    if not isinstance(t.cast(object, request), Request):
        return
    response = request.__operation__.response
    path: tuple[str, ...] = getattr(response, "__status__", ())
    items = {name.removesuffix("[]") for name in path if name.endswith("[]")}
    for name in request.model_fields_set:
        value: object = getattr(request, name)
        if value == [] and (name in items or _is_of_ids(name)):
            raise ValueError(
                f"{type(request).__name__}: {name} is empty, which AWS reads as no filter: "
                f"this would wait for all that you have; leave {name} out if that is meant"
            )


def _is_of_ids(name: str) -> bool:
    return bool(_IDS.search(name)) and not _PROJECTION.search(name)

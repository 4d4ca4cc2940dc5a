"""The reason for a status: the error or status message that the response has beside it.

May import: the standard library, pydantic, ``runtime.waiting.status`` and ``runtime`` below ``runtime.waiting``.
"""

from __future__ import annotations

import re
import typing as t

import pydantic

from typed_status.runtime.models.base import ResponseModel
from typed_status.runtime.models.operations import Response
from typed_status.runtime.types.fields import members
from typed_status.runtime.waiting.status import status_parent

__all__ = ["reason_of"]

_REASON = re.compile(r"(?:^|_)(?:message|reason|error|cause|detail|details|description)$")


def reason_of(responses: list[Response], item: object) -> str | None:
    """Return the message beside the status of ``item``; never a member that AWS marks sensitive."""
    structure = status_parent(responses, item)
    if not isinstance(structure, ResponseModel):
        return None
    for name, member in members(t.cast(type[pydantic.BaseModel], type(structure))).items():
        value: object = getattr(structure, name, None)
        if not _REASON.search(name) or member.sensitive:
            continue
        if type(value) is str and value:
            return value
    return None

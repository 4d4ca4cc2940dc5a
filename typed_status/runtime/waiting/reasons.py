"""Why a status is what it is, as the response itself explains it.

May import: the standard library, ``runtime.waiting.status`` and ``runtime`` below ``runtime.waiting``.
"""

from __future__ import annotations

import re

from typed_status.runtime.models.base import ResponseModel
from typed_status.runtime.models.operations import Response
from typed_status.runtime.types.fields import Wire
from typed_status.runtime.waiting.status import status_holder

__all__ = ["reason"]

_REASON = re.compile(r"(?:^|_)(?:message|reason|error|cause|detail|details|description)$")


def reason(answer: list[Response], item: object) -> str | None:
    """What the response says of why, beside the status of ``item``; never what AWS marks sensitive."""
    beside = status_holder(answer, item)
    if not isinstance(beside, ResponseModel):
        return None
    for name, field in type(beside).model_fields.items():
        value: object = getattr(beside, name, None)
        declared = Wire.of(field)
        if not _REASON.search(name) or (declared is not None and declared.sensitive):
            continue
        if type(value) is str and value:
            return value
    return None

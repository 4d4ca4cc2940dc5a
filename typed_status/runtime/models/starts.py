"""Requests that start something: which request reports on it, and what the statuses mean for it.

May import: the standard library, typing_extensions (pydantic's own), ``runtime.models.operations`` and ``runtime`` below
``runtime.models``.
"""

import dataclasses
import typing as t
from collections.abc import Callable, Mapping

from typing_extensions import TypeVar

from typed_status.runtime.models.base import Generic
from typed_status.runtime.models.operations import ClientContra, Request, ResponseCo, StatusT

__all__ = ["Start", "StartingRequest"]

AnswerCo = TypeVar("AnswerCo", covariant=True, default=t.Any)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What an operation starts, and how its end is known.

    ``status_request`` returns the class of the request that reports on it. ``bindings`` are the fields of that request, each with
    the path to its value: ``output.operation_id`` in the response of the start, ``input.instance_ids[]`` in its request; names of
    lists end in ``[]``. A list of values goes into one request if the field is a list, and into a request for each value if
    not. ``select`` are paths from an item of a list operation that cannot filter by id, each with the path to the value that it
    must have; a path through a list selects the parts of an item whose status ``watch`` is (``vpc_attachments[].vpc_id``).

    The statuses are values of the watched enum. ``wanted`` ends the wait as a success; with ``gone``, so does the absence of the
    resource. ``initial`` are those that the resource may still have from before, ``contrary`` those at which the wanted end can
    no longer come, and ``pending`` those on the way that are not to be taken for blocked. Without ``wanted`` and ``gone`` the
    end is not known. ``watch`` is the path to the status if it is not the leading one, and ``reports`` that to the status in the
    response of the start itself.

    ``tracks`` says whether the status is that of the operation itself or of the resource. ``token`` is the field with the
    idempotency token. ``refused`` are the paths in the response of the start to the lists of what was not begun (``failures[]``).

    ``equals`` is for a status request that reports no status: paths in its response, each with the path to the value that it has
    at the end (``input.telephony_config``). What the start left out is not compared.

    Where there is a request for each value, the result of the wait is a list.
    """

    status_request: Callable[[], type[Request[t.Any, t.Any]]]
    bindings: Mapping[str, str]
    select: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])
    tracks: t.Literal["operation", "resource"] = "resource"
    wanted: tuple[str, ...] = ()
    gone: bool = False
    initial: tuple[str, ...] = ()
    contrary: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    token: str | None = None
    refused: tuple[str, ...] = ()
    equals: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])


class StartingRequest(
    Request[ResponseCo, ClientContra], Generic[ResponseCo, ClientContra, AnswerCo, StatusT]
):
    """A request that starts something: it knows its response, its client, what the wait for its end returns, and the enum of
    the status.

    ``AnswerCo`` is the response of the status request, a ``ListResult`` for list operations, with ``None`` where the end may be
    that the resource is gone; a ``list`` of them where there is a request for each value.
    """

    __start__: t.ClassVar[Start]

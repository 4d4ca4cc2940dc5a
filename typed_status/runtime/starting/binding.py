"""From a start to what reports on it: the requests, with the ids of the start's request and response, and their course.

An id that is absent raises. Without it, a request would be for something else, or for all that there is.

May import: the standard library, pydantic, and ``runtime`` below ``runtime.starting``.
"""

from __future__ import annotations

import dataclasses
import re
import typing as t
from collections.abc import Iterable, Mapping

import pydantic

from typed_status.runtime.exceptions import StartError, StartRefused
from typed_status.runtime.models.operations import Request, Response, plain
from typed_status.runtime.models.starts import Start, StartingRequest
from typed_status.runtime.statuses.status import values_at
from typed_status.runtime.types.fields import members
from typed_status.runtime.types.internals import complete
from typed_status.runtime.waiting.after.course import course_of
from typed_status.runtime.waiting.after.motion import Course

__all__ = ["Bound", "bind", "check_input", "has_request_for_each", "refused_by", "start_of"]

_INPUT, _OUTPUT = "input.", "output."
# Members in which AWS says why it did not begin something.
_REASON = re.compile(r"(?:^|_)(?:code|message|reason|detail|error)s?$")


@dataclasses.dataclass(frozen=True, slots=True)
class Bound:
    """What reports on a start: its requests, and the course of the statuses.

    ``is_many``: there is a request for each id, and so the result is a list.
    """

    requests: tuple[Request[t.Any, t.Any], ...]
    course: Course
    is_many: bool
    refused: tuple[t.Any, ...] = ()


def start_of(request: object) -> Start:
    """Return what a request starts; raises ``TypeError`` if it starts nothing."""
    start = getattr(type(request), "__start__", None)
    if not isinstance(start, Start):
        raise TypeError(_not_a_start(request))
    return start


def _not_a_start(given: t.Any) -> str:
    name = type(given).__name__
    if isinstance(given, type) and issubclass(given, Request):
        return f"expected a request, got the class: pass an instance, {given.__name__}(...)"
    if not isinstance(given, Request):
        hint = "; make one with model_validate of its class" if isinstance(given, dict) else ""
        return (
            "expected a request of a service, such as ec2.StopInstancesRequest(...), "
            f"got {name}{hint}"
        )
    if getattr(given.__operation__.response, "__status__", None) is not None:
        return f"{name} starts nothing, and reports a status: pass it to wait()"
    return (
        f"{name} starts nothing that is known to report a status; "
        "call it, and wait for the request that reports on it"
    )


def check_input(request: StartingRequest[t.Any, t.Any, t.Any, t.Any], start: Start) -> None:
    """Raise ``ValueError`` if an id that the request itself has to give is absent."""
    kind = start.status_request()
    found = {
        path: _values(request, None, path)
        for path in (*start.bindings.values(), *start.select.values())
        if path.startswith(_INPUT)
    }
    optional = {
        path for field, path in start.bindings.items() if _may_be_absent(kind, field, start)
    }
    optional |= {path for path in start.select.values() if _may_be_left_out(type(request), path)}
    absent = [path for path, values in found.items() if not values and path not in optional]
    if not absent and found and not any(found.values()) and len(found) == len(set(_sources(start))):
        absent = list(found)
    if start.equals and not _equals(request, None, start):
        absent = list(start.equals.values())
    if absent:
        names = ", ".join(map(_name, absent))
        raise ValueError(
            f"{type(request).__name__}: {names} is empty or absent, and {kind.__name__} needs it; nothing was sent"
        )


def bind(
    request: StartingRequest[t.Any, t.Any, t.Any, t.Any], start: Start, response: Response
) -> Bound:
    """Return what reports on a start.

    Raises:
        StartRefused: AWS began nothing, and the response says why.
        StartError: the response lacks an id.
    """
    kind = start.status_request()
    refused = refused_by(response, start)
    values = {
        field: _begun(_values(request, response, path), path, refused)
        for field, path in start.bindings.items()
    }
    select = {path: _values(request, response, source) for path, source in start.select.items()}
    missing = [
        start.bindings[field]
        for field, found in values.items()
        if _is_incomplete(found) and (found or not _may_be_absent(kind, field, start))
    ]
    missing += [
        start.select[path]
        for path, found in select.items()
        if _is_incomplete(found)
        and (found or not _may_be_left_out(type(request), start.select[path]))
    ]
    if not missing and not any(values.values()) and not any(select.values()):
        missing = _sources(start)
    if missing:
        raise _nothing_bound(request, response, start, missing, refused)
    bound = {field: found for field, found in values.items() if found}
    requests, is_many = _requests(kind, bound, start, request, response)
    equals = _equals(request, response, start)
    course = _course(start, response, select, equals)
    return Bound(requests, course, is_many, refused)


def has_request_for_each(start: Start) -> bool:
    """Return whether each of the things that are started has a request of its own, so that the result is a list."""
    kind = start.status_request()
    return any("[]" in path and not _is_list(kind, field) for field, path in start.bindings.items())


def refused_by(response: Response, start: Start) -> tuple[t.Any, ...]:
    """Return the entries of a response that say what was not begun."""
    return tuple(
        each
        for path in start.refused
        for each in values_at(response, _flattened(path))
        if each is not None
    )


def _values(request: object, response: object | None, path: str) -> list[t.Any]:
    """Return the values at a path of the request or the response, without absent ones at its end."""
    start = request if path.startswith(_INPUT) else response
    names = path.removeprefix(_INPUT).removeprefix(_OUTPUT)
    found = list(values_at(start, _flattened(names)))
    is_scalar = "[]" not in path
    return [each for each in found if each not in (None, "") or not is_scalar]


def _begun(found: list[t.Any], path: str, refused: tuple[t.Any, ...]) -> list[t.Any]:
    """Return the ids without those that an entry names as refused, where the request and not the response has them."""
    if not refused or not path.startswith(_INPUT) or "[]" not in path:
        return found
    named = [text for each in refused for text in _texts(each)]
    return [each for each in found if not any(_names(text, each) for text in named)]


def _texts(entry: object) -> list[str]:
    values = vars(entry).values() if isinstance(entry, pydantic.BaseModel) else [entry]
    return [each for each in values if isinstance(each, str)]


def _names(text: str, identifier: object) -> bool:
    """Check whether a text is an id, or the ARN that ends in it."""
    return text == identifier or (
        text.startswith("arn:") and text.endswith((f"/{identifier}", f":{identifier}"))
    )


def _flattened(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


def _name(path: str) -> str:
    return path.partition(".")[2].removesuffix("[]")


def _may_be_absent(kind: type[Request[t.Any, t.Any]], field: str, start: Start) -> bool:
    """Check whether a scope that the start left to its default, such as a cluster, can be left to it here, too."""
    path = start.bindings[field]
    is_scope = path.startswith(_INPUT) and "[]" not in path and len(start.bindings) > 1
    return is_scope and not _is_required(kind, field) and not _is_list(kind, field)


def _may_be_left_out(kind: type[pydantic.BaseModel], path: str) -> bool:
    """Check whether the start may leave out what items are selected by, so that all of them are meant."""
    name = _name(path)
    return path.startswith(_INPUT) and "." not in name and not _is_required(kind, name)


def _is_incomplete(found: list[t.Any]) -> bool:
    return not found or None in found or "" in found


def _sources(start: Start) -> list[str]:
    return [*start.bindings.values(), *start.select.values()]


def _is_required(kind: type[pydantic.BaseModel], field: str) -> bool:
    complete(kind)
    return kind.model_fields[field].is_required() or members(kind)[field].required


def _is_list(kind: type[pydantic.BaseModel], field: str) -> bool:
    complete(kind)
    return "list[" in str(kind.model_fields[field].annotation)


def _requests(
    kind: type[Request[t.Any, t.Any]],
    values: Mapping[str, list[t.Any]],
    start: Start,
    request: Request[t.Any, t.Any],
    response: Response,
) -> tuple[tuple[Request[t.Any, t.Any], ...], bool]:
    lists = {field: found for field, found in values.items() if _is_list(kind, field)}
    spread = {
        field: found
        for field, found in values.items()
        if field not in lists and "[]" in start.bindings[field]
    }
    counts = {len(found) for found in spread.values()}
    if len(counts) > 1:
        raise StartError("its lists of ids differ in length", request=request, response=response)
    single = {
        field: found[0] for field, found in values.items() if field not in {**lists, **spread}
    }
    rows = [dict(zip(spread, row, strict=True)) for row in zip(*spread.values(), strict=True)]
    return (
        tuple(kind(**single, **lists, **row) for row in rows or [{}]),
        bool(spread),
    )


def _equals(request: object, response: object, start: Start) -> dict[str, t.Any]:
    found = {path: _values(request, response, source) for path, source in start.equals.items()}
    return {path: plain(values[0]) for path, values in found.items() if values}


def _course(
    start: Start,
    response: Response,
    select: Mapping[str, list[t.Any]],
    equals: Mapping[str, t.Any],
) -> Course:
    reported = [str(each) for each in _reported(start, response) if each is not None]
    on_the_way = [each for each in reported if each not in start.wanted]
    return course_of(
        start,
        select={path: tuple(found) for path, found in select.items() if found},
        equals=equals,
        begun=bool(reported) and len(on_the_way) == len(reported),
    )


def _reported(start: Start, response: Response) -> Iterable[object]:
    return values_at(response, start.reports) if start.reports else ()


def _nothing_bound(
    request: Request[t.Any, t.Any],
    response: Response,
    start: Start,
    missing: list[str],
    refused: tuple[t.Any, ...],
) -> StartError:
    if refused:
        texts: list[str] = [_reason(each) for each in refused]
        reasons = list(dict.fromkeys(filter(None, texts)))
        return StartRefused(
            f"AWS began nothing of it ({len(refused)} in {', '.join(start.refused)})",
            request=request,
            response=response,
            refused=refused,
            reason="; ".join(reasons[:3]) or None,
        )
    names = ", ".join(dict.fromkeys(map(_name, missing)))
    return StartError(
        f"the response has no {names}, so that there is nothing to follow",
        request=request,
        response=response,
    )


def _reason(entry: object) -> str:
    """Return the texts of an entry that say why, a code first; nothing that AWS marks sensitive."""
    if isinstance(entry, str):
        return entry
    if not isinstance(entry, pydantic.BaseModel) or getattr(entry, "__sensitive__", False):
        return ""
    declared = members(type(entry))
    names = [name for name in declared if _REASON.search(name) and not declared[name].sensitive]
    names.sort(key=lambda name: not name.endswith("code"))
    texts = [_reason(getattr(entry, name, None)) for name in names]
    return ": ".join(" ".join(each.split()) for each in texts if each)

"""botocore's service models, read through botocore's own loader: the only module that reads them.

The models come from the data folder of the installed botocore, or of another release; the code of botocore is always
the installed one's. ``private`` adds the user's own models, from where botocore looks for them (``~/.aws/models``,
``AWS_DATA_PATH`` and ``data_path`` of the AWS configuration); they take precedence.

May import: the standard library, botocore, ``codegen.exceptions`` and ``suggestions``.
"""

from __future__ import annotations

import dataclasses
import typing as t
from functools import cache

import botocore
from botocore import xform_name
from botocore.exceptions import BotoCoreError, UnknownServiceError
from botocore.loaders import Loader

from typed_status.codegen.exceptions import GenerationError, ServiceModelError, reading
from typed_status.suggestions import did_you_mean

__all__ = [
    "Acceptor",
    "Release",
    "Source",
    "Waiter",
    "clear_cache",
    "examples",
    "installed",
    "load",
    "method_name",
    "services",
    "version",
    "waiters",
]


@dataclasses.dataclass(frozen=True)
class Source:
    """A service model: ``model`` is botocore's JSON, which must not be changed."""

    service: str
    model: dict[str, t.Any]
    botocore_version: str


@dataclasses.dataclass(frozen=True, slots=True)
class Release:
    """A release of botocore: ``data`` is the folder of its service models."""

    version: str
    data: str


def installed() -> Release:
    """Return the installed botocore."""
    return Release(botocore.__version__, Loader.BUILTIN_DATA_PATH)


def clear_cache() -> None:
    """Clear the loaders, which keep every file that they read."""
    _loader.cache_clear()


@cache
def _loader(release: Release | None, private: bool) -> Loader:
    if not private:
        paths = [(release or installed()).data]
        return Loader(extra_search_paths=paths, include_default_search_paths=False)
    from botocore.session import (
        Session,
    )  # takes as long as all else of botocore that is needed here

    try:
        return t.cast(Loader, Session().get_component("data_loader"))
    except BotoCoreError as error:
        raise GenerationError(f"the AWS configuration: {error}") from error


@dataclasses.dataclass(frozen=True, slots=True)
class Acceptor:
    """An acceptor of a waiter: ``argument`` is a JMESPath expression, ``state`` the state when it matches."""

    matcher: str
    argument: str
    expected: object
    state: t.Literal["success", "failure", "retry"]


@dataclasses.dataclass(frozen=True, slots=True)
class Waiter:
    """A waiter: the operation that it polls and its acceptors."""

    name: str
    operation: str
    acceptors: tuple[Acceptor, ...]


def load(service: str, release: Release | None = None, *, private: bool = False) -> Source:
    """Load the model of ``service`` (botocore's name for it) from a release, newest API version.

    Here and below, the release is the installed one if none is given; ``private`` is for that one only.
    """
    found = (release or installed()).version
    try:
        model: t.Any = _loader(release, private).load_service_model(service, "service-2")
    except UnknownServiceError as error:
        reason = f"botocore {found} has no such service"
        known = services(release, private=private)
        raise ServiceModelError(
            service, "the file", reason + did_you_mean(service, known)
        ) from error
    except ValueError as error:
        raise ServiceModelError(service, "the file", f"invalid JSON: {error}") from error
    if not isinstance(model, dict):
        raise ServiceModelError(service, "the file", "not a service model: expected a JSON object")
    parts = t.cast(dict[str, t.Any], model)
    for part in ("metadata", "operations", "shapes"):
        if not isinstance(parts.get(part, {}), dict):
            raise ServiceModelError(service, part, "expected a JSON object")
    return Source(service, parts, found)


def version() -> str:
    """Return the version of the installed botocore."""
    return botocore.__version__


def services(release: Release | None = None, *, private: bool = False) -> list[str]:
    """Return botocore's names of all services."""
    return sorted(_loader(release, private).list_available_services("service-2"))


def _part(service: str, part: str, release: Release | None, private: bool) -> dict[str, t.Any]:
    try:
        loaded = _loader(release, private).load_service_model(service, part)
    except ValueError as error:
        raise ServiceModelError(service, "the file", f"invalid JSON: {error}", part) from error
    return t.cast(dict[str, t.Any], loaded)


def waiters(
    service: str, release: Release | None = None, *, private: bool = False
) -> tuple[Waiter, ...]:
    """Return botocore's waiters of ``service``, in their order."""
    try:
        model = _part(service, "waiters-2", release, private)
    except UnknownServiceError:  # the service has no waiters
        return ()
    found: list[Waiter] = []
    with reading(service, "waiters", "waiters-2"):
        for name, each in model["waiters"].items():
            with reading(service, name, "waiters-2"):
                acceptors = tuple(map(_acceptor, each["acceptors"]))
                found.append(Waiter(name, _text(each["operation"]), acceptors))
    return tuple(found)


def _acceptor(given: t.Any) -> Acceptor:
    state = given["state"]
    if state not in ("success", "failure", "retry"):
        raise ValueError(f"the state of an acceptor is {state!r}")
    matcher, argument = _text(given["matcher"]), _text(given.get("argument", ""))
    return Acceptor(matcher, argument, given.get("expected"), state)


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise TypeError(f"expected a string, got {given!r}")
    return given


def examples(
    service: str, release: Release | None = None, *, private: bool = False
) -> dict[str, list[t.Any]]:
    """Return botocore's example outputs by operation."""
    try:
        model = _part(service, "examples-1", release, private)
    except UnknownServiceError:  # the service has no examples
        return {}
    with reading(service, "examples", "examples-1"):
        return {
            operation: [each["output"] for each in listed if "output" in each]
            for operation, listed in model["examples"].items()
        }


def method_name(operation: str) -> str:
    """Return the name of the client method for ``operation``."""
    return xform_name(operation)

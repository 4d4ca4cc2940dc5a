"""botocore's service models, read through botocore's own loader: the only module that reads them.

What is shipped is made from the models that come with botocore: with the installed one, or with any other release
whose data folder is there (botocore's own code is always the installed one's). ``private`` adds those that the user keeps where
botocore looks for them (``~/.aws/models``, ``AWS_DATA_PATH`` and ``data_path`` of the AWS configuration), which
come first.

May import: the standard library, botocore and ``codegen.exceptions``.
"""

from __future__ import annotations

import dataclasses
import typing as t
from functools import cache

import botocore
from botocore import xform_name
from botocore.exceptions import BotoCoreError, UnknownServiceError
from botocore.loaders import Loader

from typed_status.codegen.exceptions import GenerationError, ServiceModelError, nearest, reading

__all__ = [
    "Acceptor",
    "Release",
    "Source",
    "Waiter",
    "examples",
    "forget",
    "installed",
    "load",
    "method_name",
    "services",
    "version",
    "waiters",
]


@dataclasses.dataclass(frozen=True)
class Source:
    """A service model as botocore has it: ``model`` is its JSON, read-only by agreement."""

    service: str
    model: dict[str, t.Any]
    botocore_version: str


@dataclasses.dataclass(frozen=True, slots=True)
class Release:
    """A release of botocore: ``data`` is the folder of its service models."""

    version: str
    data: str


def installed() -> Release:
    """The botocore that is installed."""
    return Release(botocore.__version__, Loader.BUILTIN_DATA_PATH)


def forget() -> None:
    """Let go of what was read: a loader keeps all that it ever read."""
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
    """What a waiter looks for: ``argument`` is a JMESPath expression, ``state`` what finding it means."""

    matcher: str
    argument: str
    expected: object
    state: t.Literal["success", "failure", "retry"]


@dataclasses.dataclass(frozen=True, slots=True)
class Waiter:
    """A waiter: the operation that it polls and what it looks for."""

    name: str
    operation: str
    acceptors: tuple[Acceptor, ...]


def load(service: str, release: Release | None = None, *, private: bool = False) -> Source:
    """The model of ``service`` (botocore's name for it) in a release, newest API version.

    Here and below, the release is the installed one if none is given, and ``private`` goes with that one.
    """
    found = (release or installed()).version
    try:
        model: t.Any = _loader(release, private).load_service_model(service, "service-2")
    except UnknownServiceError as error:
        reason = f"botocore {found} has no such service"
        known = services(release, private=private)
        raise ServiceModelError(service, "the file", reason + nearest(service, known)) from error
    except ValueError as error:
        raise ServiceModelError(service, "the file", f"it is no JSON: {error}") from error
    if not isinstance(model, dict):
        raise ServiceModelError(service, "the file", "it is no service model")
    parts = t.cast(dict[str, t.Any], model)
    for part in ("metadata", "operations", "shapes"):
        if not isinstance(parts.get(part, {}), dict):
            raise ServiceModelError(service, part, "it is no object")
    return Source(service, parts, found)


def version() -> str:
    """The version of the installed botocore."""
    return botocore.__version__


def services(release: Release | None = None, *, private: bool = False) -> list[str]:
    """botocore's names of all services."""
    return sorted(_loader(release, private).list_available_services("service-2"))


def _part(service: str, part: str, release: Release | None, private: bool) -> dict[str, t.Any]:
    try:
        loaded = _loader(release, private).load_service_model(service, part)
    except ValueError as error:
        raise ServiceModelError(service, "the file", f"it is no JSON: {error}", part) from error
    return t.cast(dict[str, t.Any], loaded)


def waiters(
    service: str, release: Release | None = None, *, private: bool = False
) -> tuple[Waiter, ...]:
    """botocore's waiters of ``service``, in their order."""
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
        raise TypeError(f"{given!r} is no text")
    return given


def examples(
    service: str, release: Release | None = None, *, private: bool = False
) -> dict[str, list[t.Any]]:
    """botocore's example outputs of each operation, where it has some."""
    try:
        model = _part(service, "examples-1", release, private)
    except UnknownServiceError:  # the service has no examples
        return {}
    with reading(service, "examples", "examples-1"):
        return {
            operation: [each["output"] for each in shown if "output" in each]
            for operation, shown in model["examples"].items()
        }


def method_name(operation: str) -> str:
    """The name under which botocore's clients have ``operation``."""
    return xform_name(operation)

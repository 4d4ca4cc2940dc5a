"""botocore's service models, read through botocore's own loader: the only module that reads them.

What is shipped is made from the models that come with botocore. ``private`` adds those that the user keeps where
botocore looks for them (``~/.aws/models``, ``AWS_DATA_PATH`` and ``data_path`` of the AWS configuration), which
come first.

May import: the standard library, botocore and ``codegen.errors``.
"""

from __future__ import annotations

import dataclasses
import typing as t
from functools import cache

import botocore
from botocore import xform_name
from botocore.exceptions import BotoCoreError, UnknownServiceError
from botocore.loaders import Loader

from typed_status.codegen.errors import GenerationError, ServiceModelError, nearest

__all__ = [
    "Acceptor",
    "Source",
    "Waiter",
    "examples",
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


@cache
def _loader(private: bool) -> Loader:
    if not private:
        paths = [Loader.BUILTIN_DATA_PATH]
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


def load(service: str, *, private: bool = False) -> Source:
    """The model of ``service`` (botocore's name for it) in the installed botocore, newest API version."""
    try:
        model: t.Any = _loader(private).load_service_model(service, "service-2")
    except UnknownServiceError as error:
        reason = f"botocore {botocore.__version__} has no such service"
        known = services(private=private)
        raise ServiceModelError(service, "the file", reason + nearest(service, known)) from error
    except ValueError as error:
        raise ServiceModelError(service, "the file", f"it is no JSON: {error}") from error
    if not isinstance(model, dict):
        raise ServiceModelError(service, "the file", "it is no service model")
    parts = t.cast(dict[str, t.Any], model)
    for part in ("metadata", "operations", "shapes"):
        if not isinstance(parts.get(part, {}), dict):
            raise ServiceModelError(service, part, "it is no object")
    return Source(service, parts, botocore.__version__)


def version() -> str:
    """The version of the installed botocore."""
    return botocore.__version__


def services(*, private: bool = False) -> list[str]:
    """botocore's names of all services."""
    return sorted(_loader(private).list_available_services("service-2"))


def waiters(service: str, *, private: bool = False) -> tuple[Waiter, ...]:
    """botocore's waiters of ``service``, in their order."""
    try:
        model = t.cast(dict[str, t.Any], _loader(private).load_service_model(service, "waiters-2"))
    except UnknownServiceError:  # the service has no waiters
        return ()
    return tuple(
        Waiter(
            name,
            each["operation"],
            tuple(
                Acceptor(one["matcher"], one.get("argument", ""), one.get("expected"), one["state"])
                for one in each["acceptors"]
            ),
        )
        for name, each in model["waiters"].items()
    )


def examples(service: str, *, private: bool = False) -> dict[str, list[t.Any]]:
    """botocore's example outputs of each operation, where it has some."""
    try:
        model = t.cast(dict[str, t.Any], _loader(private).load_service_model(service, "examples-1"))
    except UnknownServiceError:  # the service has no examples
        return {}
    return {
        operation: [each["output"] for each in shown if "output" in each]
        for operation, shown in model["examples"].items()
    }


def method_name(operation: str) -> str:
    """The name under which botocore's clients have ``operation``."""
    return xform_name(operation)

"""botocore's service models, read through botocore's own loader: the only module that reads them.

May import: the standard library, botocore and ``codegen.errors``.
"""

from __future__ import annotations

import dataclasses
import typing as t
from functools import cache

import botocore
from botocore import xform_name
from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader

from typed_status.codegen.errors import ServiceModelError

__all__ = [
    "Acceptor",
    "Source",
    "Waiter",
    "examples",
    "load",
    "method_name",
    "services",
    "waiters",
]


@dataclasses.dataclass(frozen=True)
class Source:
    """A service model as botocore has it: ``model`` is its JSON, read-only by agreement."""

    service: str
    model: dict[str, t.Any]
    botocore_version: str


@cache
def _loader() -> Loader:
    # Not the models that somebody may have put into their home directory.
    return Loader(extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False)


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


def load(service: str) -> Source:
    """The model of ``service`` (botocore's name for it) in the installed botocore, newest API version."""
    try:
        model = _loader().load_service_model(service, "service-2")
    except UnknownServiceError as error:
        raise ServiceModelError(
            service, "the file", f"botocore {botocore.__version__} has no such service"
        ) from error
    return Source(service, t.cast(dict[str, t.Any], model), botocore.__version__)


def services() -> list[str]:
    """botocore's names of all services."""
    return sorted(_loader().list_available_services("service-2"))


def waiters(service: str) -> tuple[Waiter, ...]:
    """botocore's waiters of ``service``, in their order."""
    try:
        model = t.cast(dict[str, t.Any], _loader().load_service_model(service, "waiters-2"))
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


def examples(service: str) -> dict[str, list[t.Any]]:
    """botocore's example outputs of each operation, where it has some."""
    try:
        model = t.cast(dict[str, t.Any], _loader().load_service_model(service, "examples-1"))
    except UnknownServiceError:  # the service has no examples
        return {}
    return {
        operation: [each["output"] for each in shown if "output" in each]
        for operation, shown in model["examples"].items()
    }


def method_name(operation: str) -> str:
    """The name under which botocore's clients have ``operation``."""
    return xform_name(operation)

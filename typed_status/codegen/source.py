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

__all__ = ["Source", "examples", "load", "method_name", "polled", "services"]


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


def polled(service: str) -> dict[str, list[str]]:
    """The operations that botocore's waiters poll, each with the JMESPath expressions they look at."""
    try:
        model = t.cast(dict[str, t.Any], _loader().load_service_model(service, "waiters-2"))
    except UnknownServiceError:  # the service has no waiters
        return {}
    found: dict[str, list[str]] = {}
    for waiter in model["waiters"].values():
        paths = found.setdefault(waiter["operation"], [])
        paths += [each["argument"] for each in waiter["acceptors"] if "argument" in each]
    return found


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

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
from botocore.loaders import Loader, create_loader

from typed_status.codegen.errors import ServiceModelError

__all__ = ["Source", "load", "method_name"]


@dataclasses.dataclass(frozen=True)
class Source:
    """A service model as botocore has it: ``model`` is its JSON, read-only by agreement."""

    service: str
    model: dict[str, t.Any]
    botocore_version: str


@cache
def _loader() -> Loader:
    return create_loader()


def load(service: str) -> Source:
    """The model of ``service`` (botocore's name for it) in the installed botocore, newest API version."""
    try:
        model = _loader().load_service_model(service, "service-2")
    except UnknownServiceError as error:
        raise ServiceModelError(
            service, "service-2", f"botocore {botocore.__version__} has no such service"
        ) from error
    return Source(service, t.cast(dict[str, t.Any], model), botocore.__version__)


def method_name(operation: str) -> str:
    """The name under which botocore's clients have ``operation``."""
    return xform_name(operation)

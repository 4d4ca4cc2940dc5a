"""Service models of the installed botocore, and their documentation as plain text.

May import: the standard library, botocore and ``typed_status.cli.exit_codes``.
"""

from __future__ import annotations

import functools
import os
import typing as t
from collections.abc import Iterable
from pathlib import Path

from botocore.exceptions import DataNotFoundError
from botocore.loaders import create_loader
from botocore.model import ServiceModel

from typed_status.cli.exit_codes import AWS, CliError

__all__ = [
    "Shape",
    "inner_shape",
    "operation_model",
    "paginator",
    "service_model",
    "service_names",
]

Shape = t.Any  # botocore has no types


def _loader() -> t.Any:
    return create_loader(os.environ.get("AWS_DATA_PATH"))


def service_names() -> Iterable[str]:
    """Return the services of the installed botocore."""
    return t.cast(list[str], _loader().list_available_services("service-2"))


@functools.cache
def service_model(service: str) -> t.Any:
    """Load botocore's model of a service; raise ``CliError`` if it is missing or invalid."""
    loader = _loader()
    try:
        described: object = loader.load_service_model(service, "service-2")
    except DataNotFoundError:
        raise CliError(f"The installed botocore has no service {service!r}.", AWS) from None
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(loader, service, str(error)) from None
    if not isinstance(described, dict):
        raise _unreadable(loader, service, "expected a JSON object")
    return ServiceModel(t.cast(dict[str, t.Any], described), service)


def _unreadable(loader: t.Any, service: str, reason: str) -> CliError:
    folder = f"{service}/{loader.determine_latest_version(service, 'service-2')}"
    places = (Path(each) / folder / "service-2.json" for each in loader.search_paths)
    # The first that exists, as in botocore.
    found = next((each for each in places if each.exists()), None)
    where = f" in {found}" if found else ""
    return CliError(
        f"cannot read botocore's model of the service {service!r}{where}: {reason}. "
        "Check AWS_DATA_PATH, which adds folders to the search path.",
        AWS,
    )


def operation_model(service: str, operation: str) -> t.Any:
    """Return botocore's model of an operation, or none if it is unknown."""
    model = service_model(service)
    return model.operation_model(operation) if operation in model.operation_names else None


@functools.cache
def paginator(service: str, operation: str) -> dict[str, t.Any] | None:
    """Return botocore's paginator of an operation, or none if there is none."""
    try:
        described: dict[str, t.Any] = _loader().load_service_model(service, "paginators-1")
    except DataNotFoundError:
        return None
    return t.cast("dict[str, t.Any] | None", described["pagination"].get(operation))


def inner_shape(shape: Shape) -> Shape:
    """Return the innermost shape of nested lists and maps."""
    while shape is not None and shape.type_name in ("list", "map"):
        shape = shape.member if shape.type_name == "list" else shape.value
    return shape

"""Names as users write them -> botocore's, of all services and operations that the user's botocore has.

May import: the standard library, ``codegen.models.botocore_source``, ``codegen.exceptions``, ``lookup`` and ``suggestions``.
"""

from __future__ import annotations

from collections.abc import Iterable

from typed_status.codegen.exceptions import UnknownNameError
from typed_status.codegen.models import botocore_source
from typed_status.lookup import find, find_service
from typed_status.suggestions import did_you_mean

__all__ = ["all_operations", "operation_names", "service_name"]


def service_name(name: str) -> str:
    """Return botocore's name of the service ``name``.

    Raises:
        UnknownNameError: neither the installed botocore nor the user's own models have it.
    """
    known = botocore_source.services(private=True)
    found = find_service(name, known)
    if found is None:
        raise UnknownNameError(f"there is no service {name!r}" + did_you_mean(name, known))
    return found


def all_operations(service: str) -> list[str]:
    """Return AWS's names of all operations of ``service``, in alphabetical order."""
    return sorted(botocore_source.load(service, private=True).model.get("operations", ()))


def operation_names(service: str, names: Iterable[str]) -> list[str]:
    """Return AWS's names of the operations ``names`` of ``service``, each once, in alphabetical order.

    Raises:
        UnknownNameError: the service has no such operation.
    """
    known = all_operations(service)
    found: set[str] = set()
    for name in names:
        operation = find(name, known)
        if operation is None:
            hint = did_you_mean(name, known)
            raise UnknownNameError(f"{service} has no operation {name!r}{hint}")
        found.add(operation)
    return sorted(found)

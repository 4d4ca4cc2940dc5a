"""Names as users write them -> botocore's names: ``describe-services`` and ``describe_services`` are ``DescribeServices``.

May import: the standard library, ``codegen.models.botocore_source`` and ``codegen.exceptions``.
"""

from __future__ import annotations

from collections.abc import Iterable

from typed_status.codegen.exceptions import UnknownNameError, nearest
from typed_status.codegen.models import botocore_source

__all__ = ["all_operations", "operation_names", "service_name"]


def service_name(name: str) -> str:
    """botocore's name of the service that ``name`` is.

    Raises:
        UnknownNameError: the installed botocore, and the user's own models, have none.
    """
    known = botocore_source.services(private=True)
    found = _found(name, known)
    if found is None:
        raise UnknownNameError(f"there is no service {name!r}" + nearest(_plain(name), known))
    return found


def all_operations(service: str) -> list[str]:
    """AWS's names of all operations of ``service``, in alphabetical order."""
    return sorted(botocore_source.load(service, private=True).model.get("operations", ()))


def operation_names(service: str, names: Iterable[str]) -> list[str]:
    """AWS's names of the operations ``names`` of ``service``, each once, in alphabetical order.

    Raises:
        UnknownNameError: one is no operation of the service.
    """
    known = all_operations(service)
    found: set[str] = set()
    for name in names:
        operation = _found(name, known)
        if operation is None:
            near = nearest(_camel(name), known)
            raise UnknownNameError(f"{service} has no operation {name!r}{near}")
        found.add(operation)
    return sorted(found)


def _found(name: str, known: Iterable[str]) -> str | None:
    """The one of ``known`` that is ``name``, whatever case and dashes it is written with."""
    plain = {_plain(each).replace("-", ""): each for each in known}
    return name if name in plain.values() else plain.get(_plain(name).replace("-", ""))


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").strip("-")


def _camel(name: str) -> str:
    """As AWS writes names of operations, so that what is near is found."""
    return "".join(word[0].upper() + word[1:] for word in name.replace("_", "-").split("-") if word)

"""botocore's waiters as conditions of ``until=``: their acceptors decide what a response means.

A waiter is recognized by its attributes, since the classes of botocore, aiobotocore and stub packages differ.

May import: the standard library and ``runtime.wire.botocore_internals``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Sequence

from typed_status.runtime.wire.botocore_internals import waiter_service

__all__ = ["Acceptors", "State", "Waiter", "is_waiter", "merge_pages"]

# What a matching acceptor means.
State: t.TypeAlias = t.Literal["success", "failure", "retry"]


class _Acceptor(t.Protocol):
    """An acceptor of a waiter model, as botocore compiles it."""

    @property
    def state(self) -> str: ...

    @property
    def matcher_func(self) -> Callable[[t.Any], t.Any]: ...


class Waiter(t.Protocol):
    """A waiter as ``client.get_waiter("instance_stopped")`` returns it; only its acceptors are used."""

    @property
    def name(self) -> str:
        """The name in the waiter model: ``InstanceStopped``."""
        ...

    @property
    def config(self) -> t.Any:
        """Has ``operation`` and ``acceptors``. ``Any``, since stub packages declare another type than botocore's."""
        ...

    @property
    def wait(self) -> Callable[..., t.Any]:
        """botocore's own loop; not used."""
        ...


def is_waiter(value: object) -> t.TypeGuard[Waiter]:
    """Return whether ``value`` is a botocore waiter or has the attributes of one."""
    config = getattr(value, "config", None)
    has_attributes = hasattr(config, "acceptors") and hasattr(config, "operation")
    return has_attributes and not callable(value)  # a callable is a predicate


class Acceptors:
    """The acceptors of a waiter."""

    def __init__(self, waiter: Waiter) -> None:
        self.name = waiter.name
        self.operation = str(waiter.config.operation)
        self.service = waiter_service(waiter)
        self._acceptors: list[_Acceptor] = list(waiter.config.acceptors)

    def state(self, response: t.Mapping[str, t.Any]) -> State | None:
        """Return the state of the first acceptor that matches; ``None`` if none does."""
        for each in self._acceptors:
            if each.matcher_func(response):
                return t.cast(State, each.state)
        return None


def merge_pages(pages: Sequence[dict[str, t.Any]]) -> dict[str, t.Any]:
    """Merge the pages of a list operation into one response: lists and maps joined, other members from the last page."""
    merged: dict[str, t.Any] = {}
    for page in pages:
        for name, value in page.items():
            before: object = merged.get(name)
            if isinstance(value, list) and isinstance(before, list):
                merged[name] = [*t.cast(list[object], before), *t.cast(list[object], value)]
            elif isinstance(value, dict) and isinstance(before, dict):
                merged[name] = t.cast(dict[str, object], before) | t.cast(dict[str, object], value)
            else:
                merged[name] = value
    return merged

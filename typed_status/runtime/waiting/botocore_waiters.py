"""botocore's waiters as something to wait for: their acceptors say what an answer means.

A waiter is known by what it has, as botocore's, aiobotocore's and those of stub packages are different classes.

May import: the standard library and ``runtime.wire.botocore_internals``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Sequence

from typed_status.runtime.wire.botocore_internals import waiter_service

__all__ = ["Acceptors", "State", "Waiter", "is_waiter", "merged"]

# What a match means.
State: t.TypeAlias = t.Literal["success", "failure", "retry"]


class _Acceptor(t.Protocol):
    """What botocore makes of an acceptor of its waiter model."""

    @property
    def state(self) -> str: ...

    @property
    def matcher_func(self) -> Callable[[t.Any], t.Any]: ...


class Waiter(t.Protocol):
    """A waiter as ``client.get_waiter("instance_stopped")`` gives it; its acceptors alone are used."""

    @property
    def name(self) -> str:
        """As in the waiter model: ``InstanceStopped``."""
        ...

    @property
    def config(self) -> t.Any:
        """Holds ``operation`` and ``acceptors``. Stub packages declare it as something else than it is."""
        ...

    @property
    def wait(self) -> Callable[..., t.Any]:
        """botocore's own way to wait, of which nothing is used."""
        ...


def is_waiter(value: object) -> t.TypeGuard[Waiter]:
    """Whether ``value`` is a waiter of botocore's, or is like one."""
    config = getattr(value, "config", None)
    is_one = hasattr(config, "acceptors") and hasattr(config, "operation")
    return is_one and not callable(value)  # which would be a predicate


class Acceptors:
    """The acceptors of a waiter."""

    def __init__(self, waiter: Waiter) -> None:
        self.name = waiter.name
        self.operation = str(waiter.config.operation)
        self.service = waiter_service(waiter)
        self._acceptors: list[_Acceptor] = list(waiter.config.acceptors)

    def state(self, response: t.Mapping[str, t.Any]) -> State | None:
        """What the first acceptor that matches says; ``None`` where none does."""
        for each in self._acceptors:
            if each.matcher_func(response):
                return t.cast(State, each.state)
        return None


def merged(pages: Sequence[dict[str, t.Any]]) -> dict[str, t.Any]:
    """The pages of a listing as one response: lists and maps together, all else as on the last page."""
    whole: dict[str, t.Any] = {}
    for page in pages:
        for name, value in page.items():
            before: object = whole.get(name)
            if isinstance(value, list) and isinstance(before, list):
                whole[name] = [*t.cast(list[object], before), *t.cast(list[object], value)]
            elif isinstance(value, dict) and isinstance(before, dict):
                whole[name] = t.cast(dict[str, object], before) | t.cast(dict[str, object], value)
            else:
                whole[name] = value
    return whole

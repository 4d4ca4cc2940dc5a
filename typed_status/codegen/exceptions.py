"""The exceptions of the generator: each message contains the place and the reason.

Reviewed data may not fit another release of botocore. Functions report it to an ``OnProblem`` that the
caller passes, which raises or collects.

May import: the standard library.
"""

import contextlib
import typing as t
from collections.abc import Callable, Generator, Iterable

__all__ = [
    "GenerationError",
    "ObstacleError",
    "OnProblem",
    "OverlayError",
    "SelectionError",
    "ServiceModelError",
    "UnknownNameError",
    "raise_problem",
    "reading",
]


class GenerationError(Exception):
    """Generation stopped. Nothing was written."""


OnProblem = Callable[[GenerationError], None]
"""Called with what does not fit; if it returns, generation goes on without it."""


def raise_problem(error: GenerationError) -> t.NoReturn:
    """Raise ``error``: the ``OnProblem`` for which all reviewed data must fit."""
    raise error


class ServiceModelError(GenerationError):
    """A service model is missing or broken, or needs what the generator cannot write."""

    def __init__(self, service: str, where: str, reason: str, file: str = "service-2") -> None:
        super().__init__(f"{service}/{file}.json: {where}: {reason}")


@contextlib.contextmanager
def reading(service: str, where: str, file: str = "service-2") -> Generator[None, None, None]:
    """Turn errors from reading malformed parts of a service model into ``ServiceModelError``."""
    try:
        yield
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        reason = f"malformed service model ({type(error).__name__}: {error})"
        raise ServiceModelError(service, where, reason, file) from error


class OverlayError(GenerationError):
    """A rule of an overlay does not fit the service model."""

    def __init__(self, file: str, rule: str, reason: str) -> None:
        super().__init__(f"{file}: rule {rule!r}: {reason}")


class ObstacleError(GenerationError):
    """Files that were not generated are in the way; ``obstacles`` lists them."""

    def __init__(self, obstacles: Iterable[str]) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__("\n".join(self.obstacles))


class SelectionError(GenerationError):
    """``typed-status.toml`` is malformed, or contradicts itself or what is installed."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")


class UnknownNameError(GenerationError):
    """There is no service or operation of this name."""

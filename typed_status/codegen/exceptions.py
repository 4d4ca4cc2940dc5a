"""What stops a generation: always with the place and the reason.

What reviewed data says of a service may not hold in another release of botocore. Who is given such an
``Objection`` stops, or takes note of it and does without: that is for its caller to say.

May import: the standard library.
"""

import contextlib
import difflib
import typing as t
from collections.abc import Callable, Generator, Iterable

__all__ = [
    "GenerationError",
    "Object",
    "ObstacleError",
    "OverlayError",
    "SelectionError",
    "ServiceModelError",
    "UnknownNameError",
    "nearest",
    "reading",
    "stop",
]


class GenerationError(Exception):
    """Generation stopped. Nothing was written."""


Object = Callable[[GenerationError], None]
"""Is told what does not hold; generation goes on without it, if this returns."""


def stop(error: GenerationError) -> t.NoReturn:
    """Raise ``error``: the ``Object`` of those who want all of the reviewed data to hold."""
    raise error


class ServiceModelError(GenerationError):
    """A service model is missing or broken, or asks for what the generator cannot write."""

    def __init__(self, service: str, where: str, reason: str, file: str = "service-2") -> None:
        super().__init__(f"{service}/{file}.json: {where}: {reason}")


@contextlib.contextmanager
def reading(service: str, where: str, file: str = "service-2") -> Generator[None, None, None]:
    """What is not of the form of a service model, found while it is read, is a ``ServiceModelError``."""
    try:
        yield
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        reason = f"it is not of the form of a service model ({type(error).__name__}: {error})"
        raise ServiceModelError(service, where, reason, file) from error


class OverlayError(GenerationError):
    """An entry of an overlay does not hold."""

    def __init__(self, file: str, rule: str, reason: str) -> None:
        super().__init__(f"{file}: rule {rule!r}: {reason}")


class ObstacleError(GenerationError):
    """Files that are not ours are where ours are to be; ``obstacles`` says which."""

    def __init__(self, obstacles: Iterable[str]) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__("\n".join(self.obstacles))


class SelectionError(GenerationError):
    """What ``typed-status.toml`` says cannot be."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")


class UnknownNameError(GenerationError):
    """There is no service or operation of this name."""


def nearest(name: str, known: Iterable[str]) -> str:
    """What may have been meant by ``name``, as the end of a sentence; empty where nothing is near."""
    close = difflib.get_close_matches(name, list(known), n=3)
    return f"; did you mean {' or '.join(close)}?" if close else ""

"""What stops a generation: always with the place and the reason.

May import: the standard library.
"""

__all__ = ["GenerationError", "OverlayError", "ServiceModelError"]


class GenerationError(Exception):
    """Generation stopped. Nothing was written."""


class ServiceModelError(GenerationError):
    """A service model is missing or broken, or asks for what the generator cannot write."""

    def __init__(self, service: str, where: str, reason: str) -> None:
        super().__init__(f"{service}/service-2.json: {where}: {reason}")


class OverlayError(GenerationError):
    """An entry of an overlay does not hold."""

    def __init__(self, file: str, rule: str, reason: str) -> None:
        super().__init__(f"{file}: rule {rule!r}: {reason}")

"""Which operations are shipped: ``catalog.toml``, read and checked.

May import: the standard library, pydantic and ``codegen.errors``.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pydantic

from typed_status.codegen.errors import GenerationError

__all__ = ["CATALOG", "Pick", "read_catalog"]

CATALOG = Path(__file__).parent / "catalog.toml"


class Pick(pydantic.BaseModel):
    """One shipped operation; ``status`` is the path of wire names to its leading status."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    service: str
    name: str
    status: str | None = None
    why: str | None = None

    @pydantic.model_validator(mode="after")
    def _is_explained(self) -> Pick:
        if self.status is None and self.why is None:
            raise ValueError("an operation without a status says why it is shipped")
        return self


class _Catalog(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid")

    operation: tuple[Pick, ...]


def read_catalog(path: Path = CATALOG) -> dict[str, tuple[Pick, ...]]:
    """The picks of each service, services and operations in alphabetical order."""
    try:
        picks = _Catalog.model_validate(tomllib.loads(path.read_text("utf-8"))).operation
    except ValueError as error:
        raise GenerationError(f"{path.name}: {error}") from error
    ordered = sorted(picks, key=lambda pick: (pick.service, pick.name))
    return {
        service: tuple(pick for pick in ordered if pick.service == service)
        for service in dict.fromkeys(pick.service for pick in ordered)
    }

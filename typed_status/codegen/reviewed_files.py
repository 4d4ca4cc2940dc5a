"""Read the files of reviewed data: TOML, of the form that a model of pydantic declares.

May import: the standard library, pydantic and ``codegen.exceptions``.
"""

from __future__ import annotations

import tomllib
import typing as t
from pathlib import Path

import pydantic

from typed_status.codegen.exceptions import GenerationError

__all__ = ["read_reviewed_file"]

ModelT = t.TypeVar("ModelT", bound=pydantic.BaseModel)


def read_reviewed_file(path: Path, model: type[ModelT]) -> ModelT:
    """Read a file of reviewed data; raises ``GenerationError`` if it is malformed."""
    try:
        return model.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValueError as error:
        raise GenerationError(f"{path.name}: {error}") from error

"""Every private name of pydantic and enum that the runtime relies on, and nothing else.

Each function names what it relies on and what goes wrong when that changes; ``tests/unit/test_internals.py`` fails then
with a message that says so. What ``runtime.types.deferred`` relies on is not names but how the two metaclasses work,
which its own docstring lists; ``TYPED_STATUS_EAGER=1`` avoids that.

May import: the standard library, pydantic and pydantic_core.
"""

from __future__ import annotations

import typing as t

import pydantic
from pydantic_core import SchemaValidator

__all__ = [
    "CheckedModelMeta",
    "ModelMetaclass",
    "as_base_init",
    "complete",
    "fields_of",
    "json_schema_of",
    "json_schema_of_last_choice",
    "mark_as_set",
    "validator_of",
]

_InitT = t.TypeVar("_InitT", bound=t.Callable[..., None])

if t.TYPE_CHECKING:
    # ``pydantic._internal._model_construction.ModelMetaclass``: pydantic exports its metaclass under no public name. When
    # it moves, mypy and pyright report this import; at run time nothing is imported from there.
    from pydantic._internal._model_construction import ModelMetaclass

    # pydantic has no public way to declare ``frozen=True`` in ``model_config`` to type checkers.
    @t.dataclass_transform(
        kw_only_default=True, frozen_default=True, field_specifiers=(pydantic.Field,)
    )
    class CheckedModelMeta(ModelMetaclass):
        """pydantic's metaclass for type checkers: models are frozen."""
else:
    ModelMetaclass = CheckedModelMeta = type(pydantic.BaseModel)


def validator_of(model: type[pydantic.BaseModel]) -> SchemaValidator:
    """Return the validator of ``model``, without what ``model_validate`` adds: our own error handling, and one more call.

    Relies on ``__pydantic_validator__``. When it goes, no response can be read: use ``TypeAdapter(model)``.
    """
    return t.cast(SchemaValidator, model.__pydantic_validator__)


def json_schema_of_last_choice() -> dict[str, t.Any]:
    """Return the metadata of the core schema of a union, whose JSON schema is that of its last choice.

    Relies on ``pydantic_js_annotation_functions``. When it goes, the JSON schema of a status allows any string.
    """

    def last_choice(union: t.Any, handler: pydantic.GetJsonSchemaHandler) -> dict[str, t.Any]:
        shown: t.Any = {**union, "choices": union["choices"][-1:]}
        return handler(shown)

    return {"pydantic_js_annotation_functions": [last_choice]}


def json_schema_of(declared: t.Any) -> dict[str, t.Any]:
    """Return the metadata of a core schema whose JSON schema is that of ``declared``.

    Relies on ``pydantic_js_annotation_functions``. When it goes, the JSON schema of a list with a rule allows any items.
    """

    def shown(_: t.Any, handler: pydantic.GetJsonSchemaHandler) -> dict[str, t.Any]:
        return handler(declared)

    return {"pydantic_js_annotation_functions": [shown]}


def mark_as_set(model: pydantic.BaseModel, name: str) -> None:
    """Note that the field ``name`` of an instance was set, as validation does.

    Relies on ``__pydantic_fields_set__``, the set behind ``model_fields_set``. When it changes, a response that was read
    from a body loses ``ResponseMetadata`` in ``to_boto3`` and with ``exclude_unset``.
    """
    model.__pydantic_fields_set__.add(name)


def fields_of(info: pydantic.ValidationInfo) -> dict[str, t.Any]:
    """Return the ``__dict__`` that the structure which is being validated will have.

    Relies on ``info.data`` being that dict itself. When it becomes a copy, ``to_boto3`` gives timestamps in strings in one
    form, and no empty text of an enum.
    """
    return info.data


def as_base_init(init: _InitT) -> _InitT:
    """Mark an ``__init__`` that does what pydantic's own does, so that validation need not call it.

    Relies on ``__pydantic_base_init__``. When it goes, validation calls ``__init__`` for each structure: slower, and
    unknown members are refused as if a constructor had been given them.
    """
    init.__pydantic_base_init__ = True  # type: ignore[attr-defined] # functions take any attribute
    return init


def complete(model: type[pydantic.BaseModel], *, raise_errors: bool = True) -> None:
    """Resolve the annotations of a class that names others which were not there yet when it was built.

    Raises ``pydantic.PydanticUndefinedAnnotation`` where they still are not, unless ``raise_errors`` is false.

    Relies on ``__pydantic_fields_complete__``. When it goes, ``model_fields`` of such a class have unresolved
    annotations until it is first validated; only classes of users, and those built with ``TYPED_STATUS_EAGER=1``,
    may be such.
    """
    if not model.__pydantic_fields_complete__:
        model.model_rebuild(raise_errors=raise_errors)

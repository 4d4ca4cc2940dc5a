"""The private names of pydantic that the runtime relies on: each is there, does what we use it for, and is used in one place.

Where a test fails, pydantic has changed; the docstring of the function says what no longer works.
"""

import re
import typing as t
from pathlib import Path

import pydantic
import pytest
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

import typed_status.runtime as rt
from typed_status.runtime.types import internals
from typed_status.services import servicediscovery

RUNTIME = Path(rt.__file__).parent
PRIVATE = re.compile(
    r"pydantic(?:_core)?\._|__pydantic_(?!extra__|config__)\w+__|_value2member_map_|_member_(?:names|map|type)_|_sort_order_"
)
# ``__pydantic_extra__`` and ``__pydantic_config__`` are documented: a model declares the type of its extra members, and a
# typed dict its options.


def test_private_names_are_in_one_module():
    using = {
        str(path.relative_to(RUNTIME))
        for path in RUNTIME.rglob("*.py")
        if PRIVATE.search(path.read_text("utf-8"))
    }
    assert using == {"types/internals.py"}, "private names belong into runtime/types/internals.py"


def changed(name: str, function: t.Callable[..., object]) -> str:
    return f"pydantic {pydantic.VERSION} has changed {name}. {function.__doc__}"


def test_the_validator_of_a_model():
    validator = internals.validator_of(servicediscovery.GetOperationRequest)
    got: t.Any = validator.validate_python({"OperationId": "a"}, by_alias=True, by_name=False)
    assert got == servicediscovery.GetOperationRequest(operation_id="a"), changed(
        "__pydantic_validator__", internals.validator_of
    )
    with pytest.raises(pydantic.ValidationError):
        validator.validate_python({"operation_id": "a"}, by_alias=True, by_name=False)


def test_marking_a_field_as_set():
    model = servicediscovery.Operation.model_validate({"Id": "a", "Status": "SUCCESS"})
    internals.mark_as_set(model, "type")
    why = changed("__pydantic_fields_set__", internals.mark_as_set)
    assert model.model_fields_set == {"id", "status", "type"}, why
    assert model.model_dump(exclude_unset=True).keys() == {"id", "status", "type"}, why


def test_the_json_schema_of_the_last_choice():
    union = core_schema.union_schema(
        [core_schema.str_schema(), core_schema.int_schema()],
        metadata=internals.json_schema_of_last_choice(),
    )
    assert GenerateJsonSchema().generate(union) == {"type": "integer"}, changed(
        "pydantic_js_annotation_functions", internals.json_schema_of_last_choice
    )


def test_the_fields_of_a_structure_that_is_being_validated():
    def note(value: int, info: pydantic.ValidationInfo) -> int:
        internals.fields_of(info)["__noted__"] = value
        return value

    class Noting(pydantic.BaseModel):
        a: t.Annotated[int, pydantic.AfterValidator(note)]
        b: list[int] = []

    for got in (Noting.model_validate({"a": 1}), Noting.model_validate_json('{"a": 1, "b": [2]}')):
        why = changed("info.data", internals.fields_of)
        assert vars(got)["__noted__"] == 1, why
        assert got == Noting(a=1, b=got.b), why
        assert got.model_dump().keys() == {"a", "b"}, why


def test_validation_does_not_call_a_marked_constructor():
    calls: list[str] = []

    class Marked(pydantic.BaseModel):
        a: int

        @internals.as_base_init
        def __init__(self, **data: t.Any) -> None:
            calls.append("init")
            super().__init__(**data)

    assert Marked.model_validate({"a": 1}) == Marked(a=1)
    assert calls == ["init"], changed("__pydantic_base_init__", internals.as_base_init)


def test_completing_a_class_whose_annotations_were_not_resolved():
    class Early(pydantic.BaseModel):
        late: "t.Annotated[Late, rt.wire(sensitive=True)] | None" = None

    class Late(pydantic.BaseModel):
        a: int

    assert not Early.__pydantic_fields_complete__, changed(
        "__pydantic_fields_complete__", internals.complete
    )
    Early.model_rebuild(_types_namespace={"Late": Late, "t": t, "rt": rt})
    assert Early.__pydantic_fields_complete__, changed(
        "__pydantic_fields_complete__", internals.complete
    )


def test_checkers_are_shown_pydantics_own_metaclass():
    from pydantic._internal._model_construction import ModelMetaclass

    assert internals.ModelMetaclass is ModelMetaclass, changed(
        "ModelMetaclass", type(pydantic.BaseModel)
    )

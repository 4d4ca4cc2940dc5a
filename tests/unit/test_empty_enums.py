"""An empty text for an enum that does not declare it: an absent member, and empty again in a boto3 dict."""

import copy
import json
import pickle
import sys

import pydantic
import pytest

import typed_status.runtime as rt
from typed_status import (
    AbsentMemberError,
    ModelValidationError,
    ResponseValidationError,
    SchemaDriftWarning,
    strict,
)
from typed_status.testing import reset_drift


class Color(rt.OpenEnum):
    RED = "RED"


class Maybe(rt.OpenEnum):
    NOTHING = ""
    SOMETHING = "x"


class Paint(rt.ResponseModel):
    color: Color
    second: Color | None = None
    maybe: Maybe | None = None
    colors: list[Color] | None = None
    mapped: dict[Color, Color] | None = None


class Need(rt.ResponseModel):
    maybe: Maybe


@pytest.fixture(autouse=True)
def fresh():
    reset_drift()


DOORS = [
    Paint.model_validate,
    lambda data: Paint.model_validate_json(json.dumps(data)),
    lambda data: pydantic.TypeAdapter(list[Paint]).validate_python([data])[0],
]


@pytest.mark.parametrize("read", DOORS)
def test_an_optional_member_is_none_without_drift(read):
    given = {"Color": "RED", "Second": ""}
    with strict():
        paint = read(given)
    assert paint.second is None
    assert paint == Paint(color="RED")
    assert paint.to_boto3() == given
    assert paint.model_dump()["second"] is None
    for each in (copy.deepcopy(paint), pickle.loads(pickle.dumps(paint)), paint.model_copy()):
        assert each.to_boto3() == given
    assert paint.model_copy(update={"second": Color.RED}).to_boto3()["Second"] == "RED"


@pytest.mark.parametrize("read", DOORS)
def test_a_required_member_is_absent(read):
    given = {"Color": "", "Second": "RED"}
    with pytest.warns(SchemaDriftWarning, match=r"required member (Paint\.)?Color is absent"):
        paint = read(given)
    with pytest.raises(AbsentMemberError):
        _ = paint.color
    assert paint.to_boto3() == given
    assert "color" not in paint.model_dump()
    with (
        strict(),
        pytest.raises((ResponseValidationError, pydantic.ValidationError), match="Color"),
    ):
        read(given)


def test_a_constructor_demands_a_required_member():
    with pytest.raises(ModelValidationError, match="Color"):
        Paint(color="")


def test_a_declared_empty_text_is_that_value():
    with strict():
        paint = Paint.model_validate({"Color": "RED", "Maybe": ""})
        need = Need.model_validate({"Maybe": ""})
    assert paint.maybe is need.maybe is Maybe.NOTHING
    assert paint.to_boto3() == {"Color": "RED", "Maybe": ""}
    assert need.to_boto3() == {"Maybe": ""}


@pytest.mark.parametrize(
    "given", [{"Colors": ["RED", ""]}, {"Mapped": {"": "RED"}}, {"Mapped": {"RED": ""}}]
)
def test_in_lists_and_maps_it_is_an_unknown_value(given):
    with pytest.warns(SchemaDriftWarning, match="Color: unknown value ''"):
        paint = Paint.model_validate({"Color": "RED"} | given)
    values = [*(paint.colors or ()), *(paint.mapped or {}), *(paint.mapped or {}).values()]
    (empty,) = (each for each in values if not each.is_known)
    assert (type(empty), empty) == (Color, "")
    assert paint.to_boto3() == {"Color": "RED"} | given
    with strict(), pytest.raises(ResponseValidationError):
        Paint.model_validate({"Color": "RED"} | given)


def test_it_is_no_value_of_its_own():
    with pytest.raises(ValueError, match="'' is not a valid"):
        Color("")


def test_complete_responses_call_no_function_of_the_validation():
    given = {
        "Color": "RED",
        "Second": "RED",
        "Maybe": "",
        "Colors": ["RED"],
        "Mapped": {"RED": "RED"},
    }
    Paint.model_validate(given)
    calls = []

    def profile(frame, event, _):
        if event == "call" and "validation" in frame.f_code.co_filename:
            calls.append(frame.f_code.co_name)

    validator = Paint.__pydantic_validator__
    sys.setprofile(profile)
    try:
        validator.validate_python(given)
    finally:
        sys.setprofile(None)
    assert calls == []
    given["Second"] = ""
    sys.setprofile(profile)
    try:
        validator.validate_python(given)
    finally:
        sys.setprofile(None)
    assert calls == ["enum_value"]

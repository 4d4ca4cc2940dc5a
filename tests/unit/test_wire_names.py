import typing as t

import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

import typed_status.runtime as rt
from typed_status.codegen.models.naming import field_name
from typed_status.runtime.types.fields import Member, members
from typed_status.wire_names import camel, pascal


@pytest.mark.parametrize(
    ("name", "in_pascal", "in_camel"),
    [
        ("id", "Id", "id"),
        ("create_date", "CreateDate", "createDate"),
        ("from_", "From", "from"),
        ("e_tag", "ETag", "eTag"),
        ("s3_location", "S3Location", "s3Location"),
        ("sha256", "Sha256", "sha256"),
        ("n2_fast", "N2Fast", "n2Fast"),
    ],
)
def test_wire_names_that_follow_from_the_name_of_a_field(name, in_pascal, in_camel):
    assert pascal(name) == in_pascal
    assert camel(name) == in_camel


@given(st.lists(st.from_regex(r"[A-Z][a-z]{2,9}", fullmatch=True), min_size=1, max_size=5))
def test_plain_words_come_back(words):
    wire = "".join(words)
    assert pascal(field_name(wire)) == wire
    lower = wire[0].lower() + wire[1:]
    assert camel(field_name(lower)) == lower


class Pascal(rt.ResponseModel):
    first_name: str | None = None
    role_arn: t.Annotated[str | None, rt.wire("RoleARN", max_length=9)] = None
    password: t.Annotated[str | None, rt.wire(sensitive=True)] = None


class Camel(rt.ResponseModel, alias_generator=rt.camel):
    first_name: str | None = None
    role_arn: t.Annotated[str | None, rt.wire("RoleARN")] = None


class InBody(rt.ResponseModel, alias_generator=rt.camel_in_body):
    first_name: str | None = None
    odd: t.Annotated[str | None, rt.wire("Odd", body="oDD")] = None


class Whole(rt.Response, alias_generator=rt.camel):
    first_name: str | None = None


def test_members_of_a_class_are_in_pascal_case_unless_it_says_otherwise():
    assert members(Pascal) == {
        "first_name": Member("FirstName"),
        "role_arn": Member("RoleARN", limits=rt.Limits(max_length=9)),
        "password": Member("Password", sensitive=True),
    }
    assert members(Camel) == {"first_name": Member("firstName"), "role_arn": Member("RoleARN")}
    assert members(InBody) == {
        "first_name": Member("FirstName", "firstName"),
        "odd": Member("Odd", "oDD"),
    }


@pytest.mark.parametrize("model", [Pascal, Camel, InBody])
def test_members_are_what_pydantic_reads_and_dumps(model):
    for name, member in members(model).items():
        got = model.model_validate({member.name: "x"})
        assert getattr(got, name) == "x"
        assert got.to_boto3() == got.model_dump(by_alias=True, exclude_none=True)
        assert got.to_boto3() == {member.name: "x"}
        assert member.name in model.model_json_schema()["properties"]
        if member.body is not None:
            assert getattr(model.model_validate({member.body: "x"}), name) == "x"
        assert getattr(model.model_validate({name: "x"}), name) == "x"
        assert getattr(model(**{name: "x"}), name) == "x"
        with pytest.raises(rt.ResponseValidationError) as caught:
            model.model_validate({member.name: {}})
        assert [problem.path for problem in caught.value.problems] == [member.name]


def test_members_are_the_same_before_and_after_a_class_is_first_validated():
    class Fresh(Camel):
        last_name: str | None = None

    before = members(Fresh)
    members.cache_clear()
    assert Fresh.model_validate({"lastName": "x"}).last_name == "x"
    assert members(Fresh) == before
    assert before["last_name"] == Member("lastName")


def test_a_subclass_may_name_its_members_otherwise():
    class Other(Pascal, alias_generator=rt.camel):
        pass

    assert Pascal.model_validate({"FirstName": "x"}).first_name == "x"
    assert members(Other)["first_name"] == Member("firstName")
    assert members(Other)["role_arn"].name == "RoleARN"
    assert Other.model_validate({"firstName": "x"}).to_boto3() == {"firstName": "x"}


def test_botocores_metadata_is_called_the_same_in_every_response():
    assert members(Whole)["response_metadata"].name == "ResponseMetadata"
    assert members(Whole)["first_name"].name == "firstName"


def test_a_name_of_pydantics_own_is_one_too():
    class Own(pydantic.BaseModel):
        plain: int
        named: int = pydantic.Field(alias="Named")
        written: int = pydantic.Field(serialization_alias="Written")

    assert {name: member.name for name, member in members(Own).items()} == {
        "plain": "plain",
        "named": "Named",
        "written": "Written",
    }

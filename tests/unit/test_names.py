import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typed_status.codegen.models import naming


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        ("OperationStatus", "operation_status"),
        ("tags", "tags"),
        ("VPCId", "vpc_id"),
        ("DBInstances", "db_instances"),
        ("NetworkACLs", "network_acls"),
        ("EC2InstanceId", "ec2_instance_id"),
        ("MD5OfBody", "md5_of_body"),
        ("Ipv6Address", "ipv6_address"),
        ("HTTPStatusCode", "http_status_code"),
        ("x-amz-meta", "x_amz_meta"),
        ("From", "from_"),
        ("ModelFields", "model_fields_"),
        ("List", "list_"),
        ("ResponseMetadata", "response_metadata_"),
        ("2Fast", "n2_fast"),
        ("__", "n"),
    ],
)
def test_fields(wire, name):
    assert naming.field_name(wire) == name


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("IN_PROGRESS", "IN_PROGRESS"),
        ("NotUpdatable", "NOT_UPDATABLE"),
        ("Initializing", "INITIALIZING"),
        ("db.t3.micro", "DB_T3_MICRO"),
        ("1.18", "V1_18"),
        ("", "EMPTY"),
        ("*", "OTHER"),
    ],
)
def test_constants(value, name):
    assert naming.constant(value) == name


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        ("ACGRInstanceArn", "ACGRInstanceArn"),
        ("__string", "String"),
        ("describe-it", "DescribeIt"),
        ("None", "None_"),
        ("CloudControl Client", "CloudControlClient"),
    ],
)
def test_classes(wire, name):
    assert naming.class_name(wire) == name


@pytest.mark.parametrize(
    ("service", "name"), [("cognito-idp", "cognito_idp"), ("lambda", "lambda_"), ("s3", "s3")]
)
def test_modules(service, name):
    assert naming.module_name(service) == name


@given(st.text())
def test_every_text_gets_a_name(text):
    for make in (
        naming.field_name,
        naming.function_name,
        naming.class_name,
        naming.constant,
        naming.module_name,
    ):
        name = make(text)
        assert name.isidentifier()
        assert not keyword.iskeyword(name)
        assert not name.startswith("_")


@given(st.lists(st.text("aAbB_1-", max_size=4), unique=True))
def test_names_are_distinct_and_no_name_is_anothers_wire_name(wires):
    found = naming.distinct(wires, naming.field_name, avoid=wires)
    assert list(found) == wires
    assert len(set(found.values())) == len(wires)
    for wire, name in found.items():
        assert name == wire or name not in wires

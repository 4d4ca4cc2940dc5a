"""The rule that finds lists of values in AWS's documentation: each form of a list, and what only looks like one."""

import pytest

from typed_status.codegen.facts.documented_values import listing


@pytest.mark.parametrize(
    ("doc", "found"),
    [
        # an introduction, and values in a row
        ("How it logs. Valid values are OFF, ERROR, and INFO.", "Valid values are OFF, ERROR, and INFO."),
        ("Valid Values: IPV4 | DUAL", "Valid Values: IPV4 | DUAL"),
        ("Valid values: HTTP HTTPS TCP", "Valid values: HTTP HTTPS TCP"),
        ("The possible values are private, public and transit.", "possible values are private, public and transit."),
        ("Valid values for storage type - standard | iopt1", "Valid values for storage type - standard | iopt1"),
        ("The supported codes are: USD EUR", "supported codes are: USD EUR"),
        ("Valid values, depending on its kind, include a1 and b2", "Valid values, depending on its kind, include a1 and b2"),
        ("Valid values are as follows: host none task", "Valid values are as follows: host none task"),
        ("Possible values include the following: A_B C_D", "Possible values include the following: A_B C_D"),
        ("The following are the possible values: egress ingress", "following are the possible values: egress"),
        ("The kind. One of: READER, WRITER, CUSTOM.", "One of: READER, WRITER, CUSTOM."),
        ("It can use the following types: opensearch saphana", "the following types: opensearch saphana"),
        ("The standard actions must be one of the following: aws:pass, aws:drop", "one of the following: aws:pass, aws:drop"),
        ("The options are valkey or redis.", "options are valkey or redis."),
        # values and what they mean
        ("Valid values: ON_DEMAND (default) \u2014 On-Demand prices. SPOT \u2014 Others.", "Valid values: ON_DEMAND"),
        ("One of the following values: \"A B\" \u2013 It ended. \"C D\"", "One of the following values: \"A B\""),
        ("It has one of the following values: Pending: It waits.", "one of the following values: Pending"),
        ("Valid values are X for one kind and Y for the other.", "Valid values are X for"),
        ("Valid values: For web servers \u2013 WebServer For others \u2013 Worker", "Valid values: For web"),
        ("The value DISABLED indicates that it is off. B_C indicates more.", "value DISABLED indicates"),
        # in a sentence
        ("Whether there is a fix. This value can be YES, NO, or PARTIAL.", "can be YES, NO, or PARTIAL."),
        ("It's either container or multinode.", "either container or multinode."),
        ("The result. Either Successful or Failed.", "Either Successful or Failed."),
        ("The format of the data, CSV or PARQUET.", ", CSV or PARQUET."),
        ("The direction (IN or OUT).", "(IN or OUT)."),
        ("The alias of the owner (amazon | aws-marketplace).", "amazon | aws-marketplace"),
        ("The only valid value is 1Minute.", "only valid value is 1Minute."),
    ],
)  # fmt: skip
def test_a_list_of_values(doc, found):
    assert listing("Mode", doc).startswith(found)


@pytest.mark.parametrize(
    "doc",
    [
        "",
        "The name of the thing.",
        "Valid values: 1 to 100.",
        "Valid values are between 1 and 65535.",
        "Valid values are integers that range from 0 to 9.",
        "Valid values include any valid string.",
        "The tag value is optional and can be empty.",
        "It can be copied or restored by all accounts.",
        "Either an address or the name of a host.",
        "Specify either FirstName or LastName, but not both.",
        "The supported values are either the full ARN or the name.",
        "The following types are not allowed: A_B C_D",
        "It is only present if the status is FAILED.",
        "Something for both, CSV or PARQUET files of any size.",
    ],
)
def test_no_list_of_values(doc):
    assert listing("Mode", doc) == ""


@pytest.mark.parametrize(
    "name", ["roleArn", "KeyIds", "StatusMessage", "NextToken", "kmsKeyId", "Tags"]
)
def test_the_name_of_another_text(name):
    assert listing(name, "Valid values: A | B") == ""
    assert listing(f"{name}Mode", "Valid values: A | B") == "Valid values: A | B"

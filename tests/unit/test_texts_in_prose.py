"""Lengths, patterns and sums that AWS documents in prose."""

import pytest

from typed_status.codegen.facts.documented_lengths import documented_length
from typed_status.codegen.facts.documented_patterns import documented_pattern
from typed_status.codegen.facts.documented_sums import documented_sum
from typed_status.codegen.models import ir

TEXT = ir.Type("str")
LIST = ir.Type("list", args=(ir.Type("str"),))
MAP = ir.Type("map", args=(ir.Type("str"), ir.Type("str")))


def text(documentation, limits=None, shape="Text", pattern="", kind=TEXT):
    return ir.Field("Text", "text", kind, shape, limits=limits, doc=documentation, pattern=pattern)


@pytest.mark.parametrize(
    ("documentation", "low", "high"),
    [
        ("The name. It can be up to 255 characters long.", None, 255),
        ("Up to 255 letters (uppercase and lowercase), numbers and hyphens are allowed.", None, 255),
        ("The name must contain between 3 and 63 characters.", 3, 63),
        ("Constraints: Must contain 1-63 alphanumeric characters or hyphens.", 1, 63),
        ("It must be fewer than 64 characters long.", None, 63),
        ("The comment cannot be longer than 128 characters.", None, 128),
        ("The maximum number of characters is 200.", None, 200),
        ("Length Constraints: Minimum length of 12. Maximum length of 2048.", 12, 2048),
        ("A string with a length between [0-1024].", None, 1024),
        ("The maximum length of a tag key is 128 characters. The minimum length is 1 character.", 1, 128),
        ("A short (255 max characters) human-readable string.", None, 255),
        ("Must be 512 characters or less.", None, 512),
        ("The 12-digit account ID.", 12, 12),
        ("Formatted as a 32-character hexadecimal string.", 32, 32),
        ("Length Constraints: 12.", 12, 12),
    ],
)  # fmt: skip
def test_documented_lengths_of_texts(documentation, low, high):
    found = documented_length(text(documentation))
    assert found is not None
    assert (found.low, found.high) == (low, high)
    assert found.words in documentation
    assert documented_length(text(documentation, kind=ir.Type("int"))) is None


@pytest.mark.parametrize("kind", [LIST, MAP])
@pytest.mark.parametrize(
    ("documentation", "low", "high"),
    [
        ("You can specify up to 10 alarms.", None, 10),
        ("A list of up to three servers.", None, 3),
        ("Array Members: Minimum number of 1 item. Maximum number of 32 items.", 1, 32),
        ("The list cannot include more than 2,000 account IDs.", None, 2000),
        ("Must contain from 1 to 10 status codes.", 1, 10),
        ("The rules (1 minimum, 125 maximum) that authorize connections.", 1, 125),
        ("This object is currently limited to one element.", None, 1),
        ("You must specify at least one domain name.", 1, None),
    ],
)
def test_documented_numbers_of_items(kind, documentation, low, high):
    found = documented_length(text(documentation, kind=kind))
    assert found is not None
    assert (found.low, found.high) == (low, high)
    assert documented_length(text(documentation)) is None


@pytest.mark.parametrize(
    ("kind", "documentation"),
    [
        (LIST, "A category matches when at least one of the conditions is met."),
        (LIST, "Each metric name must contain at least one non-whitespace character."),
        (LIST, "For each pair, the key can contain up to 128 characters."),
        (LIST, "A recipe can contain a maximum of 20 components, which can be increased."),
        (LIST, "If the table has more than 100 attributes, all are projected."),
        (MAP, "Can contain up to 63 uppercase letters and numbers."),
        (ir.Type("str"), "The URL is valid for up to 5 minutes."),
        (ir.Type("str"), "Can be up to 1,024 bytes long."),
        (ir.Type("str"), "If you specify only the name, it is limited to 64 characters."),
        (ir.Type("str"), "An identifier starts with O followed by up to 19 digits."),
        (ir.Type("str"), "Messages longer than 1024 characters are truncated."),
        (ir.Type("str"), ""),
    ],
)
def test_what_is_no_length(kind, documentation):
    assert documented_length(text(documentation, kind=kind)) is None


def test_lengths_that_the_service_model_says_already():
    words = "Between 3 and 63 characters."
    assert documented_length(text(words, ir.Limits(3, 63))) is None
    assert documented_length(text(words, ir.Limits(5, 60))) is None
    assert documented_length(text(words, ir.Limits(1, 63)))[:2] == (3, 63)
    assert documented_length(text(words, ir.Limits(3, None)))[:2] == (3, 63)


def test_lengths_in_the_name_of_a_shape():
    assert documented_length(text("", shape="__stringMin1Max256")) == (1, 256, "__stringMin1Max256")
    assert documented_length(text("", shape="__stringMax32PatternS"))[:2] == (None, 32)
    assert documented_length(text("", shape="__string")) is None


@pytest.mark.parametrize(
    "documentation",
    [
        "The name can contain only letters, numbers, and hyphens.",
        "Names can only contain alphanumeric characters and underscores.",
        "The values must match [A-Za-z0-9._~-]+.",
        "Pattern: ^[0-9]{12}$",
        "The valid characters are letters, numbers, and underscore.",
        "Allowed characters are a-z, 0-9, and spaces.",
        "Must contain 1-63 alphanumeric characters or hyphens.",
        "Letters, numbers, and hyphens are allowed.",
        "The prefix must end with a forward slash (/).",
        "First character must be a letter.",
        "It can't contain the characters <, >, or $.",
    ],
)
def test_documented_patterns(documentation):
    assert documented_pattern(text(f"A text. {documentation}")) in documentation
    assert documented_pattern(text(documentation)) != ""
    assert documented_pattern(text(documentation, pattern="[a-z]+")) == ""
    assert documented_pattern(text(documentation, pattern="^.*$")) != ""
    assert documented_pattern(text(documentation, kind=ir.Type("int"))) == ""


@pytest.mark.parametrize(
    "documentation",
    [
        "The name of the regular expression.",
        "An event pattern that selects which events match.",
        "For example, names that contain only letters.",
        "Only one container can specify this.",
        "The display name of the deployment pattern.",
        "",
    ],
)
def test_what_is_no_pattern(documentation):
    assert documented_pattern(text(documentation)) == ""


@pytest.mark.parametrize(
    ("documentation", "stated"),
    [
        ("Weights across all variants must sum to 100.", True),
        ("The sum of the weights must be 100.", True),
        ("The percentages must total 100.", True),
        ("TotalCount equals the sum of A plus B.", True),
        ("The sum of the weights must be less than 100.", False),
        ("You can add up to 10 rules to the list.", False),
        ("The prefix that AWS adds to the name.", False),
        ("Supported operators: avg, count and sum.", False),
        ("", False),
    ],
)
def test_documented_sums(documentation, stated):
    assert bool(documented_sum(documentation)) == stated

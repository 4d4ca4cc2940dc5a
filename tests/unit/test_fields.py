import contextlib
import copy
import json
import pickle
import typing as t
from datetime import UTC, datetime, timedelta, timezone

import pydantic
import pytest
from botocore.utils import parse_timestamp
from hypothesis import given
from hypothesis import strategies as st

import typed_status.runtime as rt

TIME = datetime(2020, 4, 16, 16, 51, 0, 121000, tzinfo=UTC)


class Sample(rt.ResponseModel, alias_generator=rt.camel):
    at: rt.UtcDatetime | None = None
    iso: rt.IsoDatetime | None = None
    isos: list[rt.IsoDatetime] | None = None
    text: rt.JsonText | None = None


class Facts(rt.ResponseModel, alias_generator=rt.camel):
    seconds: t.Annotated[rt.EpochSeconds, rt.format_rule("tiny.seconds")] | None = None
    millis: t.Annotated[rt.EpochMillis, rt.format_rule("tiny.millis")] | None = None
    empty: t.Annotated[rt.IsoDatetime | None, rt.EmptyOr] = None


@pytest.mark.parametrize(
    "value",
    [
        1587055860.121,
        "1587055860.121",
        "2020-04-16T16:51:00.121Z",
        "2020-04-16T16:51:00.121",
        "2020-04-16T22:21:00.121+05:30",
        "2020-04-16T22:21:00.121+0530",
        "2020-04-16 16:51:00.121Z",
        "2020-04-16T11:51:00.121-05:00",
        TIME,
        TIME.replace(tzinfo=None),
        TIME.astimezone(timezone(timedelta(hours=-5))),
    ],
)
@pytest.mark.parametrize("field", ["at", "iso"])
def test_every_form_of_a_time_is_the_same_aware_utc_datetime(field, value):
    for sample in (
        Sample.model_validate({field: value}),
        Sample.model_validate_json(pydantic.TypeAdapter(dict).dump_json({field: value})),
    ):
        got = getattr(sample, field)
        assert got == TIME
        assert got.tzinfo is UTC


def test_whole_numbers_and_http_dates_are_read():
    assert Sample(at=1516925490).at == datetime(2018, 1, 26, 0, 11, 30, tzinfo=UTC)
    assert Sample.model_validate({"at": "Fri, 26 Jan 2018 00:11:30 GMT"}).at == datetime(
        2018, 1, 26, 0, 11, 30, tzinfo=UTC
    )


def test_numbers_are_seconds_however_large():
    assert Sample.model_validate({"at": 32503680000}).at == datetime(3000, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20200416T165100Z", datetime(2020, 4, 16, 16, 51, tzinfo=UTC)),
        ("4102444800", datetime(2100, 1, 1, tzinfo=UTC)),
        ("32503680000", datetime(3000, 1, 1, tzinfo=UTC)),
    ],
)
def test_other_texts_of_times(text, expected):
    assert Sample.model_validate({"at": text}).at == expected


@pytest.mark.parametrize(
    "value",
    [
        "tomorrow",
        "",
        True,
        [],
        "2020-13-01T00:00:00Z",
        float("nan"),
        "0001-01-01T00:00:00+05:00",
        "9999-12-31T23:59:59-05:00",
        1e300,
    ],
)
def test_what_is_no_time_is_refused(value):
    with pytest.raises(rt.ResponseValidationError, match=r"\n  at: expected a valid datetime"):
        Sample.model_validate({"at": value})


# From 2**32 seconds on (the year 2106) a float is coarser than a microsecond.
@given(st.integers(-(2**32), 2**32), st.integers(0, 999))
def test_epoch_numbers_are_exact_to_the_millisecond(seconds, milliseconds):
    expected = datetime.fromtimestamp(seconds, UTC) + timedelta(milliseconds=milliseconds)
    text = f'{{"at": {seconds + milliseconds / 1000:.3f}}}'
    assert Sample.model_validate_json(text).at == expected


@given(st.floats(-(2**31), 2**34))
def test_epoch_numbers_are_the_instant_that_botocore_reads(number):
    text = repr(number)
    got = Sample.model_validate_json(f'{{"at": {text}}}').at
    assert got is not None
    assert abs(got - parse_timestamp(float(text))) <= timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("text", "json_text"),
    [
        ("2018-06-25T16:11:33.383Z", "2018-06-25T16:11:33.383Z"),
        ("2018-06-25T16:11:33Z", "2018-06-25T16:11:33Z"),
        ("2018-06-25T16:11:33.383123Z", "2018-06-25T16:11:33.383123Z"),
        ("2018-06-25T16:11:33.000Z", "2018-06-25T16:11:33Z"),
        ("2018-06-25T16:11:33.383123456Z", "2018-06-25T16:11:33.383123Z"),
        ("2018-06-25T16:11:33+00:00", "2018-06-25T16:11:33Z"),
        ("2018-06-25T18:11:33.383+02:00", "2018-06-25T16:11:33.383Z"),
        ("2018-06-25", "2018-06-25T00:00:00Z"),
    ],
)
def test_a_time_kept_in_a_string_goes_back_as_it_came(text, json_text):
    given = {"iso": text, "isos": [text, "2020-01-01T00:00:00Z"]}
    sample = Sample.model_validate(given)
    assert sample.to_boto3() == given
    assert Sample.model_validate(given | {"isos": None}).to_boto3() == {"iso": text}
    for copied in (copy.deepcopy(sample), pickle.loads(pickle.dumps(sample)), sample.model_copy()):
        assert copied == sample
        assert copied.to_boto3() == given
    assert json.loads(sample.model_dump_json())["iso"] == json_text
    assert Sample.model_validate_json(sample.model_dump_json()).to_boto3()["iso"] == json_text
    assert isinstance(sample.model_dump()["iso"], datetime)
    other = sample.model_copy(update={"iso": datetime(2020, 1, 1, tzinfo=UTC)})
    assert other.to_boto3() == given | {"iso": "2020-01-01T00:00:00Z"}
    assert Sample.model_validate_json(sample.model_dump_json()) == sample


def test_a_time_goes_back_as_a_datetime():
    assert Sample.model_validate({"at": 1587055860.121}).to_boto3() == {"at": TIME}


def test_json_text_stays_the_text_and_is_available_parsed():
    text = '{"a": [1, 2.50], "b": null}'
    got = Sample.model_validate({"text": text}).text
    assert got == text
    assert isinstance(got, str)
    assert got.parsed == {"a": [1, 2.5], "b": None}
    assert pickle.loads(pickle.dumps(got)) == got
    assert type(Sample.model_validate({"text": text}).to_boto3()["text"]) is str


def test_json_text_hides_in_a_repr():
    assert "hunter2" not in repr(rt.JsonText('"hunter2"'))


@pytest.mark.parametrize("text", ['{"password": "hunter2"', "", "hunter2", "[" * 100_000])
def test_invalid_json_text_is_refused_and_not_shown(text):
    with pytest.raises(rt.ResponseValidationError, match="valid JSON") as caught:
        Sample.model_validate({"text": text})
    assert "Expecting" not in str(caught.value)


SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text()


@given(st.recursive(SCALARS, st.lists, max_leaves=10))
def test_any_json_value_is_json_text(value):
    text = pydantic.TypeAdapter(object).dump_json(value).decode()
    assert rt.JsonText(text).parsed == value
    assert Sample.model_validate({"text": text}).text == text


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("seconds", 1567701902, datetime(2019, 9, 5, 16, 45, 2, tzinfo=UTC)),
        ("seconds", 1567701902.444, datetime(2019, 9, 5, 16, 45, 2, 444000, tzinfo=UTC)),
        ("millis", 1480460782010, datetime(2016, 11, 29, 23, 6, 22, 10000, tzinfo=UTC)),
        ("millis", -1, datetime(1969, 12, 31, 23, 59, 59, 999000, tzinfo=UTC)),
        ("seconds", 0, datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_time_kept_in_a_number_is_a_datetime_and_goes_back_as_the_number(name, number, expected):
    facts = Facts.model_validate({name: number})
    got = getattr(facts, name)
    assert got == expected
    assert got.tzinfo is UTC
    assert facts.to_boto3() == {name: number}
    assert type(facts.to_boto3()[name]) is type(number)
    assert Facts.model_validate_json(f'{{"{name}": {number}}}') == facts


@given(st.integers(-(10**13), 10**14), st.sampled_from(["seconds", "millis"]))
def test_epoch_numbers_come_back_exactly(number, name):
    number //= 1000 if name == "seconds" else 1
    facts = Facts.model_validate({name: number})
    assert facts.to_boto3() == {name: number}
    assert Facts.model_validate_json(facts.model_dump_json()) == facts
    assert Facts.model_validate(facts.model_dump()) == facts
    assert pickle.loads(pickle.dumps(facts)) == facts


@given(
    st.from_regex(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3}){0,2}Z", fullmatch=True
    )
    | st.sampled_from(
        [
            "2016-12-31T23:59:60Z",
            "2016-12-31T24:00:00Z",
            "2016-12-31T23:59:59.000Z",
            "2016-12-31T23:59:59.120000Z",
            "2016-12-31T23:59:59.100Z",
        ]
    )
)
def test_an_iso_text_comes_back_as_it_was_sent(text):
    with contextlib.suppress(rt.ResponseValidationError):  # no such day or hour
        assert Sample.model_validate({"iso": text}).to_boto3() == {"iso": text}


def test_a_time_kept_in_a_number_is_iso_text_in_json():
    dumped = Facts.model_validate({"millis": 1480460782010}).model_dump_json(exclude_none=True)
    assert json.loads(dumped) == {"millis": "2016-11-29T23:06:22.010Z"}


@pytest.mark.parametrize("value", ["soon", True, [], 10**17, float("nan"), float("inf")])
@pytest.mark.parametrize(("name", "unit"), [("seconds", "seconds"), ("millis", "milliseconds")])
def test_what_is_no_number_of_a_time_is_refused(name, unit, value):
    with pytest.raises(rt.ResponseValidationError, match=rf"rule tiny\.{name}"):
        Facts.model_validate({name: value})


def test_an_empty_text_is_no_time_where_that_is_known():
    assert Facts.model_validate({"empty": ""}).empty is None
    assert Facts.model_validate({"empty": None}).empty is None
    assert Facts.model_validate({"empty": "2020-01-01T00:00:00Z"}).empty is not None
    with pytest.raises(rt.ResponseValidationError, match="empty: expected a valid datetime"):
        Facts.model_validate({"empty": " "})

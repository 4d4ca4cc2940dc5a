"""``parse_timestamp``: the formats that AWS documents and shows, and no others."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typed_status.datetime_parsing import parse_timestamp

DATETIMES = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1))
OFFSETS = st.integers(-18 * 60, 18 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-02-27T13:45:22Z", datetime(2018, 2, 27, 13, 45, 22)),
        ("2018-03-01T00:00:00", datetime(2018, 3, 1)),  # MediaLive, RUM
        ("2019-10-22T18:02:01.576", datetime(2019, 10, 22, 18, 2, 1, 576000)),
        ("2017-03-14T01:02:03.123+0000", datetime(2017, 3, 14, 1, 2, 3, 123000)),  # Lambda
        ("2019-12-31T20:28:49+0000", datetime(2019, 12, 31, 20, 28, 49)),
        ("2021-05-25T21:47:48.755768Z", datetime(2021, 5, 25, 21, 47, 48, 755768)),  # Route 53
        (
            "2024-01-04T15:25:10.123456789Z",
            datetime(2024, 1, 4, 15, 25, 10, 123456),
        ),  # Security Hub
        ("2024-01-04T15:25:10+17:59", datetime(2024, 1, 3, 21, 26, 10)),
        ("2024-01-04T15:25:10-1759", datetime(2024, 1, 5, 9, 24, 10)),
        ("2024-01-04T15:25:10-17", datetime(2024, 1, 5, 8, 25, 10)),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1)),
        ("2016-12-31T23:59:60.5+01:00", datetime(2016, 12, 31, 23, 0, 0, 500000)),
        ("2020-01-01T24:00:00Z", datetime(2020, 1, 2)),
        ("2020-01-01t10:00:00z", datetime(2020, 1, 1, 10)),
        ("20170101T000000Z", datetime(2017, 1, 1)),  # Cost and Usage Report
        ("20170101T000000+0100", datetime(2016, 12, 31, 23)),
        ("2020-11-06 13:09:54.0", datetime(2020, 11, 6, 13, 9, 54)),  # EC2
        ("2022-12-05 15:00", datetime(2022, 12, 5, 15)),  # IoT
        ("2021-01-30", datetime(2021, 1, 30)),
        ("20210130", datetime(2021, 1, 30)),
        ("2017-06-7", datetime(2017, 6, 7)),  # Systems Manager
        ("Fri, 26 Jan 2018 00:11:30 GMT", datetime(2018, 1, 26, 0, 11, 30)),
        ("1516925490", datetime(2018, 1, 26, 0, 11, 30)),
        ("1516925490.087", datetime(2018, 1, 26, 0, 11, 30, 87000)),
    ],
)
def test_formats_that_aws_documents(text, expected):
    got = parse_timestamp(text)
    assert got == expected.replace(tzinfo=UTC)
    assert got.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "IMMEDIATE",
        "05:00",
        "1:05:00",
        "2020",
        "30",
        "PT1H",
        "wed:09:00-wed:10:00",
        "cron(0 12 * * ? *)",
        "30 minutes per node",
        "America/New_York",
        "2020-13-01T00:00:00Z",
        "2020-01-01T24:00:01Z",
        "9999-12-31T24:00:00Z",
        "9999-12-31T23:59:59-05:00",
        "1480460782010",
        "٢٠٢٠-01-01",
    ],
)
def test_text_that_is_not_a_timestamp(text):
    assert parse_timestamp(text) is None


@given(DATETIMES, OFFSETS, st.sampled_from(["seconds", "milliseconds", "microseconds"]))
def test_iso_8601_with_any_offset_and_precision(value, offset, precision):
    aware = value.replace(tzinfo=offset)
    text = aware.isoformat(timespec=precision)
    expected = datetime.fromisoformat(text)
    assert parse_timestamp(text) == expected
    assert parse_timestamp(text[:-3] + text[-2:]) == expected  # +0530
    assert parse_timestamp(text.replace("-", "", 2).replace(":", "")) == expected


@given(DATETIMES, OFFSETS)
def test_http_dates(value, offset):
    aware = value.replace(tzinfo=offset, microsecond=0)
    assert parse_timestamp(format_datetime(aware)) == aware


@given(st.text())
def test_any_text_is_parsed_without_an_exception(text):
    assert parse_timestamp(text) is None or isinstance(parse_timestamp(text), datetime)


@pytest.mark.parametrize(
    "text",
    [
        "2020-01-01T01:02:033Z",
        "2020-01-01T01:0203Z",
        "2020-01-01T0102:03Z",
        "2020-01-01T01:02.03",
        "2020-01-01T24:00:005Z",
        "1610123112345",
        "16101231123",
        "2024-W05",
        "2024-01-02x10:00:00",
        "Tue Jan 02 10:00:00 CET 2024",
        "Tue, 02 Jan 2024 10:00:00 CET",
        "Fri, 1 May 26 1:2:3 EST5EDT",
    ],
)
def test_text_that_resembles_a_timestamp(text):
    assert parse_timestamp(text) is None

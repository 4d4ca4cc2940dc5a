"""The ranges and units of numbers that AWS documents in prose."""

import pytest

from typed_status.codegen.facts.documented_ranges import documented_range
from typed_status.codegen.facts.documented_units import documented_unit
from typed_status.codegen.models import ir


def number(documentation, kind="int", limits=None, shape="Number"):
    return ir.Field("Number", "number", ir.Type(kind), shape, limits=limits, doc=documentation)


@pytest.mark.parametrize(
    ("documentation", "low", "high"),
    [
        ("You can choose a value between 1 and 365 days.", 1, 365),
        ("The directory size. You may specify between 5 and 300 seconds.", 5, 300),
        ("How long, in minutes, from 5 to 2160 (36 hours), to wait.", 5, 2160),
        ("An integer value between 2 (the default) and 8 (the maximum).", 2, 8),
        ("The value must be between 0 and 65,535.", 0, 65535),
        ("Must be an even integer from 0 (no border, the default) up to 100.", 0, 100),
        ("Enter a value from 0 to -8. Leave blank to use the default value 0.", -8, 0),
        ("The percent (0-100) of traffic diverted.", 0, 100),
        ("Valid values are 1\u20133,600 seconds.", 1, 3600),
        ("Valid Range: 100 - 300 MiB/s", 100, 300),
        ("Range: -60 to +60 dB", -60, 60),
        ("Default: 1800 (30 minutes) Constraints: 1 to 28,800", 1, 28800),
        ("Scored on a 0-100 basis using a ratio scale.", 0, 100),
        ("The highest layer, 1-5, as a measure.", 1, 5),
        ("Minimum value is 5 and maximum value is 1440.", 5, 1440),
        ("The minimum is 20 GiB. The maximum is 65,536 GiB (64 TiB).", 20, 65536),
        ("Minimum value: 30 seconds. Maximum value: 3600 seconds.", 30, 3600),
        ("The minimum timeout is 1 second, the maximum is 10 seconds.", 1, 10),
        ("The value must be either -1 or an integer between 1 and 3,653.", -1, 3653),
        ("Valid values are -1 or 0 to 3600.", -1, 3600),
        ("Valid Values:0, 300 to 2,592,000 seconds", 0, 2592000),
        ("Accepted values are 0 or any positive integer.", 0, None),
        ("Must be a positive value greater than 0.", 1, None),
        ("Must be 1 or greater.", 1, None),
        ("Non-negative count of recommendations.", 0, None),
        ("The minimum value for the timeout is 60 seconds.", 60, None),
        ("The maximum value is 100. If set to 0, this limit will not apply.", None, 100),
        ("The number can't be greater than 1000.", None, 1000),
        ("The timeout interval can be anywhere between 1 minute and 7 days (1 to 10080 minutes).", 1, 10080),
    ],
)  # fmt: skip
def test_documented_ranges(documentation, low, high):
    found = documented_range(number(documentation))
    assert found is not None
    assert (found.low, found.high) == (low, high)
    assert found.words in documentation


def test_a_bound_that_is_excluded():
    text = "Must be greater than zero and no larger than 100,000 (100 kilometers)."
    assert documented_range(number(text))[:2] == (1, 100000)
    assert documented_range(number(text)).above is None
    found = documented_range(number(text, "float"))
    assert (found.low, found.high, found.above, found.below) == (0, 100000, 0, None)
    fraction = number("Must be greater than 0.", "float", ir.Limits(0, 1, of_size=False))
    assert documented_range(fraction).above == 0


@pytest.mark.parametrize(
    "documentation",
    [
        "The maximum number of instances.",
        "The maximum number of results in a single call.",
        "You should configure your fleet for a maximum of one worker.",
        "You must specify at least version 1.26.0 of the agent.",
        "We recommend a value between 1 and 10.",
        "For example, a value between 1 and 10.",
        "For SQS event source mappings, the accepted range is between 2 and 10,000.",
        "If gopSizeUnits is frames, it must be greater than or equal to 1.",
        "The maximum is 64 by default, and can be increased by requesting a limit increase.",
        "The timeout interval must be between 1 minute and 7 days.",
        "gp3: 3,000 - 80,000 IOPS io1: 100 - 64,000 IOPS",
        "Valid values are 12 and 36.",
        "Must contain from 1 to 10 status codes.",
        "Common values are between -20 and -18.",
        "The retention period is 5 days.",
        "Values must be in the range of 8.515920e-109 to 1.174271e+108.",
        "",
    ],
)
def test_what_is_no_range(documentation):
    assert documented_range(number(documentation)) is None


def test_what_the_service_model_says_already():
    text = "You can specify between 5 and 300 seconds."
    assert documented_range(number(text, limits=ir.Limits(5, 300, of_size=False))) is None
    assert documented_range(number(text, limits=ir.Limits(10, 200, of_size=False))) is None
    assert documented_range(number(text, limits=ir.Limits(0, 300, of_size=False)))[:2] == (5, 300)
    assert documented_range(number(text, limits=ir.Limits(5, 300)))[:2] == (5, 300)


@pytest.mark.parametrize(
    ("shape", "low", "high"),
    [
        ("__integerMin0Max100", 0, 100),
        ("__doubleMinNegative60MaxNegative1", -60, -1),
        ("__listOf__doubleMinNegative60Max6", -60, 6),
        ("__integerMin3", 3, None),
    ],
)
def test_the_name_of_a_shape(shape, low, high):
    found = documented_range(number("Valid values are 7 to 9.", shape=shape))
    assert found[:3] == (low, high, shape)


@pytest.mark.parametrize(
    ("name", "documentation", "unit"),
    [
        ("IdleTimeout", "The idle timeout, in seconds.", "seconds"),
        ("Timeout", "The time (in seconds) to wait. The default is 5 minutes.", "seconds"),
        ("Timeout", "Timeout in seconds for idle sessions.", "seconds"),
        ("Retention", "The number of days for which backups are retained.", "days"),
        ("Retention", "Specifies the pending number of days for which to retain backups.", "days"),
        ("Delay", "After a job run starts, the number of minutes to wait.", "minutes"),
        ("Delay", "Optional. Specify an offset, in whole seconds, from the start.", "seconds"),
        ("VolumeSize", "The volume size, in GiBs.", "GiB"),
        ("AllocatedStorage", "The allocated storage size in gibibytes (GiB).", "GiB"),
        ("Storage", "The amount of storage (in gigabytes) to allocate.", "GB"),
        ("Throughput", "The throughput, in mebibyte per second (MiB/s).", "MiB/s"),
        ("Bitrate", "Average bitrate in bits/second.", "bits per second"),
        ("Speed", "Download speed in Mbps.", "megabits per second"),
        ("Progress", "The progress of the process, as a percentage.", "percent"),
        ("Height", "Height of rectangle in pixels.", "pixels"),
        ("SampleRate", "The sample rate. It must be 48000. The value is in Hz.", "hertz"),
        ("Timeout", "How long to wait. Measured in milliseconds.", "milliseconds"),
    ],
)  # fmt: skip
def test_documented_units(name, documentation, unit):
    assert documented_unit(name, documentation) == unit


@pytest.mark.parametrize(
    ("name", "documentation"),
    [
        ("TimeoutInSeconds", "The timeout, in seconds."),
        ("SizeInGB", "The volume size, in gibibytes (GiB)."),
        ("IdleMinutes", "The idle timeout in seconds for the session."),
        ("storageInGBs", "The storage, in gigabytes (GB)."),
        ("Offset", "The offset, in seconds or milliseconds."),
        ("GopSize", "The interval between keyframes, in seconds or frames."),
        ("CreatedAt", "The time, in seconds since the epoch."),
        ("CreatedAt", "The Unix timestamp (in milliseconds) of the creation."),
        ("Value", "The time since the last access, in days."),
        ("Count", "The number of requests in the last 10 seconds."),
        ("Rate", "The number of requests per second."),
        ("PerUnitThroughput", "The throughput, in MB/s/TiB."),
        ("PerUnit", "The throughput for each 1 tebibyte (TiB) of storage, in MB/s/TiB."),
        ("Limit", "The soft limit. The value can be specified in bytes, seconds, or as a count."),
        ("Size", "The size of the volume, in GiB (in MiB for small ones)."),
        ("Iops", "The number of I/O operations per second (IOPS)."),
        ("Timeout", "How long to wait. The default is 5 seconds."),
    ],
)
def test_what_is_no_unit(name, documentation):
    assert documented_unit(name, documentation) == ""

"""Limits that no shipped operation has: of numbers, blobs, and the items and keys of lists and maps."""

import typing as t

import pytest

import typed_status.runtime as rt


class Inner(rt.ResponseModel):
    word: t.Annotated[str | None, rt.wire("Word", max_length=3)] = None


class Thing(rt.Request[rt.Response, t.Any]):
    __operation__ = rt.Operation(service="s", name="N", method="n", response=rt.Response)

    count: t.Annotated[int | None, rt.wire("Count", ge=1, le=5)] = None
    blob: t.Annotated[bytes | None, rt.wire("Blob", min_length=2)] = None
    words: t.Annotated[
        list[str] | None, rt.wire("Words", max_length=2, items=rt.Limits(min_length=1))
    ] = None
    tags: t.Annotated[
        dict[str, str] | None,
        rt.wire("Tags", keys=rt.Limits(max_length=2), items=rt.Limits(min_length=1)),
    ] = None
    grid: t.Annotated[
        list[list[int]] | None, rt.wire("Grid", items=rt.Limits(items=rt.Limits(ge=0)))
    ] = None
    inner: t.Annotated[dict[str, Inner] | None, rt.wire("Inner")] = None


@pytest.mark.parametrize(
    ("members", "path", "expected"),
    [
        ({"count": 0}, "Count", "a number of at least 1"),
        ({"count": 6}, "Count", "a number of at most 5"),
        ({"blob": b"x"}, "Blob", "at least 2 bytes"),
        ({"words": ["a", "b", "c"]}, "Words", "at most 2 items"),
        ({"words": ["a", ""]}, "Words[1]", "at least 1 characters"),
        ({"tags": {"long": "a"}}, "Tags.long (key)", "at most 2 characters"),
        ({"tags": {"a": ""}}, "Tags.a", "at least 1 characters"),
        ({"grid": [[0], [1, -1]]}, "Grid[1][1]", "a number of at least 0"),
        ({"inner": {"a": Inner(word="long")}}, "Inner.a.Word", "at most 3 characters"),
    ],
)
def test_a_value_beyond_a_limit_is_reported_with_its_path(members, path, expected):
    with pytest.raises(rt.RequestValidationError) as caught:
        Thing(**members)
    (problem,) = caught.value.problems
    assert (problem.path, problem.expected) == (path, expected)


def test_values_within_the_limits_pass():
    Thing(
        count=5,
        blob=b"xx",
        words=["a"],
        tags={"a": "b"},
        grid=[[0]],
        inner={"a": Inner(word="abc")},
    )

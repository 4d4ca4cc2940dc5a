"""Annotations without ``Annotated`` and ``| None``, and what lists and maps hold."""

import typing as t

import pytest

from typed_status.runtime.types.annotations import declared, innermost, unwrap


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (str, str),
        (str | None, str),
        (t.Optional[str], str),  # noqa: UP045 - the older spelling is another class
        (t.Annotated[str | None, "x"], str),
        (t.Annotated[str, "x"] | None, str),
        (list[str | None] | None, list[str | None]),
        (int | str, int | str),
        (None, None),
        (t.Any, t.Any),
    ],
)
def test_unwrap(annotation, expected):
    assert unwrap(annotation) == expected


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (str | None, str),
        (list[t.Annotated[str, "x"]] | None, str),
        (dict[str, list[int | None]], int),
        (list[dict[str, t.Annotated[float, "x"] | None]], float),
        (int | str, int | str),
    ],
)
def test_innermost(annotation, expected):
    assert innermost(annotation) == expected


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (int | None, []),
        (t.Annotated[int, "a", "b"] | None, ["a", "b"]),
        (list[t.Annotated[int, "a"]] | None, ["a"]),
        (dict[str, list[t.Annotated[int | None, "a"]]], ["a"]),
        (t.Annotated[list[t.Annotated[int, "b"]], "a"], ["a", "b"]),
    ],
)
def test_declared(annotation, expected):
    assert list(declared(annotation)) == expected

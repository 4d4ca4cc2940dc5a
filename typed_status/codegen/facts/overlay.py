"""Overlays: what AWS documents but does not model, as data with its provenance.

The checks are a closed vocabulary. A new one needs: a class here and a place in ``Entry``; a case in ``apply.py``; a case in
``examples.py`` if an example can contradict it; a row in docs/generate.md, in the order of ``Entry``; and, if it checks values
at run time, a class in ``runtime/validation/rules.py`` that ``runtime/__init__.py`` exports, and a case in
``testing/example_values.py``. CONTRIBUTING.md shows each edit.

``overlays/<service>.toml`` is a list of ``[[rule]]`` tables. Each has

- ``id``: ``<service>.<what-it-says>``, the name of the rule in errors and warnings;
- ``target``: ``Shape.Member``, in wire names (an operation's output shape for its own members), or
  ``targets``: several that the rule holds for;
- ``check``: one of the closed vocabulary below, with its parameters beside it;
- ``severity``: ``error`` (the default) or ``warning``;
- ``why``: the reason, in our words;
- where the fact is from: ``doc_contains``, words that botocore's documentation must still contain of each
  target; or ``shape``, the name that the service model must still give to the shape of each; or ``source``,
  if it rests on neither: a file of a repository at a commit, a page of documentation, or other shapes of the service model.

May import: the standard library, pydantic, pydantic_core and ``codegen.exceptions``.
"""

from __future__ import annotations

import re
import tomllib
import typing as t
from pathlib import Path

import pydantic
from pydantic_core import SchemaError, SchemaValidator, core_schema

from typed_status.codegen.exceptions import OverlayError

__all__ = ["OVERLAYS", "Entry", "read_overlay"]

OVERLAYS = Path(__file__).parent / "overlays"


class _Data(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


class _Entry(_Data):
    """What every rule has; subclasses add a check's name and parameters."""

    id: str = pydantic.Field(pattern=r"^[a-z0-9-]+\.[a-z0-9-]+$")
    targets: tuple[t.Annotated[str, pydantic.Field(pattern=r"^\w+\.\w+$")], ...] = pydantic.Field(
        min_length=1
    )
    severity: t.Literal["error", "warning"] = "error"
    why: str = pydantic.Field(min_length=1)
    doc_contains: str | None = pydantic.Field(None, min_length=1)
    shape: str | None = pydantic.Field(None, min_length=1)
    source: str | None = pydantic.Field(None, min_length=1)

    @pydantic.model_validator(mode="before")
    @classmethod
    def _one_target(cls, data: t.Any) -> t.Any:
        if "target" not in data:
            return data
        if "targets" in data:
            raise ValueError("give either target or targets")
        return {key: value for key, value in data.items() if key != "target"} | {
            "targets": [data["target"]]
        }

    @pydantic.model_validator(mode="after")
    def _has_one_provenance(self) -> t.Self:
        given = [each for each in (self.doc_contains, self.shape, self.source) if each is not None]
        if len(given) != 1:
            raise ValueError("give either doc_contains or source or shape: where is the fact from?")
        return self


class _Certain(_Entry):
    """A fact about presence or type: there is nothing to warn about, it holds or it does not."""

    @pydantic.field_validator("severity")
    @classmethod
    def _is_an_error(cls, severity: str) -> str:
        if severity != "error":
            raise ValueError("a fact about presence or type cannot be a warning")
        return severity


class Required(_Certain):
    """AWS always returns the member."""

    check: t.Literal["required"]


class Optional(_Certain):
    """A response may lack the member, which the service model calls required; a request needs it all the same."""

    check: t.Literal["optional"]


class IsoDatetime(_Certain):
    """The string is a point in time as ISO text; with ``empty``, it may be empty, which means no timestamp."""

    check: t.Literal["iso_datetime"]
    empty: bool = False


class Epoch(_Certain):
    """The number is a point in time, in so many ``unit`` since 1970."""

    check: t.Literal["epoch"]
    unit: t.Literal["seconds", "milliseconds"]


class JsonText(_Certain):
    """The string is JSON text."""

    check: t.Literal["json_text"]


class OpenEnum(_Certain):
    """The string is one of ``values``, which AWS lists in prose only; ``name`` is the enum's, or that of one which the service
    has and which has these values. ``status`` says whether they are those of a status, whatever they and the member are called;
    without it, these names decide."""

    check: t.Literal["open_enum"]
    name: str = pydantic.Field(pattern=r"^[A-Z][A-Za-z0-9]*$")
    values: tuple[str, ...] = pydantic.Field(min_length=1)
    status: bool | None = None


class MoreValues(_Certain):
    """AWS sends further ``values`` of an enum: what the service model does not declare, or another spelling of what it
    does."""

    check: t.Literal["more_values"]
    values: tuple[str, ...] = pydantic.Field(min_length=1)


class WithinLimits(_Entry):
    """The service model's own limits of the number bind responses too."""

    check: t.Literal["limits"]


class Range(_Entry):
    """The number is not below ``low`` and not above ``high``."""

    check: t.Literal["range"]
    low: float | None = None
    high: float | None = None

    @pydantic.model_validator(mode="after")
    def _has_a_limit(self) -> t.Self:
        return _with_limits(self, self.low, self.high)


class Length(_Entry):
    """The string has at least ``low`` and at most ``high`` characters."""

    check: t.Literal["length"]
    low: int | None = None
    high: int | None = None

    @pydantic.model_validator(mode="after")
    def _has_a_limit(self) -> t.Self:
        return _with_limits(self, self.low, self.high)


_EntryT = t.TypeVar("_EntryT", bound=_Entry)


def _with_limits(entry: _EntryT, low: float | None, high: float | None) -> _EntryT:
    if low is None and high is None:
        raise ValueError("give low or high or both")
    if low is not None and high is not None and low > high:
        raise ValueError(f"low is above high: {low:g}, {high:g}")
    return entry


class Pattern(_Entry):
    """The string as a whole matches the regular expression ``pattern``."""

    check: t.Literal["pattern"]
    pattern: str = pydantic.Field(min_length=1)

    @pydantic.field_validator("pattern")
    @classmethod
    def _is_regular(cls, pattern: str) -> str:
        re.compile(pattern)
        try:  # pydantic-core's engine knows neither lookaround nor references
            SchemaValidator(core_schema.str_schema(pattern=pattern))
        except SchemaError:
            raise ValueError("no lookaround and no references, please") from None
        return pattern


class Unit(_Certain):
    """The number is in this ``unit``, which its type and its name do not say."""

    check: t.Literal["unit"]
    unit: str = pydantic.Field(pattern=r"^[A-Za-z%][A-Za-z0-9 /%-]*$")


class MultipleOf(_Entry):
    """The number is a whole multiple of ``factor``."""

    check: t.Literal["multiple_of"]
    factor: int = pydantic.Field(gt=0)


class SumsTo(_Entry):
    """``member`` of the structures in the list adds up to ``total``."""

    check: t.Literal["sums_to"]
    member: str
    total: int


class When(_Data):
    """While another member of the same structure equals a value, or one of several."""

    member: str
    equals: str | t.Annotated[tuple[str, ...], pydantic.Field(min_length=2)]

    @property
    def values(self) -> tuple[str, ...]:
        """The values, of which there is at least one."""
        return (self.equals,) if isinstance(self.equals, str) else self.equals


class OnlyWhen(_Entry):
    """The member is there only ``when``."""

    check: t.Literal["only_when"]
    when: When


class NeededWhen(_Entry):
    """The member is there always ``when``."""

    check: t.Literal["needed_when"]
    when: When


class Exclusive(_Entry):
    """The member is there only if none of the ``others`` in its structure is."""

    check: t.Literal["exclusive"]
    others: tuple[str, ...] = pydantic.Field(min_length=1)


Entry = (
    Required
    | Optional
    | IsoDatetime
    | Epoch
    | JsonText
    | OpenEnum
    | MoreValues
    | Unit
    | WithinLimits
    | Range
    | MultipleOf
    | Length
    | Pattern
    | SumsTo
    | OnlyWhen
    | NeededWhen
    | Exclusive
)
_ENTRY: pydantic.TypeAdapter[Entry] = pydantic.TypeAdapter(
    t.Annotated[Entry, pydantic.Field(discriminator="check")]
)


def read_overlay(path: Path, display_name: str = "") -> tuple[Entry, ...]:
    """Read the entries of an overlay file; none if it does not exist. Errors call it ``display_name``, or by its file name.

    Raises:
        OverlayError: the file is not valid TOML, or an entry is malformed.
    """
    file = display_name or path.name
    if not path.exists():
        return ()
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise OverlayError(file, "(any)", f"the file is not valid TOML: {error}") from error
    rules = tables.pop("rule", [])
    if tables or not isinstance(rules, list):
        raise OverlayError(file, "(any)", "an overlay holds [[rule]] tables and nothing else")
    entries = tuple(_entry(file, each) for each in t.cast(list[object], rules))
    ids = [entry.id for entry in entries]
    for foreign in (each for each in ids if each.split(".")[0] != path.stem):
        raise OverlayError(file, foreign, f"an id in this file starts with {path.stem + '.'!r}")
    for twice in (each for each in ids if ids.count(each) > 1):
        raise OverlayError(file, twice, "there is more than one rule of this id")
    return entries


def _entry(file: str, table: object) -> Entry:
    try:
        return _ENTRY.validate_python(table)
    except pydantic.ValidationError as error:
        rule = t.cast(dict[str, object], table).get("id", "?") if isinstance(table, dict) else "?"
        reasons = "; ".join(
            ".".join(map(str, each["loc"])) + ": " + each["msg"] for each in error.errors()
        )
        raise OverlayError(file, str(rule), reasons) from error

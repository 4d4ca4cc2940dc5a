"""A request from flags: one for each member, and ``--request`` for the whole.

May import: the standard library, click, pydantic, ``typed_status.runtime``, ``typed_status.catalog_entries``, ``typed_status.cli.exit_codes``,
``typed_status.cli.inspect.field_types``, ``typed_status.lookup`` and ``typed_status.cli.params.types``.
"""

from __future__ import annotations

import json
import typing as t

import click
import pydantic

from typed_status.cli.exit_codes import INVALID, End
from typed_status.cli.inspect.field_types import (
    bare,
    is_secret,
    is_stream,
    kind_name,
    limits_of,
    wire_of,
)
from typed_status.cli.params.types import ListOf, json_of, type_of
from typed_status.lookup import kebab
from typed_status.runtime import Problem, Request, RequestValidationError

__all__ = ["Flag", "flags_of", "request_of"]

# Flags of ours: a member of such a name is --member-<name>.
_OURS: t.Final = frozenset(
    "delay endpoint-url every-poll help max-delay no-sign-request no-verify-ssl output profile quiet region request "
    "show-sensitive strict timeout until".split()
)
RequestT = Request[t.Any, t.Any]


class Flag(click.Option):
    """The flag of a member."""

    def __init__(self, request: type[RequestT], name: str) -> None:
        field = request.model_fields[name]
        self.wire = wire_of(name, field)
        self.is_required = field.is_required()
        self.is_list = False
        flag = kebab(name)
        flag = f"member-{flag}" if flag in _OURS else flag
        facts = ", ".join([kind_name(_annotation(field)), *limits_of(field)])
        said = f"{self.wire}: {facts}."
        said += "  [required]" if self.is_required else ""
        kind = type_of(_annotation(field))
        if kind is None:
            declared = f"--{flag}/--no-{flag}"
            super().__init__([f"member_{name}", declared], default=None, help=said)
        else:
            self.is_list = isinstance(kind, ListOf)
            kind.is_secret = is_secret(request, name)
            super().__init__(
                [f"member_{name}", f"--{flag}"], type=kind, multiple=self.is_list, help=said
            )

    @property
    def flag(self) -> str:
        """As it is written on a command line."""
        return self.opts[0]

    def value(self, given: t.Any) -> t.Any:
        """The JSON value of the member; none where the flag was not given."""
        if not self.is_list:
            return given
        return [item for items in given for item in items] if given else None


def _annotation(field: pydantic.fields.FieldInfo) -> t.Any:
    """The type of a field with what stands around it, as a required time's is in the metadata."""
    annotation: t.Any = field.annotation
    if bare(annotation) is annotation and field.metadata:
        return t.Annotated[(annotation, *field.metadata)]
    return annotation


def flags_of(request: type[RequestT]) -> tuple[Flag, ...]:
    """The flags of a request, those of required members first."""
    found = [Flag(request, name) for name in request.model_fields if not is_stream(request, name)]
    return tuple(sorted(found, key=lambda flag: not flag.is_required))


def request_of(request: type[RequestT], given: t.Mapping[str, t.Any]) -> RequestT:
    """The request that the flags, and ``--request`` beneath them, make.

    Raises ``click.UsageError`` where something required is missing, and ``End`` where the request is no valid one.
    """
    members = _document(request, given.get("request"))
    flags = flags_of(request)
    for flag in flags:
        value = flag.value(given.get(flag.name))
        if value is not None:
            members[flag.wire] = value
    missing = [flag.flag for flag in flags if flag.is_required and flag.wire not in members]
    if missing:
        raise click.UsageError(f"Missing {', '.join(missing)} (or --request with all of it).")
    try:
        return request.model_validate_json(json.dumps(members))
    except RequestValidationError as error:
        problems = error.problems
    raise End(_refused(request, problems), INVALID)


def _document(request: type[RequestT], text: str | None) -> dict[str, t.Any]:
    """What ``--request`` holds, by wire names."""
    if text is None:
        return {}
    try:
        found = json_of(text, stdin=True)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="'--request'") from None
    if not isinstance(found, dict):
        raise click.BadParameter("expected a JSON object", param_hint="'--request'")
    wires = {name: wire_of(name, field) for name, field in request.model_fields.items()}
    members = t.cast(dict[str, t.Any], found)
    return {wires.get(name, name): value for name, value in members.items() if value is not None}


def _refused(request: type[RequestT], problems: tuple[Problem, ...]) -> str:
    """The problems of a request, by flags where they are about one."""
    flags = {flag.wire: flag.flag for flag in flags_of(request)}
    lines = [f"no valid {request.__name__}; nothing was called"]
    for problem in problems:
        first = problem.path.replace("[", ".").split(".", 1)[0]
        flag = f"{flags[first]}: " if first in flags else ""
        lines.append(f"  {flag}{problem}")
    return "\n".join(lines)

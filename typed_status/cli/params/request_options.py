"""Options for the members of a request and ``--request``, and the request built from them.

May import: the standard library, click, pydantic, ``typed_status.runtime``, ``typed_status.catalog_entries``, ``typed_status.cli.exit_codes``,
``typed_status.cli.inspect.field_types``, ``typed_status.lookup``, ``typed_status.cli.params.aws_options`` and
``typed_status.cli.params.types``.
"""

from __future__ import annotations

import functools
import json
import typing as t

import click
import pydantic

from typed_status.cli.exit_codes import INVALID, CliError
from typed_status.cli.inspect.field_types import (
    is_sensitive,
    is_stream,
    limits_of,
    type_name,
    wire_name,
)
from typed_status.cli.params.aws_options import is_raw_format
from typed_status.cli.params.types import ListType, param_type, read_json, with_base64
from typed_status.lookup import kebab
from typed_status.runtime import Problem, Request, RequestValidationError
from typed_status.runtime.statuses.ids import check_ids
from typed_status.runtime.types.annotations import unwrap

__all__ = ["MemberOption", "build_request", "build_wait_request", "member_options"]

# Names of our own options: a member with such a name gets --member-<name>.
_RESERVED: t.Final = frozenset(
    "appears-within cli-binary-format cli-input-json delay detach endpoint-url every-poll help max-delay moves-within no-sign-request no-verify-ssl "
    "output poll-blocked profile quiet region request save show-sensitive strict timeout until".split()
)
RequestT = Request[t.Any, t.Any]


class MemberOption(click.Option):
    """The option for a member of a request."""

    def __init__(self, request: type[RequestT], name: str) -> None:
        field = request.model_fields[name]
        self.member = name
        self.wire = wire_name(request, name)
        self.is_required = field.is_required()
        self.is_list = False
        flag = kebab(name)
        flag = f"member-{flag}" if flag in _RESERVED else flag
        facts = ", ".join([type_name(_annotation(field)), *limits_of(request, name)])
        text = f"{self.wire}: {facts}."
        text += "  [required]" if self.is_required else ""
        self.annotation = _annotation(field)
        kind = param_type(self.annotation)
        if kind is None:
            declared = f"--{flag}/--no-{flag}"
            super().__init__([f"member_{name}", declared], default=None, help=text)
        else:
            self.is_list = isinstance(kind, ListType)
            kind.is_sensitive = is_sensitive(request, name)
            super().__init__(
                [f"member_{name}", f"--{flag}"], type=kind, multiple=self.is_list, help=text
            )

    @property
    def flag(self) -> str:
        """The option as written on a command line."""
        return self.opts[0]

    def value(self, parsed: t.Any) -> t.Any:
        """Return the JSON value of the member, or none if the option was not passed."""
        if not self.is_list:
            return parsed
        return [item for items in parsed for item in items] if parsed else None


def _annotation(field: pydantic.fields.FieldInfo) -> t.Any:
    """Return the annotation of a field, including metadata that pydantic moved to the field."""
    annotation: t.Any = field.annotation
    if unwrap(annotation) is annotation and field.metadata:
        return t.Annotated[(annotation, *field.metadata)]
    return annotation


def member_options(request: type[RequestT]) -> tuple[MemberOption, ...]:
    """Return the options for the members of a request, required ones first."""
    found = [
        MemberOption(request, name) for name in request.model_fields if not is_stream(request, name)
    ]
    return tuple(sorted(found, key=lambda flag: not flag.is_required))


def build_request(request: type[RequestT], arguments: t.Mapping[str, t.Any]) -> RequestT:
    """Build the request from the member options, which override ``--request``.

    Blobs in ``--request`` are base64; those in options follow ``--cli-binary-format``.

    Raises ``click.UsageError`` if a required member is missing and ``CliError`` if the request is invalid.
    """
    members = _read_request(request, arguments.get("request"))
    flags = member_options(request)
    is_raw = functools.cache(lambda: is_raw_format(arguments))
    for flag in flags:
        value = flag.value(arguments.get(flag.name))
        if value is not None:
            try:
                members[flag.wire] = with_base64(flag.annotation, value, is_raw)
            except ValueError as error:
                raise click.BadParameter(str(error), param_hint=f"'{flag.flag}'") from None
    missing = [flag.flag for flag in flags if flag.is_required and flag.wire not in members]
    if missing:
        raise click.UsageError(
            f"Missing required options: {', '.join(missing)}. Pass them, or the whole request with --request."
        )
    try:
        return request.model_validate_json(json.dumps(members))
    except RequestValidationError as error:
        problems = error.problems
    raise CliError(_describe_errors(request, problems), INVALID)


def build_wait_request(request: type[RequestT], arguments: t.Mapping[str, t.Any]) -> RequestT:
    """Build the request of a wait as ``build_request`` does; raise ``click.UsageError`` for an empty list of ids, too."""
    built = build_request(request, arguments)
    try:
        check_ids(built)
    except ValueError as error:
        raise click.UsageError(f"{error}.") from None
    return built


def _read_request(request: type[RequestT], text: str | None) -> dict[str, t.Any]:
    """Return the members in ``--request`` by wire name."""
    if text is None:
        return {}
    try:
        found = read_json(text, stdin=True)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="'--request'") from None
    if not isinstance(found, dict):
        raise click.BadParameter("expected a JSON object", param_hint="'--request'")
    wires = {name: wire_name(request, name) for name in request.model_fields}
    members = t.cast(dict[str, t.Any], found)
    return {wires.get(name, name): value for name, value in members.items() if value is not None}


def _describe_errors(request: type[RequestT], problems: tuple[Problem, ...]) -> str:
    """Return the error message for an invalid request, naming the option of each error."""
    flags = {flag.wire: flag.flag for flag in member_options(request)}
    count = f"{len(problems)} error{'s' if len(problems) != 1 else ''}"
    lines = [f"invalid {request.__name__}: {count}; the request was not sent"]
    for problem in problems:
        first = problem.path.replace("[", ".").split(".", 1)[0]
        flag = f"{flags[first]}: " if first in flags else ""
        lines.append(f"  {flag}{problem}")
    return "\n".join(lines)

"""From the IR to source text: Jinja2 templates that hold declarations only.

Every text of AWS's passes through ``literal`` or ``prose``, and every name comes from ``models.naming``, so that a
service model cannot inject code into a module.

May import: the standard library, jinja2, ``wire_names``, ``codegen.emit.judged``, ``codegen.emit.starts``,
``codegen.models.ir`` and ``codegen.exceptions``.
"""

from __future__ import annotations

import ast
import dataclasses
import re
import textwrap
import typing as t
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache

import jinja2

from typed_status.codegen.emit import starts
from typed_status.codegen.emit.judged import awaits, gone, phases, polled
from typed_status.codegen.exceptions import GenerationError
from typed_status.codegen.models import ir
from typed_status.wire_names import camel, pascal

__all__ = ["exports", "grouped", "prose", "render", "render_starts"]

_TYPES: dict[str, str] = {
    "any": "t.Any",
    "bytes": "rt.Blob",
    "copy_source": "rt.CopySource",
    "datetime": "rt.UtcDatetime",
    "decoded": "dict[str, t.Any] | str",
    "epoch_millis": "rt.EpochMillis",
    "epoch_seconds": "rt.EpochSeconds",
    "iso_datetime": "rt.IsoDatetime",
    "json_text": "rt.JsonText",
    "stream": "rt.Stream",
    "text_or_bytes": "rt.TextOrBytes",
}
# The alias generators of the runtime, by name: from a field's name the wire name, and the one in a JSON body where
# that is another. The first is what the base classes of the runtime have.
_ALIASES: dict[str, Callable[[str], tuple[str, str | None]]] = {
    "pascal": lambda name: (pascal(name), None),
    "camel": lambda name: (camel(name), None),
    "camel_in_body": lambda name: (pascal(name), camel(name)),
}


def render(
    service: ir.Service,
    reused: Collection[str] = (),
    what: str = "the operations that report a status",
    *,
    imported: Collection[str] | None = None,
    lazy: Collection[str] = (),
    rules: Collection[str] = (),
) -> str:
    """Render the module of ``service``, unformatted and without a header.

    The names in ``reused`` are imported from the shipped module: all of them, or only those ``imported``, and then the module
    exports only its own names. Those in ``lazy`` are declared in the shipped module of starts, and imported from there on
    first use. ``what`` describes the operations in the module, for its docstring. The module declares the ids of ``rules``.
    """
    for name in _names(service):
        if not name.isidentifier():
            raise GenerationError(f"{service.name}: {name!r} is not an identifier")
    own = _without(service, reused)
    return (
        _environment()
        .get_template("service.py.jinja")
        .render(
            service=service,
            own=own,
            imported=reused if imported is None else imported,
            exported=sorted([*exports(service if imported is None else own), *lazy]),
            lazy=lazy,
            what=what,
            rules=sorted(rules),
        )
    )


def render_starts(service: ir.Service, others: Collection[str]) -> str:
    """Render the module of what ``service`` starts; ``others`` are the names that the module of the service declares."""
    own = ast.walk(ast.parse(render(service, others, imported=())))
    used = {node.id for node in own if isinstance(node, ast.Name)}
    return render(service, others, "the operations that start something", imported=used & {*others})


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("typed_status.codegen.emit"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - what is written is Python, escaped by the filters below
    )
    # jinja2 has no type for its filters but what it infers from its own.
    filters = t.cast(dict[str, Callable[..., object]], environment.filters)
    filters.update(
        annotation=annotation,
        limits_text=limits_text,
        declaration=declaration,
        dotted=dotted,
        grouped=grouped,
        exports=exports,
        field_annotation=field_annotation,
        literal=literal,
        class_keywords=class_keywords,
        wrapped_list=wrapped_list,
        phases=phases,
        further=further,
        further_sentence=further_sentence,
        gone=gone,
        awaits=awaits,
        polled=polled,
        prose=prose,
        status_sentence=status_sentence,
        units_text=units_text,
        request_base=request_base,
        response_base=response_base,
        rule=rule,
        start=starts.declaration,
        start_sentence=start_sentence,
        starts_last=starts.starts_last,
        client_base=starts.client_base,
    )
    return environment


def literal(value: ir.Argument) -> str:
    """Return a Python literal in ASCII."""
    return ascii(value)


def dotted(paths: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Join the names of each path with dots."""
    return tuple(map(".".join, paths))


def grouped(groups: Iterable[Iterable[tuple[str, tuple[str, ...]]]]) -> tuple[str, ...]:
    """Write each group as one text: the roles, each followed by its path."""
    return tuple(" ".join(f"{role} {'.'.join(path)}" for role, path in group) for group in groups)


def prose(text: object) -> str:
    """Escape ``text`` for the inside of a docstring or a comment: one line, nothing that could end either."""
    flat = re.sub(r"[^\x20-\x7e]+", " ", str(text))
    return flat.replace("\\", "/").replace('"', "'")


def annotation(kind: ir.Type) -> str:
    """Render a type as an annotation."""
    if kind.kind == "list":
        return f"list[{annotation(kind.args[0])}]"
    if kind.kind == "map":
        return f"dict[{annotation(kind.args[0])}, {annotation(kind.args[1])}]"
    plain = kind.name or _TYPES.get(kind.kind, kind.kind)
    extras = [f"rt.format_rule({literal(kind.rule)})"] if kind.rule else []
    extras += map(rule, kind.checks)
    return f"t.Annotated[{plain}, {', '.join(extras)}]" if extras else plain


def field_annotation(field: ir.Field, *, sent: bool = True) -> str:
    """Render the type of a field; what is ``sent`` may be any text where the values are only documented."""
    kind = field.type
    if sent and field.documented and kind.kind == "enum":
        return f"rt.OrText[{annotation(kind)}]"
    if sent and field.documented and kind.kind == "list" and kind.args[0].kind == "enum":
        return f"rt.OrTexts[{annotation(kind.args[0])}]"
    if sent and field.documented and [each.kind for each in kind.args] == ["str", "list"]:
        return f"rt.OrTextsMap[{annotation(kind.innermost)}]"
    return annotation(kind)


def alias_generator(struct: ir.Struct) -> str:
    """Pick the alias generator that fits most members of ``struct``; the default where none fits more."""

    def fitting(name: str) -> int:
        return sum(_ALIASES[name](each.name) == (each.wire, each.body) for each in struct.fields)

    return max(_ALIASES, key=fitting)


def class_keywords(struct: ir.Struct) -> str:
    """Render the class keywords of ``struct``, after its base class; none where its members are named by default."""
    name = alias_generator(struct)
    return "" if name == next(iter(_ALIASES)) else f", alias_generator=rt.{name}"


def declaration(field: ir.Field, struct: ir.Struct) -> str:
    """Render the annotation of a field and its default: ``Annotated`` only for what its name and type do not say."""
    plain = field_annotation(field, sent=struct.sent)
    plain = plain if field.required else f"{plain} | None"
    extras = [
        *_wire(field, struct),
        *(["rt.EmptyOr"] if field.empty else ()),
        *map(rule, field.rules),
    ]
    whole = f"t.Annotated[{plain}, {', '.join(extras)}]" if extras else plain
    return whole if field.required else f"{whole} = None"


def rule(each: ir.Rule) -> str:
    """Render the call that declares a rule."""
    check = f"rt.{each.check}({', '.join(map(literal, each.args))})"
    severity = ', "warning"' if each.severity == "warning" else ""
    return f"rt.rule({literal(each.id)}, {check}{severity})"


def _wire(field: ir.Field, struct: ir.Struct) -> Iterator[str]:
    """Render the call that declares what does not follow from the name of a field, if there is something."""
    arguments: list[str] = []
    follows = _ALIASES[alias_generator(struct)](field.name) == (field.wire, field.body)
    if field.also is not None or not follows:
        arguments.append(literal(field.wire))
    if field.body is not None and not follows:
        arguments.append(f"body={literal(field.body)}")
    if field.also is not None:
        arguments.append(f"also={literal(field.also)}")
    if field.unit:
        arguments.append(f"unit={literal(field.unit)}")
    if field.sensitive:
        arguments.append("sensitive=True")
    if struct.sent and field.demanded:
        arguments.append("required=True")
    if struct.sent and field.limits is not None:
        arguments += _limits(field.limits)
    if arguments:
        yield f"rt.wire({', '.join(arguments)})"


def _limits(limits: ir.Limits) -> Iterator[str]:
    low, high = ("min_length", "max_length") if limits.of_size else ("ge", "le")
    if limits.low is not None:
        yield f"{low}={literal(limits.low)}"
    if limits.high is not None:
        yield f"{high}={literal(limits.high)}"
    for name, inner in (("keys", limits.keys), ("items", limits.items)):
        if inner is not None:
            yield f"{name}=rt.Limits({', '.join(_limits(inner))})"


def limits_text(field: ir.Field) -> str:
    """Describe the limits of a field for a docstring; empty if there are none."""
    limits = field.limits
    if limits is None or (limits.low is None and limits.high is None):
        return ""
    unit = {"str": " characters", "bytes": " bytes", "list": " items", "map": " items"}.get(
        field.type.kind if limits.of_size else "", ""
    )
    if limits.low is None:
        return f"at most {limits.high}{unit}"
    if limits.low == 1 and limits.high is None and limits.of_size:
        return "not empty"
    if limits.high is None:
        return f"at least {limits.low}{unit}"
    if limits.low == limits.high:
        return f"exactly {limits.low}{unit}"
    return f"{limits.low} to {limits.high}{unit}"


def units_text(struct: ir.Struct) -> str:
    """Describe the units of the members of ``struct``, for a docstring; empty if there are none."""
    found: dict[str, list[str]] = {}
    for field in struct.fields:
        if field.unit:
            found.setdefault(field.unit, []).append(f"``{field.name}``")
    return "; ".join(f"{', '.join(names)} in {unit}" for unit, names in found.items())


def further(status: ir.Further, operation: ir.Operation) -> str:
    """Render a further status; its path begins at the item."""
    listed = [index for index, name in enumerate(operation.status) if name.endswith("[]")]
    given: dict[str, object] = {
        "reasons": dotted(status.reasons),
        "when": status.when,
        "only": status.only,
        "phases": dict(status.phases),
    }
    path = ".".join(status.path[listed[-1] + 1 if listed else 0 :])
    options = "".join(f", {name}={value!a}" for name, value in given.items() if value)
    return f"rt.FurtherStatus({literal(path)}{options})"


def response_base(operation: ir.Operation) -> str:
    """Render the base class of the response."""
    types = ", ".join(_status_types(operation))
    return f"rt.{_kind(operation)}Response[{types}]" if types else "rt.Response"


def request_base(operation: ir.Operation, service: ir.Service) -> str:
    """Render the base class of the request."""
    known = [operation.response.name, operation.client, *_status_types(operation)]
    status = starts.follows(operation, service)
    if operation.start is not None and status is not None:
        known.append(starts.answer(status, _status_types(status), operation.start))
        known.append(starts.watched_type(operation, service))
        return f"rt.StartingRequest[{', '.join(known)}]"
    return f"rt.{_kind(operation)}Request[{', '.join(known)}]"


def _kind(operation: ir.Operation) -> str:
    if not operation.reports:
        return ""
    return "List" if operation.kind == "list" else "Status"


def _status_types(operation: ir.Operation) -> list[str]:
    """Render the types of the status and, for a list operation, of the items."""
    kinds = (operation.status_type, operation.item_type)
    return [annotation(kind) for kind in kinds if kind is not None] if operation.reports else []


def status_sentence(operation: ir.Operation) -> str:
    """Describe the statuses of the response in a sentence; empty if it has none."""
    if not operation.reports:
        return ""
    paths = [f"``{'.'.join(path)}``" for path in (operation.status, *operation.other_statuses)]
    others = f"; other statuses: {', '.join(paths[1:])}" if operation.other_statuses else ""
    steps = ""
    if operation.last_step:
        step, last = operation.last_step
        steps = (
            f" It is that of a step: until ``{step}`` is ``{prose(last)}``, success is progress."
        )
    return f"The status is {paths[0]}{others}.{steps}{further_sentence(operation, ' ')}"


def further_sentence(operation: ir.Operation, before: str = "") -> str:
    """Describe the further statuses that ``wait`` heeds in a sentence; empty if there are none."""
    if not operation.further:
        return ""
    paths = ", ".join(f"``{'.'.join(each.path)}``" for each in operation.further)
    return (
        f"{before}``wait`` without ``until`` also waits for a success of {paths}, if AWS sends it."
    )


def start_sentence(operation: ir.Operation) -> str:
    """Describe what the operation starts, for a docstring; empty if it starts nothing."""
    return prose(starts.sentence(operation))


def _without(service: ir.Service, reused: Collection[str]) -> ir.Service:
    """Return ``service`` without the classes and functions in ``reused``."""
    return dataclasses.replace(
        service,
        enums=tuple(each for each in service.enums if each.name not in reused),
        structs=tuple(each for each in service.structs if each.name not in reused),
        errors=tuple(each for each in service.errors if each.name not in reused),
        operations=tuple(each for each in service.operations if each.function not in reused),
    )


def exports(service: ir.Service) -> list[str]:
    """Return the names for ``__all__``."""
    return sorted([*service.classes, *(each.function for each in service.operations)])


def wrapped_list(names: Iterable[str]) -> str:
    """Render the items of a list with as many on a line as fit; formatters would use one line for each."""
    items = " ".join(f"{literal(name)}," for name in names)
    return textwrap.indent(
        textwrap.fill(items, 96, break_long_words=False, break_on_hyphens=False), "    "
    )


def _names(service: ir.Service) -> Iterator[str]:
    """Yield every name in the module."""
    yield service.module
    yield from exports(service)
    yield from (operation.method for operation in service.operations)
    for struct in service.all_structs:
        yield from (field.name for field in struct.fields)
    for error in service.errors:
        yield from (field.name for field in error.fields)
    for enum in service.enums:
        yield from (name for _, name in enum.values)

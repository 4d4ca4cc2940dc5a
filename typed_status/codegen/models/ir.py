"""The intermediate representation: what a service module will declare, as frozen data.

May import: the standard library. Every ``name`` is a Python identifier, unique in its scope; every
``wire`` is AWS's.
"""

from __future__ import annotations

import dataclasses
import typing as t

__all__ = [
    "Argument",
    "Basis",
    "Enum",
    "Error",
    "Field",
    "Further",
    "Judged",
    "Limits",
    "Operation",
    "Phase",
    "Rule",
    "Service",
    "Start",
    "StartBasis",
    "Struct",
    "Type",
]

Scalar = t.Literal[
    "str",
    "int",
    "float",
    "bool",
    "bytes",
    "any",
    "decoded",
    "stream",
    "datetime",
    "iso_datetime",
    "epoch_seconds",
    "epoch_millis",
    "json_text",
    "text_or_bytes",
    "copy_source",
]
Phase = t.Literal["IN_PROGRESS", "SUCCEEDED", "FAILED", "CANCELED", "UNKNOWN"]
Basis = t.Literal["override", "waiter", "rule", "none"]
Argument = str | int | float | tuple[str, ...] | None
Party = t.Literal["AWS", "YOU", "ANOTHER_PARTY"]
StartBasis = t.Literal[
    "documentation", "operation_id", "same_noun", "deletion", "returned", "reviewed"
]
Kind = Scalar | t.Literal["enum", "struct", "list", "map"]


@dataclasses.dataclass(frozen=True, slots=True)
class Type:
    """A type: ``name`` is the class of an enum or a struct, ``args`` the types in a list or map; ``rule`` is the id of
    the overlay rule that it comes from, and ``checks`` are those of the items of a list or map."""

    kind: Kind
    name: str = ""
    args: tuple[Type, ...] = ()
    rule: str = ""
    checks: tuple[Rule, ...] = ()

    @property
    def innermost(self) -> Type:
        """The innermost type of lists and maps."""
        return self.args[-1].innermost if self.args else self

    def with_innermost(self, inner: Type) -> Type:
        """Return this type with ``inner`` as the innermost type of its lists and maps."""
        if not self.args:
            return inner
        return dataclasses.replace(
            self, args=(*self.args[:-1], self.args[-1].with_innermost(inner))
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """The service model's limits: on a size for texts, blobs, lists and maps, on a value for numbers."""

    low: float | None = None
    high: float | None = None
    of_size: bool = True
    keys: Limits | None = None
    items: Limits | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """A fact from an overlay: ``kind`` is the entry's check. ``check`` and ``args`` are what the runtime
    checks; none for a fact about presence or type, which the field itself expresses."""

    id: str
    member: str
    kind: str
    severity: t.Literal["error", "warning"]
    why: str
    check: str = ""
    args: tuple[Argument, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """A member. ``body`` is its name in a JSON body where that is another than ``wire``, botocore's name
    for it. ``empty``: an empty string means that there is no value. ``demanded``: a request needs the
    member although a response may lack it. ``documented``: its values are not the service model's, and what is sent may be
    any string. ``token``: an idempotency token. ``also``: boto3's own name of it in a request. ``unit``: that of a number, if its name does not say it.
    ``pattern`` is the service model's regular expression and ``doc`` AWS's text: rules are held against them, and they are
    never written out."""

    wire: str
    name: str
    type: Type
    shape: str
    required: bool = False
    sensitive: bool = False
    limits: Limits | None = None
    body: str | None = None
    rules: tuple[Rule, ...] = ()
    pattern: str = ""
    doc: str = ""
    empty: bool = False
    demanded: bool = False
    documented: bool = False
    token: bool = False
    also: str | None = None
    unit: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Struct:
    """A structure. ``sent``: a request of the service contains it, selected or not, so that the limits of its
    members bind. ``rules`` are those across its members; ``facts`` all that overlays say of it."""

    wire: str
    name: str
    fields: tuple[Field, ...]
    union: bool = False
    sensitive: bool = False
    sent: bool = False
    rules: tuple[Rule, ...] = ()
    facts: tuple[Rule, ...] = ()

    def field(self, wire: str) -> Field | None:
        """The field for the member ``wire``."""
        return next((field for field in self.fields if field.wire == wire), None)


@dataclasses.dataclass(frozen=True, slots=True)
class Judged:
    """The phase of a status value, its basis, and whether the resource is at its end. ``party`` is whom a value in progress
    awaits, and ``polled`` whether a wait polls on at it."""

    phase: Phase
    basis: Basis
    gone: bool = False
    party: Party = "AWS"
    polled: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Enum:
    """A set of string values: (value, member name), in the order of the service model. ``spellings`` are other texts for them.

    A status has ``phases``, one for each of the values, with the basis of each. ``status`` is what somebody
    has judged: that it is one, or is none, whatever it is called.
    """

    name: str
    values: tuple[tuple[str, str], ...]
    phases: tuple[Judged, ...] = ()
    rule: Rule | None = None
    sensitive: bool = False
    status: bool | None = None
    spellings: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Error:
    """A modelled exception. ``fields`` are its members beside the message."""

    wire: str
    name: str
    code: str
    status: int | None = None
    fields: tuple[Field, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Further:
    """A further status that must be terminal, too: ``path`` is that of ``Operation.status``; ``reasons`` are the paths to the
    reasons from the structure that has it. ``when`` are the values of the leading status at which it counts, ``only`` a field
    beside it and its values at which it does, and ``phases`` the values whose phase here is another than elsewhere."""

    path: tuple[str, ...]
    reasons: tuple[tuple[str, ...], ...] = ()
    when: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    phases: tuple[tuple[Phase, tuple[str, ...]], ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Start:
    """What an operation starts. ``status`` is the operation that reports on it, in botocore's name.

    ``bindings`` are pairs: the field of the status request, and the path to its value, from ``output`` or ``input``, in field
    names; names of lists end in ``[]``. ``select`` are such pairs for the fields of an item of a list operation that cannot
    filter by id, and through a list (``routes[].destination``) for those of its parts that have a status each. ``optional`` are the bound fields whose value may be absent, such as the cluster of a service. ``echoed`` are pairs of a
    path in the response of the status request and the path to what was sent, which it must return at the end, for what has no
    status. ``wanted``, ``initial``, ``contrary`` and ``pending`` are values of the watched status; ``gone``: the end is
    that the resource is absent. ``watch`` is the path to the status if it is not the leading one, ``reports`` that to the
    status in the response of the start. ``refused`` are the fields of that response which list what was not begun.
    ``basis`` is how the pair was found, ``source`` what says so."""

    status: str
    bindings: tuple[tuple[str, tuple[str, ...]], ...]
    basis: StartBasis
    tracks: t.Literal["operation", "resource"] = "resource"
    select: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    optional: tuple[str, ...] = ()
    echoed: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    wanted: tuple[str, ...] = ()
    gone: bool = False
    initial: tuple[str, ...] = ()
    contrary: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    source: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Operation:
    """An operation. ``status`` is the path of field names to its leading status, of ``status_type``; names of
    lists and maps end in ``[]``, and those of the branches of a choice are joined by ``|``. ``other_statuses`` are the paths
    to its other statuses, ``further`` those that must be terminal, too, ``reasons`` the paths to what says why the status is
    what it is, ``unreturned`` the fields of a list operation that say what AWS could not return, ``progress`` the roles and paths of ``codegen.statuses.progress_paths``; ``item_type`` is the type of the
    items of a list operation; ``start`` is what it starts; ``kind`` is the catalog's. ``last_step`` is the field that says which step the status is of,
    and its value for the last one. ``doc`` is AWS's text, in which rules look; it is never written out."""

    wire: str
    method: str
    function: str
    client: str
    request: Struct
    response: Struct
    errors: tuple[str, ...]
    url: str
    status: tuple[str, ...] = ()
    status_type: Type | None = None
    other_statuses: tuple[tuple[str, ...], ...] = ()
    reasons: tuple[tuple[str, ...], ...] = ()
    unreturned: tuple[str, ...] = ()
    further: tuple[Further, ...] = ()
    progress: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...] = ()
    item_type: Type | None = None
    start: Start | None = None
    kind: str = ""
    last_step: tuple[str, ...] = ()
    doc: str = ""

    @property
    def reports(self) -> bool:
        """Whether the response reports a status of known values."""
        return self.status_type is not None and self.status_type.kind == "enum"


@dataclasses.dataclass(frozen=True, slots=True)
class Service:
    """The content of a module."""

    name: str
    module: str
    title: str
    api_version: str
    botocore_version: str
    enums: tuple[Enum, ...]
    structs: tuple[Struct, ...]
    errors: tuple[Error, ...]
    operations: tuple[Operation, ...]

    @property
    def all_structs(self) -> tuple[Struct, ...]:
        """The structures, the requests and the responses."""
        roots = (root for each in self.operations for root in (each.request, each.response))
        return (*self.structs, *roots)

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of all classes of the module."""
        return (
            *(operation.client for operation in self.operations),
            *(enum.name for enum in self.enums),
            *(struct.name for struct in self.all_structs),
            *(error.name for error in self.errors),
        )

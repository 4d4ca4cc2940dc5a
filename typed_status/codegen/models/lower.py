"""From a service model to the IR: the selected operations, and exactly the shapes that they reach.

May import: the standard library, ``codegen.models`` below this module, ``codegen.exceptions`` and ``documentation_text``.
"""

from __future__ import annotations

import dataclasses
import math
import typing as t
from collections.abc import Callable, Iterable, Iterator

from typed_status.codegen.exceptions import ServiceModelError, reading
from typed_status.codegen.models import ir, naming
from typed_status.codegen.models.botocore_source import Source, method_name
from typed_status.codegen.models.request_handlers import SHORTENED, as_sent
from typed_status.codegen.models.response_handlers import as_handled
from typed_status.codegen.models.service_model_form import check_model
from typed_status.documentation_text import to_line

__all__ = ["lower"]

_T = t.TypeVar("_T")

_SCALARS: dict[str, ir.Scalar] = {
    **dict.fromkeys(("string", "character"), "str"),
    **dict.fromkeys(("integer", "long", "short", "byte", "biginteger"), "int"),
    **dict.fromkeys(("float", "double", "bigdecimal"), "float"),
    "boolean": "bool",
    "timestamp": "datetime",
    "blob": "bytes",
}
_PROTOCOLS = frozenset({"ec2", "json", "query", "rest-json", "rest-xml", "smithy-rpc-v2-cbor"})
_IN_BODY: dict[str | None, t.Any] = {key: {"location": None} for key in ("querystring", "uri")}
_SIZED = frozenset({"string", "character", "blob", "list", "map"})
_MESSAGE = frozenset({"message", "Message"})


def lower(source: Source, selected: Iterable[str]) -> ir.Service:
    """Return the IR of the ``selected`` operations of a service."""
    with reading(source.service, "the file"):
        return _Lowering(source, sorted(selected)).service()


class _Lowering:
    def __init__(self, source: Source, selected: list[str]) -> None:
        self.source = source
        check_model(source)
        self.shapes: dict[str, t.Any] = source.model["shapes"]
        self.operations = {name: self._operation_model(name) for name in selected}
        metadata = source.model["metadata"]
        with reading(source.service, "metadata"):
            protocols = {metadata.get("protocol", ""), *metadata.get("protocols", ())}
        if protocols.isdisjoint(_PROTOCOLS):
            raise self._broken("metadata", f"none of its protocols is known: {sorted(protocols)}")
        self.speaks_json = not protocols.isdisjoint({"json", "rest-json"})
        inputs, outputs, errors = (self._roots(kind) for kind in ("input", "output", "errors"))
        self.errors = sorted(set(errors))
        reached = dict.fromkeys([*self._reach(outputs), *self._reach(errors), *self._reach(inputs)])
        # The input and the output of an operation become its request and its response; a class of
        # their own is made only where another shape holds them.
        self.structs = [name for name in reached if self._is_struct(name)]
        # By all operations, so that a structure is the same class whatever was selected.
        self.sent = frozenset(self._reach(self._inputs()))
        # A map is sensitive with its keys, and so are the values in it.
        sensitive = [
            name
            for name, shape in self.shapes.items()
            if shape.get("sensitive")
            or ("key" in shape and self._is_sensitive(shape["key"]["shape"]))
        ]
        self.in_sensitive = frozenset(self._reach(sensitive))
        self.enums = [name for name in reached if "enum" in self._shape(name)]
        self.names = self._class_names()
        self.functions = naming.distinct(self.operations, naming.function_name)

    def service(self) -> ir.Service:
        metadata = self.source.model["metadata"]
        return ir.Service(
            name=self.source.service,
            module=naming.module_name(self.source.service),
            title=to_line(metadata["serviceFullName"]),
            api_version=metadata["apiVersion"],
            botocore_version=self.source.botocore_version,
            enums=tuple(sorted(self._each(self._enum, self.enums), key=lambda enum: enum.name)),
            structs=tuple(
                self._each(
                    lambda name: self._struct(name, self.names[name], sent=name in self.sent),
                    self.structs,
                )
            ),
            errors=tuple(self._each(self._error, self.errors)),
            operations=tuple(self._each(self._operation, self.operations)),
        )

    def _each(self, make: Callable[[str], _T], wires: Iterable[str]) -> Iterator[_T]:
        for name in wires:
            with reading(self.source.service, name):
                made = make(name)
            yield made

    def _broken(self, where: str, reason: str) -> ServiceModelError:
        return ServiceModelError(self.source.service, where, reason)

    # What the selected operations reach.

    def _operation_model(self, name: str) -> t.Any:
        operations = self.source.model["operations"]
        if name not in operations:
            raise ServiceModelError(self.source.service, name, "there is no such operation")
        return operations[name]

    def _shape(self, name: str) -> t.Any:
        if name not in self.shapes:
            raise ServiceModelError(self.source.service, name, "the shape is used but not defined")
        return self.shapes[name]

    def _is_struct(self, name: str) -> bool:
        shape = self._shape(name)
        is_opaque = shape.get("document") or shape.get("eventstream")
        return shape["type"] == "structure" and not is_opaque

    def _roots(self, kind: str) -> list[str]:
        found: list[str] = []
        for operation in self.operations.values():
            if kind == "errors":
                found += [error["shape"] for error in operation.get("errors", ())]
            elif kind in operation:
                found.append(operation[kind]["shape"])
        return found

    def _inputs(self) -> Iterator[str]:
        """The inputs of all operations of the service."""
        for operation in self.source.model["operations"].values():
            if "input" in operation:
                yield operation["input"]["shape"]

    def _reach(self, roots: Iterable[str]) -> list[str]:
        """List the shapes inside ``roots``, without the roots, inner shapes first."""
        order: dict[str, None] = {}
        done: set[str] = set()

        def visit(name: str) -> None:
            self._reject_recursive_lists(name)
            for inner in self._inside(name):
                if inner not in done:
                    done.add(inner)
                    visit(inner)
                    order[inner] = None

        for root in roots:
            visit(root)
        return list(order)

    def _inside(self, name: str) -> Iterator[str]:
        shape = self._shape(name)
        if shape.get("eventstream"):  # botocore hands the stream out as it is
            return
        for key in ("member", "key", "value"):
            if key in shape:
                yield shape[key]["shape"]
        for member in shape.get("members", {}).values():
            yield member["shape"]

    def _reject_recursive_lists(self, name: str) -> None:
        """Reject a list or map that contains itself without a structure in between: it has no type."""
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            each = waiting.pop()
            if self._shape(each)["type"] not in ("list", "map"):
                continue
            if each in seen:
                raise self._broken(each, "the list or map contains itself")
            seen.add(each)
            waiting += self._inside(each)

    def _class_names(self) -> dict[str, str]:
        """Make a class name for everything in the module, by keys that no shape has."""
        wanted = {f"{name} request": f"{name}Request" for name in self.operations}
        wanted |= {f"{name} response": f"{name}Response" for name in self.operations}
        wanted |= {f"{name} client": f"{name}Client" for name in self.operations}
        wanted |= {name: name for name in [*self.errors, *self.enums, *self.structs]}
        return naming.distinct(wanted, lambda key: naming.class_name(wanted[key]))

    # What each of them becomes.

    def _operation(self, name: str) -> ir.Operation:
        model = self.operations[name]
        metadata = self.source.model["metadata"]
        uid = metadata.get("uid", f"{self.source.service}-{metadata['apiVersion']}")
        return ir.Operation(
            wire=name,
            method=method_name(name),
            function=self.functions[name],
            client=self.names[f"{name} client"],
            request=self._request(name, model.get("input")),
            response=self._root(model.get("output"), f"{name} response"),
            errors=tuple(self.names[each["shape"]] for each in model.get("errors", ())),
            url=f"https://docs.aws.amazon.com/goto/WebAPI/{uid}/{name}",
            doc=to_line(model.get("documentation", "")),
        )

    def _root(self, ref: t.Any, key: str, *, as_request: bool = False) -> ir.Struct:
        if ref is None:
            return ir.Struct(wire="", name=self.names[key], fields=())
        holder: naming.Holder = "request" if as_request else "structure"
        return self._struct(ref["shape"], self.names[key], holder, sent=as_request)

    def _request(self, operation: str, ref: t.Any) -> ir.Struct:
        request = self._root(ref, f"{operation} request", as_request=True)
        return as_sent(self.source, operation, request)

    def _struct(
        self, name: str, as_name: str, holder: naming.Holder = "structure", *, sent: bool
    ) -> ir.Struct:
        shape = self._shape(name)
        fields = self._fields(shape, holder)
        fields = fields if holder == "request" else as_handled(self.source.service, name, fields)
        # A class does not know how it was reached: what is inside of something sensitive is sensitive everywhere. The class of a request
        # or a response is of its operation alone.
        is_inside = name in self.in_sensitive and as_name == self.names.get(name)
        return ir.Struct(
            wire=name,
            name=as_name,
            fields=fields,
            union=bool(shape.get("union")),
            sensitive=bool(shape.get("sensitive")) or is_inside,
            sent=sent,
        )

    def _fields(self, shape: t.Any, holder: naming.Holder) -> tuple[ir.Field, ...]:
        located = _IN_BODY if holder == "structure" else {}  # botocore ignores them in outputs
        members = {
            wire: each | located.get(each.get("location"), {})
            for wire, each in shape.get("members", {}).items()
            if holder != "error" or wire not in _MESSAGE
        }
        body = shape.get("payload") if holder == "structure" else None
        if body in members and self._shape(members[body]["shape"])["type"] == "blob":
            # botocore returns the stream, whether or not the model marks it as one.
            members[body] = members[body] | {"streaming": True}
        # No field is called like another member on the wire: a key of a dict means one thing.
        fields = naming.distinct(
            members, lambda wire: naming.field_name(wire, holder), avoid=members
        )
        # A union has exactly one of its members, which ``UnionModel`` checks.
        required = () if shape.get("union") else shape.get("required", ())
        return tuple(
            self._field(wire, fields[wire], member, required=wire in required)
            for wire, member in members.items()
        )

    def _field(self, wire: str, name: str, member: t.Any, *, required: bool) -> ir.Field:
        target = self._shape(member["shape"])
        limits = self._limits(member["shape"])
        if member.get("location") == "uri" and (limits is None or not limits.low):
            # An empty label would address another resource.
            limits = dataclasses.replace(limits or ir.Limits(), low=1)
        return ir.Field(
            wire=wire,
            name=name,
            type=self._member_type(member),
            shape=member["shape"],
            required=required,
            sensitive=self._is_sensitive(member["shape"]),
            limits=limits,
            body=self._body_name(wire, member),
            pattern=str(target.get("pattern", "")),
            doc=to_line(f"{member.get('documentation', '')} {target.get('documentation', '')}"),
        )

    def _body_name(self, wire: str, member: t.Any) -> str | None:
        """The name in a JSON body, where it is another."""
        name = member.get("locationName", wire)
        return name if self.speaks_json and not member.get("location") and name != wire else None

    def _member_type(self, member: t.Any) -> ir.Type:
        target = self._shape(member["shape"])
        is_json = member.get("jsonvalue") or target.get("jsonvalue")
        if is_json and member.get("location") == "header":  # elsewhere botocore leaves the text
            return ir.Type("any")
        if target.get("eventstream") or target.get("streaming") or member.get("streaming"):
            return ir.Type("stream")
        return self._type(member["shape"])

    def _type(self, name: str) -> ir.Type:
        shape = self._shape(name)
        kind = shape["type"]
        if "enum" in shape:
            return ir.Type("enum", self.names[name])
        if shape.get("document"):
            return ir.Type("any")
        if kind == "structure":
            return ir.Type("struct", self.names[name])
        if kind == "list":
            return ir.Type("list", args=(self._type(shape["member"]["shape"]),))
        if kind == "map":
            inner = self._type(shape["key"]["shape"]), self._type(shape["value"]["shape"])
            return ir.Type("map", args=inner)
        if kind not in _SCALARS:
            raise ServiceModelError(self.source.service, name, f"the type {kind!r} is unknown")
        return ir.Type(_SCALARS[kind])

    def _limits(self, name: str) -> ir.Limits | None:
        shape = self._shape(name)
        keys = self._limits(shape["key"]["shape"]) if "key" in shape else None
        inner = shape.get("member") or shape.get("value")
        items = self._limits(inner["shape"]) if inner else None
        low, high = shape.get("min"), shape.get("max")
        for limit in (low, high):
            if limit is None:
                continue
            if isinstance(limit, bool) or not isinstance(limit, (int, float)):
                raise self._broken(name, f"its limit {limit!r} is not a number")
            if not math.isfinite(limit):
                raise self._broken(name, f"its limit {limit!r} is not finite")
        if "enum" in shape or shape["type"] in ("structure", "boolean", "timestamp"):
            return None
        if (self.source.service, name) in SHORTENED:
            high = None
        if all(each is None for each in (low, high, keys, items)):
            return None
        return ir.Limits(low, high, shape["type"] in _SIZED, keys, items)

    def _is_sensitive(self, name: str) -> bool:
        """Whether AWS marks the shape, or anything that its lists and maps hold, as sensitive."""
        shape = self._shape(name)
        if shape.get("sensitive"):
            return True
        inner = [shape[key]["shape"] for key in ("member", "key", "value") if key in shape]
        return any(map(self._is_sensitive, inner))

    def _enum(self, name: str) -> ir.Enum:
        shape = self._shape(name)
        for value in shape["enum"]:
            if not isinstance(value, str):
                raise self._broken(name, f"the enum value {value!r} is not a string")
        members = naming.distinct(shape["enum"], naming.constant)
        # A warning about an unknown value does not know the member that it is in.
        sensitive = bool(shape.get("sensitive")) or name in self.in_sensitive
        return ir.Enum(self.names[name], tuple(members.items()), sensitive=sensitive)

    def _error(self, name: str) -> ir.Error:
        shape = self._shape(name)
        error = shape.get("error", {})
        if not isinstance(error.get("httpStatusCode", 0), int):
            raise self._broken(name, "its HTTP status is not a number")
        if not isinstance(error.get("code", name), str):
            raise self._broken(name, "its code is not a string")
        return ir.Error(
            wire=name,
            name=self.names[name],
            code=error.get("code", name),
            status=error.get("httpStatusCode"),
            fields=self._fields(shape, "error"),
        )

"""Every adopted fact about what a request contains: a value that breaks it is an error with the rule's id, before anything is
sent, and ``without_rules`` disables it."""

import importlib
import re

import pytest

import typed_status
from typed_status.codegen import build
from typed_status.testing.example_values import adapt

FORMATS = {"iso_datetime": "soon", "epoch": 10**17, "json_text": "no JSON"}
SCALARS = {
    "int": 1,
    "float": 1.5,
    "bool": True,
    "bytes": b"a",
    "datetime": "2026-01-01T00:00:00Z",
    "iso_datetime": "2026-01-01T00:00:00Z",
    "epoch_seconds": 1767225600,
    "epoch_millis": 1767225600000,
    "json_text": "{}",
    "any": {},
    "stream": b"a",
}


class Examples:
    """Requests with the fewest members, in boto3's form."""

    def __init__(self, service):
        self.structs = {each.name: each for each in service.all_structs}
        self.enums = {each.name: each for each in service.enums}
        self.module = importlib.import_module(f"typed_status.services.{service.module}")

    def value(self, kind, limits=None, inside=()):
        if kind.kind in SCALARS:
            low = limits.low if limits and not limits.of_size and limits.low is not None else None
            return SCALARS[kind.kind] if low is None else max(low, SCALARS[kind.kind])
        if kind.kind == "enum":
            return self.enums[kind.name].values[0][0]
        if kind.kind == "struct":
            return self.struct(self.structs[kind.name], inside)
        size = int(limits.low or 0) if limits and limits.low else 1
        if kind.kind == "list":
            return [self.value(kind.args[0], limits and limits.items, inside)] * max(size, 1)
        if kind.kind == "map":
            return {
                self.value(kind.args[0], limits and limits.keys): self.value(
                    kind.args[1], limits and limits.items, inside
                )
            }
        return self.text(limits)

    def text(self, limits):
        return "a" * (int(limits.low or 1) if limits else 1)

    def struct(self, struct, inside=()):
        """The required members, or one of a union."""
        needed = (
            struct.fields[:1]
            if struct.union
            else [each for each in struct.fields if each.required or each.demanded]
        )
        found = {
            each.wire: self.value(each.type, each.limits, (*inside, struct.name))
            for each in needed
            if each.type.innermost.name not in inside
        }
        return adapt(getattr(self.module, struct.name), found)

    def around(self, steps, value):
        """The request that has ``value`` for the structure at the end of ``steps``, which are pairs of structure and field."""
        for struct, field in reversed(steps):
            wrapped = value
            for kind in self.wrappers(field.type):
                wrapped = [wrapped] if kind == "list" else {"a": wrapped}
            value = self.struct(struct) | {field.wire: wrapped}
        return value

    def wrappers(self, kind):
        return [*self.wrappers(kind.args[-1]), kind.kind] if kind.args else []


def paths(examples, request):
    """Each structure that a request contains, with the steps to it."""
    queue, seen = [(request, ())], set()
    while queue:
        struct, steps = queue.pop(0)
        if struct.name in seen:
            continue
        seen.add(struct.name)
        yield struct, steps
        for field in struct.fields:
            inner = examples.structs.get(field.type.innermost.name)
            if inner is not None:
                queue.append((inner, (*steps, (struct, field))))


def broken(examples, struct, rule):
    """Members of ``struct`` that break ``rule``."""
    field = next(each for each in struct.fields if each.wire == rule.member)
    example = examples.value(field.type, field.limits)
    others = {each.wire: each for each in struct.fields}
    if rule.kind in FORMATS:
        return {field.wire: nested(example, FORMATS[rule.kind])}
    args = rule.args
    match rule.check:
        case "AtLeast":
            return {field.wire: nested(example, args[0] - 1)}
        case "AtMost":
            return {field.wire: nested(example, args[0] + 1)}
        case "Between":
            return {field.wire: nested(example, args[1] + 1)}
        case "Within":
            bound = next(each for each in args if each is not None)
            return {field.wire: nested(example, bound if args.index(bound) > 1 else bound - 1)}
        case "MultipleOf":
            return {field.wire: args[0] + 1}
        case "Length":
            return {field.wire: sized(example, *args)}
        case "Matches":
            shortest = lowest(struct, field, "Length") or 1
            texts = ("\u00e9<\n" * shortest, "/" * shortest)
            return {field.wire: next(each for each in texts if not re.fullmatch(args[0], each))}
        case "SumsTo":
            return {field.wire: [example[0] | {args[0]: 0}]}
        case "OnlyWhen" | "NeededWhen":
            other = others[args[1]]
            values = args[2] if isinstance(args[2], tuple) else (args[2],)
            if rule.check == "NeededWhen":
                return {field.wire: None, other.wire: values[0]}
            enum = examples.enums.get(other.type.name)
            known = [each for each, _ in enum.values] if enum else ["another"]
            return {
                field.wire: example,
                other.wire: next(each for each in known if each not in values),
            }
        case "Excludes":
            both = (field, others[args[1][0]])
            return {each.wire: within(struct, each, examples) for each in both}
    return None


def lowest(struct, field, *checks):
    """The lower bound that rules give the values of ``field``."""
    found = [each for each in struct.facts if each.member == field.wire and each.check in checks]
    return next((each.args[0] for each in found if each.args[0] is not None), None)


def within(struct, field, examples):
    """An example of ``field`` that its ranges allow."""
    example = examples.value(field.type, field.limits)
    low = lowest(struct, field, "AtLeast", "Between", "Within")
    return example if low is None else max(example, low)


def nested(example, value):
    """``value`` in the lists and maps of ``example``."""
    if isinstance(example, list):
        return [nested(example[0], value)]
    if isinstance(example, dict) and example:
        return {key: nested(each, value) for key, each in example.items()}
    return value


def sized(example, low, high, of="characters"):
    size = high + 1 if high is not None else low - 1
    if of == "characters":
        return "a" * size
    if isinstance(example, list):
        return example[:1] * size
    return {f"a{number}": next(iter(example.values())) for number in range(size)}


def rules_broken_by(request_class, raw):
    """The ids of the rules that ``raw`` breaks; ``None`` among them for what is no rule, but a limit of the service model."""
    try:
        request_class.model_validate(raw)
    except typed_status.RequestValidationError as error:
        return {problem.rule for problem in error.problems}
    return set()


def bindings(examples, operation):
    """Each rule that binds the request of ``operation``, with a request that breaks it."""
    for struct, steps in paths(examples, operation.request):
        for rule in struct.facts:
            members = broken(examples, struct, rule)
            if members is not None:
                base = {} if struct.union else examples.struct(struct)
                value = {key: each for key, each in (base | members).items() if each is not None}
                yield rule, examples.around(steps, value)


@pytest.fixture(scope="module")
def shipped():
    return build.shipped()


def test_what_breaks_a_fact_is_an_error_before_it_is_sent(shipped):
    bound, constructed = set(), 0
    for service in shipped.services:
        examples = Examples(service)
        for operation in service.operations:
            request_class = getattr(examples.module, f"{operation.wire}Request")
            for rule, raw in bindings(examples, operation):
                where = service.name, operation.wire, rule
                assert rule.id in rules_broken_by(request_class, raw), where
                disabled = {rule.id}
                with typed_status.without_rules(rule.id):
                    others = rules_broken_by(request_class, raw)
                assert rule.id not in others, where
                # What breaks one rule may break others, whose errors come after it.
                while others - {None}:
                    disabled |= others - {None}
                    with typed_status.without_rules(*disabled):
                        others = rules_broken_by(request_class, raw)
                    assert not others & disabled, where
                bound.add(rule.id)
                constructed += not others
    assert len(bound) > 120
    assert constructed > 130


def test_no_fact_about_what_only_requests_have_is_left_out(shipped):
    """Each adopted candidate in a request is a rule of the structure that the request contains."""
    services = {each.name: each for each in shipped.services}
    checked = 0
    for ledger in shipped.ledgers:
        sent = [(each, name) for each, name in ledger.adopted if each.sent and each.kind != "unit"]
        for candidate, name in sent:
            shape, member = candidate.target.split(".")
            (struct,) = {
                each.name: each
                for each in services[ledger.service].all_structs
                if each.wire == shape
            }.values()
            assert (name, member) in {(fact.id, fact.member) for fact in struct.facts}, candidate
            checked += 1
    assert checked > 200


def test_requests_of_all_services_were_searched(shipped):
    found = {each.sent for ledger in shipped.ledgers for each, _ in ledger.adopted}
    assert found == {False, True}

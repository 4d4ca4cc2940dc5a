"""botocore's waiters, responses that match their acceptors, and the verdicts of waiters and ``wait`` on a script of them."""

import dataclasses
import functools
import importlib
import itertools
import re
import types
import typing as t
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pydantic
from botocore.exceptions import ClientError, WaiterError
from botocore.loaders import Loader
from botocore.waiter import (
    AcceptorConfig,
    NormalizedOperationMethod,
    SingleWaiterConfig,
    Waiter,
)
from jmespath.exceptions import JMESPathError

from typed_status import (
    GONE,
    CatalogEntry,
    Clock,
    ListResult,
    OpenEnum,
    Phase,
    StatusEnum,
    WaitError,
    catalog,
    wait,
)
from typed_status.runtime import UnionModel
from typed_status.runtime.types.fields import members
from typed_status.testing import example_output
from typed_status.testing.routing import operation_model

State = t.Literal["success", "failure", "continue"]
# The members with a pagination token.
TOKEN = re.compile(r"Next(?:Page)?Token|(?:Next)?Marker|PaginationToken", re.IGNORECASE)
PATH = re.compile(r"\w+(\[\])?(\.(\w+(\[\])?|\*))*")
METADATA = {"HTTPStatusCode": 200, "HTTPHeaders": {}, "RequestId": "rq", "RetryAttempts": 0}
NOW = datetime(2026, 1, 2, tzinfo=UTC)
# Messages of not-found errors whose code is that of a validation error.
NOT_FOUND_MESSAGES = {
    "DescribeStacks": "Stack with id s does not exist",
    "DescribeEndpoint": 'Could not find endpoint "e".',
    "DescribeNotebookInstance": "RecordNotFound",
}
GONE_STATUSES = frozenset({"deleted", "delete_complete", "terminated"})
# Errors that no acceptor matches: a permanent and a transient one.
DENIED = ("AccessDeniedByNobody", 403)
THROTTLED = ("ThrottlingException", 400)


@dataclasses.dataclass(frozen=True)
class Step:
    """One step of a script: a response as a boto3 dict, or an error; ``label`` is unique in a case."""

    label: str
    response: dict[str, t.Any]

    @property
    def is_error(self) -> bool:
        return "Error" in self.response


def response_step(label: str, parsed: dict[str, t.Any]) -> Step:
    return Step(label, parsed | {"ResponseMetadata": METADATA})


def error_step(code: str, status: int, message: str = "no") -> Step:
    metadata = METADATA | {"HTTPStatusCode": status}
    error = {"Code": code, "Message": message}
    return Step(f"error {code}", {"Error": error, "ResponseMetadata": metadata})


class Verdict(t.NamedTuple):
    """The end of a script, and the number of attempts until then."""

    state: State
    attempts: int


class _ScriptIsOver(BaseException):
    """No step is left: polling would have continued."""


class _Script:
    """A client with one method, which returns or raises one step after the other."""

    def __init__(self, method: str, steps: Sequence[Step], operation: str) -> None:
        self._steps = steps
        self._operation = operation
        self.attempts = 0
        setattr(self, method, self.respond)

    def respond(self, **parameters: object) -> dict[str, t.Any]:
        if self.attempts == len(self._steps):
            raise _ScriptIsOver
        step = self._steps[self.attempts]
        self.attempts += 1
        if step.is_error:
            raise ClientError(step.response, self._operation)
        return step.response

    def can_paginate(self, method: str) -> bool:
        return False


@dataclasses.dataclass(frozen=True)
class Case:
    """A botocore waiter and the shipped operation that it polls."""

    entry: CatalogEntry
    name: str
    waiter: Waiter

    @property
    def id(self) -> str:
        return f"{self.entry.service}.{self.name}"

    @functools.cached_property
    def acceptors(self) -> list[AcceptorConfig]:
        return self.waiter.config.acceptors

    @functools.cached_property
    def module(self) -> types.ModuleType:
        return importlib.import_module(f"typed_status.services.{self.entry.module}")

    @functools.cached_property
    def example(self) -> dict[str, t.Any]:
        found = example_output(self.entry.service, self.entry.operation)
        # Each response is one page: botocore's waiters look at no other.
        return {name: value for name, value in found.items() if not TOKEN.fullmatch(name)}

    @functools.cached_property
    def request(self) -> t.Any:
        # A script ignores the parameters.
        return getattr(self.module, f"{self.entry.operation}Request").model_construct()

    @functools.cached_property
    def status_path(self) -> str:
        """The path to the primary status in wire names; empty if there is none."""
        kind: t.Any = self.request.__operation__.response
        path = ""
        for name in self.entry.status:
            field = kind.model_fields[name.removesuffix("[]")]
            wire = members(kind)[name.removesuffix("[]")].name
            path += f".{wire}" if path else wire
            kind = _bare(field.annotation)
            if name.endswith("[]"):
                path += ".*" if t.get_origin(kind) is dict else "[]"
                kind = _bare(t.get_args(kind)[-1])
        return path

    @property
    def statuses(self) -> type[StatusEnum]:
        """The enum of the primary status."""
        return t.cast(type[StatusEnum], getattr(self.module, self.entry.enum))

    def is_of_status(self, acceptor: AcceptorConfig) -> bool:
        """Return whether ``acceptor`` expects a value of the primary status, in all items of a list operation."""
        is_path = acceptor.matcher in ("path", "pathAll") and bool(self.status_path)
        return is_path and acceptor.argument == self.status_path

    def botocore_verdict(self, steps: Sequence[Step]) -> Verdict:
        labels = tuple(each.label for each in steps)
        if labels not in self._verdicts:
            self._verdicts[labels] = self._evaluate(steps)
        return self._verdicts[labels]

    @functools.cached_property
    def _verdicts(self) -> dict[tuple[str, ...], Verdict]:
        return {}

    def _evaluate(self, steps: Sequence[Step]) -> Verdict:
        script = _Script("respond", steps, self.entry.operation)
        waiter = Waiter(self.name, self.waiter.config, NormalizedOperationMethod(script.respond))
        try:
            waiter.wait(WaiterConfig={"Delay": 0, "MaxAttempts": len(steps) + 1})
        except _ScriptIsOver:
            return Verdict("continue", script.attempts)
        except (WaiterError, JMESPathError):  # the length of a missing list
            return Verdict("failure", script.attempts)
        return Verdict("success", script.attempts)

    def our_verdict(self, steps: Sequence[Step], until: t.Any) -> Verdict:
        script: t.Any = _Script(self.entry.function, steps, self.entry.operation)
        passed = [0.0]
        clock = Clock(
            lambda: passed[0], lambda: NOW, lambda pause: passed.append(passed.pop() + pause)
        )
        try:
            wait(script, self.request, timeout=1e8, until=until, clock=clock)
        except _ScriptIsOver:
            return Verdict("continue", script.attempts)
        except (WaitError, ClientError, JMESPathError):
            return Verdict("failure", script.attempts)
        return Verdict("success", script.attempts)

    @functools.cached_property
    def steps(self) -> dict[str, Step]:
        """The possible steps by label: each acceptor matches at least one of them."""
        found: dict[str, Step] = {}
        for step in (*self._responses(), *self._errors()):
            found.setdefault(step.label, step)
        return found

    def _responses(self) -> Iterator[Step]:
        paths = [self.status_path] if self.status_path else []
        for each in self.acceptors:
            if each.matcher.startswith("path") and PATH.fullmatch(each.argument):
                paths += [each.argument] if each.argument not in paths else []
            elif each.matcher.startswith("path"):  # an expression, mostly of lengths
                yield response_step("example", self.example)
        without_members = self._response("no members")
        if not self.status_path or not any(
            _values_at(without_members.response, _parts(self.status_path))
        ):
            yield without_members
        for path in paths:
            values = self._values(path)
            for value in values:
                yield self._response(f"{path}={value}", path, (value,))
            if "[]" not in path and "*" not in path:
                continue
            yield self._response(f"{path} empty", path, ())
            chosen = [value for value in values if self._is_chosen(path, value)]
            for pair in itertools.permutations(chosen, 2):
                yield self._response(f"{path}={'+'.join(map(str, pair))}", path, pair)

    def _values(self, path: str) -> list[t.Any]:
        """Return the possible values at ``path``: those of its enum, and those that acceptors expect."""
        kind = _type_at(self.request.__operation__.response, _parts(path))
        expected = [each.expected for each in self.acceptors if each.argument == path]
        if isinstance(kind, type) and issubclass(kind, OpenEnum):
            return list(dict.fromkeys([*map(str, kind), *expected]))
        return [True, False] if kind is bool else list(dict.fromkeys([*expected, "another value"]))

    def _is_chosen(self, path: str, value: object) -> bool:
        """Return whether an acceptor expects ``value``, or it is the first of its phase that none expects."""
        expected = {each.expected for each in self.acceptors if each.argument == path}
        if value in expected:
            return True
        kind = _type_at(self.request.__operation__.response, _parts(path))
        others = [each for each in self._values(path) if each not in expected]
        if path != self.status_path:
            return value == next(iter(others), None)
        phase = kind(value).phase
        return value == next(each for each in others if kind(each).phase is phase)

    def _response(self, label: str, path: str = "", values: Sequence[t.Any] = ()) -> Step:
        parts = _parts(path)
        response = self.request.__operation__.response
        parsed = _pruned(response, self.example, parts)
        parsed = _filled(parsed, parts, values) if path else parsed
        status_parts = _parts(self.status_path)
        if path and path != self.status_path and not {"[]", "*"} & {*status_parts}:
            # The primary status is present as well, and in progress.
            primary = _filled(
                _pruned(response, self.example, status_parts), status_parts, [self._in_progress]
            )
            parsed = _overlaid(primary, parsed)
        return response_step(label, parsed)

    def lacks_status(self, step: Step) -> bool:
        """Return whether the response has a resource, or items, without a status."""
        return any(each is None for each in _values_at(step.response, _parts(self.status_path)))

    @property
    def _in_progress(self) -> str:
        return next(
            str(each)
            for each in sorted(self.statuses, key=lambda each: each.phase is not Phase.IN_PROGRESS)
        )

    def _errors(self) -> Iterator[Step]:
        operation = operation_model(self.entry.service, self.entry.operation)
        modelled = {
            each.error_code: each.metadata.get("error", {}).get("httpStatusCode", 400)
            for each in operation.error_shapes
        }
        for acceptor in self.acceptors:
            expected = acceptor.expected
            if acceptor.matcher == "error" and isinstance(expected, str):
                message = NOT_FOUND_MESSAGES.get(self.entry.operation, "no")
                yield error_step(expected, modelled.get(expected, 400), message)
            if acceptor.matcher == "status" and expected >= 300:
                codes = [code for code, status in modelled.items() if status == expected]
                # A response to HEAD has no body with a code.
                bodiless = operation.http["method"] == "HEAD" or not codes
                yield error_step(str(expected) if bodiless else codes[0], expected)
        yield error_step(*DENIED)
        yield error_step(*THROTTLED)


def _parts(path: str) -> list[str]:
    """``A[].B.*.C`` as ``A``, ``[]``, ``B``, ``*``, ``C``."""
    return path.replace("[]", ".[]").split(".") if path else []


def _bare(kind: t.Any) -> t.Any:
    """A type without ``Annotated`` and ``None``."""
    if t.get_origin(kind) is t.Annotated:
        return _bare(kind.__origin__)
    if t.get_origin(kind) in (t.Union, types.UnionType):
        return _bare(next(each for each in t.get_args(kind) if each is not type(None)))
    return kind


def _type_at(kind: t.Any, parts: Sequence[str]) -> t.Any:
    """Return the type at a path."""
    kind = _bare(kind)
    if not parts:
        return kind
    if parts[0] in ("[]", "*"):
        return _type_at(t.get_args(kind)[-1], parts[1:])
    return _type_at(_fields(kind)[parts[0]].annotation, parts[1:])


def _pruned(kind: t.Any, example: t.Any, keep: Sequence[str]) -> t.Any:
    """Return ``example`` with only the required members and those along the path ``keep``."""
    kind = _bare(kind)
    if isinstance(example, list) and t.get_args(kind):
        return [_pruned(t.get_args(kind)[0], each, keep[1:]) for each in example]
    if not isinstance(example, dict):
        return example
    if t.get_origin(kind) is dict:
        inner = t.get_args(kind)[1]
        return {key: _pruned(inner, each, keep[1:]) for key, each in example.items()}
    if not (isinstance(kind, type) and issubclass(kind, pydantic.BaseModel)):
        return example
    fields = {wire: each for wire, each in _fields(kind).items() if wire in example}
    kept = {wire: each for wire, each in fields.items() if wire == next(iter(keep), None)}
    if issubclass(kind, UnionModel):  # has exactly one member
        fields = kept or fields
    else:
        fields = {wire: each for wire, each in fields.items() if wire in kept or each.is_required()}
    return {
        wire: _pruned(each.annotation, example[wire], keep[1:] if wire in kept else ())
        for wire, each in fields.items()
    }


def _fields(kind: type[pydantic.BaseModel]) -> dict[str, t.Any]:
    """Return the fields of a model by wire name."""
    return {each.name: kind.model_fields[name] for name, each in members(kind).items()}


def _values_at(value: t.Any, parts: Sequence[str]) -> Iterator[t.Any]:
    """Yield the values at a path; ``None`` for each structure that lacks it."""
    if not parts or value is None:
        yield value if not parts else None
    elif parts[0] in ("[]", "*"):
        for each in value.values() if parts[0] == "*" else value:
            yield from _values_at(each, parts[1:])
    elif parts[0] in value or parts[1:2] not in (["[]"], ["*"]):
        yield from _values_at(value.get(parts[0]), parts[1:])


def _overlaid(under: t.Any, over: t.Any) -> t.Any:
    """Return ``over`` with the members of ``under`` that it lacks."""
    if not isinstance(under, dict) or not isinstance(over, dict):
        return over
    return under | {name: _overlaid(under.get(name), value) for name, value in over.items()}


def _filled(example: t.Any, parts: Sequence[str], values: Sequence[t.Any]) -> t.Any:
    """Return ``example`` with the values at a path: one, or one for each item of its first list or map."""
    if not parts:
        return values[0]
    if parts[0] == "[]":
        return [_filled(example[0], parts[1:], [value]) for value in values]
    if parts[0] == "*":
        (inner,) = example.values()
        return {f"key{at}": _filled(inner, parts[1:], [each]) for at, each in enumerate(values)}
    return example | {parts[0]: _filled(example[parts[0]], parts[1:], values)}


@functools.cache
def cases() -> tuple[Case, ...]:
    """Return all botocore waiters that poll a shipped operation."""
    entries = {(each.service, each.operation): each for each in catalog()}
    loader = Loader()
    return tuple(
        Case(entry, name, Waiter(name, SingleWaiterConfig(config), None))
        for service in loader.list_available_services("waiters-2")
        for name, config in loader.load_service_model(service, "waiters-2")["waiters"].items()
        if (entry := entries.get((service, config["operation"]))) is not None
    )


def matches(acceptor: AcceptorConfig, response: dict[str, t.Any]) -> bool:
    """Return whether ``acceptor`` matches; it does not if its expression needs the length of a missing list."""
    try:
        return bool(acceptor.matcher_func(response))
    except JMESPathError:
        return False


def scripts(case: Case, until: t.Any) -> Iterator[list[Step]]:
    """Yield scripts for each step: alone, before a success, and after steps at which both continue."""
    steps = list(case.steps.values())
    successes = [each for each in steps if case.botocore_verdict([each]).state == "success"]
    continuing = [
        each
        for each in steps
        if case.botocore_verdict([each]).state
        == case.our_verdict([each], until).state
        == "continue"
    ]
    for step in steps:
        yield [step]
        if successes:
            yield [step, successes[0]]
        if continuing:
            yield [continuing[0], step]
            yield [*continuing[-2:], step, *successes[-1:]]


class Difference(t.NamedTuple):
    """The step at which the two differ, and the state of each there."""

    label: str
    botocore: State
    ours: State


def difference(case: Case, script: Sequence[Step], until: t.Any) -> Difference | None:
    """Return the first difference of botocore and ``wait`` on a script; ``None`` if their verdicts are the same."""
    theirs, ours = case.botocore_verdict(script), case.our_verdict(script, until)
    if theirs == ours:
        return None
    at = min(theirs.attempts, ours.attempts)
    states = [each.state if each.attempts == at else "continue" for each in (theirs, ours)]
    return Difference(script[at - 1].label, *states)


def plain_until(case: Case) -> t.Any:
    """Return the ``until`` that replaces the waiter in a user's code.

    The statuses; ``GONE``, if the waiter waits for deletion; else a predicate of the response.
    """
    successes = [each for each in case.acceptors if each.state == "success"]
    absences = [each for each in successes if _is_absence(each)]
    statuses = [each.expected for each in successes if case.is_of_status(each)]
    if (
        len(absences) + len(statuses) == len(successes)
        and {each.lower() for each in statuses} <= GONE_STATUSES
    ):
        return GONE
    if statuses and set(statuses) <= set(map(str, case.statuses)):
        return frozenset(map(case.statuses, statuses))
    return functools.partial(_is_success, [each.matcher_func for each in successes])


def is_default(case: Case) -> bool:
    """Return whether the waiter waits for any success, as ``wait`` without ``until`` does."""
    successes = [each for each in case.acceptors if each.state == "success"]
    if not case.status_path or not all(map(case.is_of_status, successes)):
        return False
    succeeded = {str(each) for each in case.statuses if each.phase is Phase.SUCCEEDED}
    return succeeded <= {each.expected for each in successes}


def _is_absence(acceptor: AcceptorConfig) -> bool:
    """Return whether ``acceptor`` expects that there is no resource: an error, or an empty list."""
    if acceptor.matcher == "path":
        return re.fullmatch(r"length\([\w.\[\]]+\) == `0`", acceptor.argument) is not None
    if acceptor.matcher == "status":
        return t.cast(int, acceptor.expected) >= 400
    return acceptor.matcher == "error" and acceptor.expected is not False


def _is_success(matchers: Sequence[t.Callable[[t.Any], bool | None]], result: t.Any) -> bool:
    (response,) = result.pages if isinstance(result, ListResult) else (result,)
    parsed = response.to_boto3()
    return any(matches(parsed) for matches in matchers)

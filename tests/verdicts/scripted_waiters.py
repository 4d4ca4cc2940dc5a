"""botocore's waiters, the answers that make them speak, and what they and ``wait`` make of a script of answers."""

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

State = t.Literal["success", "failure", "going"]
# The members that lead to the next page.
TOKEN = re.compile(r"Next(?:Page)?Token|(?:Next)?Marker|PaginationToken", re.IGNORECASE)
PATH = re.compile(r"\w+(\[\])?(\.(\w+(\[\])?|\*))*")
METADATA = {"HTTPStatusCode": 200, "HTTPHeaders": {}, "RequestId": "rq", "RetryAttempts": 0}
NOW = datetime(2026, 1, 2, tzinfo=UTC)
# Errors that no acceptor is about: one that stays and one that passes.
# What stands in the message where the code does not say that there is no such thing.
NO_SUCH_THING = {
    "DescribeStacks": "Stack with id s does not exist",
    "DescribeEndpoint": 'Could not find endpoint "e".',
    "DescribeNotebookInstance": "RecordNotFound",
}
GONE_WORDS = frozenset({"deleted", "delete_complete", "terminated"})
DENIED = ("AccessDeniedByNobody", 403)
THROTTLED = ("ThrottlingException", 400)


@dataclasses.dataclass(frozen=True)
class Answer:
    """One answer of a script: a boto3 dict, or an error; ``label`` tells them apart."""

    label: str
    response: dict[str, t.Any]

    @property
    def is_error(self) -> bool:
        return "Error" in self.response


def answered(label: str, parsed: dict[str, t.Any]) -> Answer:
    return Answer(label, parsed | {"ResponseMetadata": METADATA})


def refused(code: str, status: int, message: str = "no") -> Answer:
    metadata = METADATA | {"HTTPStatusCode": status}
    error = {"Code": code, "Message": message}
    return Answer(f"error {code}", {"Error": error, "ResponseMetadata": metadata})


class Verdict(t.NamedTuple):
    """What came of a script, and after how many answers."""

    state: State
    after: int


class _ScriptIsOver(BaseException):
    """There is no answer any more: it would have gone on."""


class _Script:
    """A client of one method, which gives one answer after the other."""

    def __init__(self, method: str, answers: Sequence[Answer], operation: str) -> None:
        self._answers = answers
        self._operation = operation
        self.asked = 0
        setattr(self, method, self.ask)

    def ask(self, **parameters: object) -> dict[str, t.Any]:
        if self.asked == len(self._answers):
            raise _ScriptIsOver
        answer = self._answers[self.asked]
        self.asked += 1
        if answer.is_error:
            raise ClientError(answer.response, self._operation)
        return answer.response

    def can_paginate(self, method: str) -> bool:
        return False


@dataclasses.dataclass(frozen=True)
class Case:
    """A waiter of botocore's and the shipped operation that it polls."""

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
        # Each answer is one page: botocore's waiters look at no other.
        return {name: value for name, value in found.items() if not TOKEN.fullmatch(name)}

    @functools.cached_property
    def request(self) -> t.Any:
        # The parameters do not matter to a script.
        return getattr(self.module, f"{self.entry.operation}Request").model_construct()

    @functools.cached_property
    def status_path(self) -> str:
        """The path to the status that leads in wire names; empty where there is none."""
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
        """The enum of the status that leads."""
        return t.cast(type[StatusEnum], getattr(self.module, self.entry.enum))

    def is_of_status(self, acceptor: AcceptorConfig) -> bool:
        """Whether ``acceptor`` looks for a value of the status that leads, in all items of a listing."""
        looks = acceptor.matcher in ("path", "pathAll") and bool(self.status_path)
        return looks and acceptor.argument == self.status_path

    def judged_by_botocore(self, answers: Sequence[Answer]) -> Verdict:
        labels = tuple(each.label for each in answers)
        if labels not in self._judged:
            self._judged[labels] = self._judge(answers)
        return self._judged[labels]

    @functools.cached_property
    def _judged(self) -> dict[tuple[str, ...], Verdict]:
        return {}

    def _judge(self, answers: Sequence[Answer]) -> Verdict:
        script = _Script("ask", answers, self.entry.operation)
        waiter = Waiter(self.name, self.waiter.config, NormalizedOperationMethod(script.ask))
        try:
            waiter.wait(WaiterConfig={"Delay": 0, "MaxAttempts": len(answers) + 1})
        except _ScriptIsOver:
            return Verdict("going", script.asked)
        except (WaiterError, JMESPathError):  # a length of nothing
            return Verdict("failure", script.asked)
        return Verdict("success", script.asked)

    def judged_by_us(self, answers: Sequence[Answer], until: t.Any) -> Verdict:
        script: t.Any = _Script(self.entry.function, answers, self.entry.operation)
        passed = [0.0]
        clock = Clock(
            lambda: passed[0], lambda: NOW, lambda pause: passed.append(passed.pop() + pause)
        )
        try:
            wait(script, self.request, timeout=1e8, until=until, clock=clock)
        except _ScriptIsOver:
            return Verdict("going", script.asked)
        except (WaitError, ClientError, JMESPathError):
            return Verdict("failure", script.asked)
        return Verdict("success", script.asked)

    @functools.cached_property
    def answers(self) -> dict[str, Answer]:
        """What may be answered, by label: every acceptor fires at one of them at least."""
        found: dict[str, Answer] = {}
        for answer in (*self._responses(), *self._errors()):
            found.setdefault(answer.label, answer)
        return found

    def _responses(self) -> Iterator[Answer]:
        paths = [self.status_path] if self.status_path else []
        for each in self.acceptors:
            if each.matcher.startswith("path") and PATH.fullmatch(each.argument):
                paths += [each.argument] if each.argument not in paths else []
            elif each.matcher.startswith("path"):  # an expression: of lengths, mostly
                yield answered("everything", self.example)
        nothing = self._response("nothing")
        if not self.status_path or not any(_found(nothing.response, _steps(self.status_path))):
            yield nothing
        for path in paths:
            values = self._values(path)
            for value in values:
                yield self._response(f"{path}={value}", path, (value,))
            if "[]" not in path and "*" not in path:
                continue
            yield self._response(f"{path} empty", path, ())
            telling = [value for value in values if self._is_telling(path, value)]
            for pair in itertools.permutations(telling, 2):
                yield self._response(f"{path}={'+'.join(map(str, pair))}", path, pair)

    def _values(self, path: str) -> list[t.Any]:
        """The values that may stand at ``path``: those of its enum, and those that acceptors look for."""
        kind = _at(self.request.__operation__.response, _steps(path))
        expected = [each.expected for each in self.acceptors if each.argument == path]
        if isinstance(kind, type) and issubclass(kind, OpenEnum):
            return list(dict.fromkeys([*map(str, kind), *expected]))
        return [True, False] if kind is bool else list(dict.fromkeys([*expected, "another value"]))

    def _is_telling(self, path: str, value: object) -> bool:
        """Whether an acceptor looks for ``value``, or it is the first that none looks for of its phase."""
        expected = {each.expected for each in self.acceptors if each.argument == path}
        if value in expected:
            return True
        kind = _at(self.request.__operation__.response, _steps(path))
        others = [each for each in self._values(path) if each not in expected]
        if path != self.status_path:
            return value == next(iter(others), None)
        phase = kind(value).phase
        return value == next(each for each in others if kind(each).phase is phase)

    def _response(self, label: str, path: str = "", values: Sequence[t.Any] = ()) -> Answer:
        steps = _steps(path)
        response = self.request.__operation__.response
        parsed = _pruned(response, self.example, steps)
        parsed = _filled(parsed, steps, values) if path else parsed
        leading = _steps(self.status_path)
        if path and path != self.status_path and not {"[]", "*"} & {*leading}:
            # One that leads is there as well, and the thing in progress.
            along = _filled(_pruned(response, self.example, leading), leading, [self._going])
            parsed = _overlaid(along, parsed)
        return answered(label, parsed)

    def lacks_status(self, answer: Answer) -> bool:
        """Whether ``answer`` tells of a thing, or lists some, without a status."""
        return any(each is None for each in _found(answer.response, _steps(self.status_path)))

    @property
    def _going(self) -> str:
        return next(
            str(each)
            for each in sorted(self.statuses, key=lambda each: each.phase is not Phase.IN_PROGRESS)
        )

    def _errors(self) -> Iterator[Answer]:
        operation = operation_model(self.entry.service, self.entry.operation)
        modelled = {
            each.error_code: each.metadata.get("error", {}).get("httpStatusCode", 400)
            for each in operation.error_shapes
        }
        for acceptor in self.acceptors:
            expected = acceptor.expected
            if acceptor.matcher == "error" and isinstance(expected, str):
                message = NO_SUCH_THING.get(self.entry.operation, "no")
                yield refused(expected, modelled.get(expected, 400), message)
            if acceptor.matcher == "status" and expected >= 300:
                codes = [code for code, status in modelled.items() if status == expected]
                # The answer to a HEAD has no body to carry a code.
                bodiless = operation.http["method"] == "HEAD" or not codes
                yield refused(str(expected) if bodiless else codes[0], expected)
        yield refused(*DENIED)
        yield refused(*THROTTLED)


def _steps(path: str) -> list[str]:
    """``A[].B.*.C`` as ``A``, ``[]``, ``B``, ``*``, ``C``."""
    return path.replace("[]", ".[]").split(".") if path else []


def _bare(kind: t.Any) -> t.Any:
    """A type without ``Annotated`` and ``None``."""
    if t.get_origin(kind) is t.Annotated:
        return _bare(kind.__origin__)
    if t.get_origin(kind) in (t.Union, types.UnionType):
        return _bare(next(each for each in t.get_args(kind) if each is not type(None)))
    return kind


def _at(kind: t.Any, steps: Sequence[str]) -> t.Any:
    """The type that stands at the end of a path."""
    kind = _bare(kind)
    if not steps:
        return kind
    if steps[0] in ("[]", "*"):
        return _at(t.get_args(kind)[-1], steps[1:])
    return _at(_fields(kind)[steps[0]].annotation, steps[1:])


def _pruned(kind: t.Any, example: t.Any, keep: Sequence[str]) -> t.Any:
    """``example`` with nothing but what is required, and what leads along ``keep``."""
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
    if issubclass(kind, UnionModel):  # has one member, and exactly one
        fields = kept or fields
    else:
        fields = {wire: each for wire, each in fields.items() if wire in kept or each.is_required()}
    return {
        wire: _pruned(each.annotation, example[wire], keep[1:] if wire in kept else ())
        for wire, each in fields.items()
    }


def _fields(kind: type[pydantic.BaseModel]) -> dict[str, t.Any]:
    """The fields of a model by wire names."""
    return {each.name: kind.model_fields[name] for name, each in members(kind).items()}


def _found(value: t.Any, steps: Sequence[str]) -> Iterator[t.Any]:
    """What stands at the end of a path: ``None`` for each structure that lacks it."""
    if not steps or value is None:
        yield value if not steps else None
    elif steps[0] in ("[]", "*"):
        for each in value.values() if steps[0] == "*" else value:
            yield from _found(each, steps[1:])
    elif steps[0] in value or steps[1:2] not in (["[]"], ["*"]):
        yield from _found(value.get(steps[0]), steps[1:])


def _overlaid(under: t.Any, over: t.Any) -> t.Any:
    """``over`` with what it lacks of ``under``."""
    if not isinstance(under, dict) or not isinstance(over, dict):
        return over
    return under | {name: _overlaid(under.get(name), value) for name, value in over.items()}


def _filled(example: t.Any, steps: Sequence[str], values: Sequence[t.Any]) -> t.Any:
    """``example`` with the values at the end of a path: one, or one for each item of its first list or map."""
    if not steps:
        return values[0]
    if steps[0] == "[]":
        return [_filled(example[0], steps[1:], [value]) for value in values]
    if steps[0] == "*":
        (inner,) = example.values()
        return {f"key{at}": _filled(inner, steps[1:], [each]) for at, each in enumerate(values)}
    return example | {steps[0]: _filled(example[steps[0]], steps[1:], values)}


@functools.cache
def cases() -> tuple[Case, ...]:
    """All of botocore's waiters that poll a shipped operation."""
    entries = {(each.service, each.operation): each for each in catalog()}
    loader = Loader()
    return tuple(
        Case(entry, name, Waiter(name, SingleWaiterConfig(told), None))
        for service in loader.list_available_services("waiters-2")
        for name, told in loader.load_service_model(service, "waiters-2")["waiters"].items()
        if (entry := entries.get((service, told["operation"]))) is not None
    )


def fires(acceptor: AcceptorConfig, response: dict[str, t.Any]) -> bool:
    """Whether ``acceptor`` matches; not where its expression asks for the length of nothing."""
    try:
        return bool(acceptor.matcher_func(response))
    except JMESPathError:
        return False


def scripts(case: Case, until: t.Any) -> Iterator[list[Answer]]:
    """For each answer: alone, before a good end, and after such as both go on at."""
    answers = list(case.answers.values())
    ends = [each for each in answers if case.judged_by_botocore([each]).state == "success"]
    going = [
        each
        for each in answers
        if case.judged_by_botocore([each]).state
        == case.judged_by_us([each], until).state
        == "going"
    ]
    for answer in answers:
        yield [answer]
        if ends:
            yield [answer, ends[0]]
        if going:
            yield [going[0], answer]
            yield [*going[-2:], answer, *ends[-1:]]


class Difference(t.NamedTuple):
    """Where the two part, and what each of them makes of the answer there."""

    label: str
    botocore: State
    ours: State


def difference(case: Case, script: Sequence[Answer], until: t.Any) -> Difference | None:
    """Where botocore and ``wait`` part on a script; ``None`` where their verdicts are the same."""
    theirs, ours = case.judged_by_botocore(script), case.judged_by_us(script, until)
    if theirs == ours:
        return None
    at = min(theirs.after, ours.after)
    states = [each.state if each.after == at else "going" for each in (theirs, ours)]
    return Difference(script[at - 1].label, *states)


def plain_until(case: Case) -> t.Any:
    """What a user would write who waits for the same without botocore's waiter.

    The statuses; ``GONE``, where the end is that there is none; else a predicate of the response.
    """
    good = [each for each in case.acceptors if each.state == "success"]
    absent = [each for each in good if _is_absence(each)]
    statuses = [each.expected for each in good if case.is_of_status(each)]
    if (
        len(absent) + len(statuses) == len(good)
        and {each.lower() for each in statuses} <= GONE_WORDS
    ):
        return GONE
    if statuses and set(statuses) <= set(map(str, case.statuses)):
        return frozenset(map(case.statuses, statuses))
    return functools.partial(_is_good, [each.matcher_func for each in good])


def is_default(case: Case) -> bool:
    """Whether the waiter waits for each end that is a good one: what ``wait`` does without ``until``."""
    good = [each for each in case.acceptors if each.state == "success"]
    if not case.status_path or not all(map(case.is_of_status, good)):
        return False
    succeeded = {str(each) for each in case.statuses if each.phase is Phase.SUCCEEDED}
    return succeeded <= {each.expected for each in good}


def _is_absence(acceptor: AcceptorConfig) -> bool:
    """Whether ``acceptor`` looks for there being nothing: an error, or an empty list."""
    if acceptor.matcher == "path":
        return re.fullmatch(r"length\([\w.\[\]]+\) == `0`", acceptor.argument) is not None
    if acceptor.matcher == "status":
        return t.cast(int, acceptor.expected) >= 400
    return acceptor.matcher == "error" and acceptor.expected is not False


def _is_good(matchers: Sequence[t.Callable[[t.Any], bool | None]], answer: t.Any) -> bool:
    (response,) = answer if isinstance(answer, list) else (answer,)
    parsed = response.to_boto3()
    return any(matches(parsed) for matches in matchers)

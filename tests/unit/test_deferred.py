"""Classes that are built when they are first used, each test with classes of its own."""

import copy
import enum
import inspect
import itertools
import linecache
import os
import pickle
import subprocess
import sys
import textwrap
import threading
import types
import typing as t
from concurrent.futures import ThreadPoolExecutor

import pydantic
import pytest

import typed_status.runtime as rt
from typed_status.runtime.types import deferred

if_deferred = pytest.mark.skipif(deferred.EAGER, reason="TYPED_STATUS_EAGER builds classes at once")
_NUMBERS = itertools.count()
SOURCE = '''
from __future__ import annotations
import typing as t
import typed_status.runtime as rt

class Colour(rt.OpenEnum):
    """A colour."""
    RED = "red"
    DEEP_BLUE = "deep-blue"

class Leaf(rt.ResponseModel):
    """A leaf."""
    colour: Colour | None = None
    name: str

class Tree(rt.RuledModel):
    leaves: list[Leaf] | None = None
    next: Tree | None = None
    colour: Colour | None = None
    ring: Ring | None = None
    __rules__: t.ClassVar = (rt.rule("a.b", rt.NeededWhen("Leaves", "Colour", "red")),)

class Ring(rt.ResponseModel, alias_generator=rt.camel):
    year_of_growth: int
    trees: list[Tree] | None = None
'''


@pytest.fixture
def module():
    name = f"deferred_{next(_NUMBERS)}"
    module = types.ModuleType(name)
    sys.modules[name] = module
    exec(SOURCE, module.__dict__)
    yield module
    del sys.modules[name]


def is_built(cls: type) -> bool:
    return "__deferred__" not in type.__getattribute__(cls, "__dict__")


@if_deferred
def test_a_class_statement_builds_nothing(module):
    for cls in (module.Colour, module.Leaf, module.Tree, module.Ring):
        assert not is_built(cls)
        assert cls.__module__ == module.__name__
    assert module.Leaf.__doc__ == "A leaf."
    assert not is_built(module.Leaf)


USES: list[t.Callable[[t.Any], object]] = [
    lambda m: m.Leaf(name="a"),
    lambda m: m.Leaf.model_validate({"Name": "a"}),
    lambda m: m.Leaf.model_fields["name"],
    lambda m: m.Leaf.__annotations__,
    lambda m: m.Leaf.__pydantic_validator__.validate_python({"Name": "a"}),
    lambda m: dir(m.Leaf),
    lambda m: issubclass(m.Leaf, pydantic.BaseModel) and m.Leaf.model_fields,
    lambda m: m.Leaf.model_json_schema(),
    lambda m: pydantic.TypeAdapter(list[m.Leaf]).validate_python([{"Name": "a"}]),
    lambda m: m.Leaf.__new__(m.Leaf),
    lambda m: t.get_type_hints(m.Leaf, module_of(m)),
]


def module_of(module: types.ModuleType) -> dict[str, object]:
    return module.__dict__


@pytest.mark.parametrize("use", USES)
def test_any_use_builds_a_model(module, use):
    use(module)
    assert is_built(module.Leaf)
    assert type(module.Leaf) is type(rt.ResponseModel)
    assert module.Leaf.model_fields.keys() == {"colour", "name"}


ENUM_USES: list[t.Callable[[t.Any], object]] = [
    lambda c: c.RED,
    lambda c: c("red"),
    lambda c: c["RED"],
    lambda c: list(c),
    lambda c: list(reversed(c)),
    lambda c: len(c),
    lambda c: enum.StrEnum("Other", {"A": "a"}).A in c,
    lambda c: c.__members__,
    lambda c: repr(c),
    lambda c: dir(c),
    lambda c: bool(c.RED),
]


@pytest.mark.parametrize("use", ENUM_USES)
def test_any_use_builds_an_enum(module, use):
    use(module.Colour)
    assert is_built(module.Colour)
    assert type(module.Colour) is type(rt.OpenEnum)
    assert [each.value for each in module.Colour] == ["red", "deep-blue"]
    assert [each.name for each in module.Colour] == ["RED", "DEEP_BLUE"]
    assert module.Colour("red") is module.Colour.RED
    assert module.Colour.__doc__ == "A colour."
    assert issubclass(module.Colour, enum.StrEnum)


def test_a_deferred_model_is_as_if_built_at_once(module):
    parsed = {"Leaves": [{"Name": "a", "Colour": "red"}], "Next": {"Next": {}}}
    tree = module.Tree.model_validate(parsed)
    assert tree.to_boto3() == parsed
    assert tree.leaves[0].colour is module.Colour.RED
    assert isinstance(tree.next, module.Tree)
    assert pickle.loads(pickle.dumps(tree)) == copy.deepcopy(tree) == tree
    assert hash(module.Leaf(name="a")) == hash(module.Leaf(name="a"))
    with rt.strict(), pytest.raises(rt.ResponseValidationError, match=r"a\.b"):
        module.Tree.model_validate({"Colour": "red"})


def test_a_class_keyword_is_kept_until_the_class_is_built(module):
    parsed = {"yearOfGrowth": 1, "trees": [{"Ring": {"yearOfGrowth": 2}}]}
    ring = module.Ring.model_validate(parsed)
    assert ring.to_boto3() == parsed
    assert ring.trees[0].ring.year_of_growth == 2
    assert module.Ring(year_of_growth=3).model_dump(by_alias=True)["yearOfGrowth"] == 3


@if_deferred
def test_using_one_class_leaves_the_others_deferred(module):
    module.Leaf.model_fields  # noqa: B018 - the access is the use
    assert not is_built(module.Tree)
    assert not is_built(module.Colour)


def test_subclasses_of_a_deferred_model(module):
    class Oak(module.Tree):
        age: int = 1

        def older(self) -> int:
            return self.age + 1

    assert Oak(age=2).older() == 3
    assert issubclass(Oak, module.Tree)
    assert Oak.model_validate({"Leaves": [], "age": 5}).leaves == []


def test_an_enum_with_more_than_values_is_built_at_once():
    class Colour(rt.OpenEnum):
        RED = "red"

        @property
        def loud(self) -> str:
            return self.upper()

    assert is_built(Colour)
    assert Colour.RED.loud == "RED"


@if_deferred
def test_a_class_that_cannot_be_built_raises_each_time(module):
    source = textwrap.dedent(
        """
        from __future__ import annotations
        import typed_status.runtime as rt
        class Odd(rt.ResponseModel):
            model_config: int = None
        """
    )
    exec(source, module.__dict__)
    for _ in range(2):
        with pytest.raises(pydantic.errors.PydanticUserError):
            module.Odd(a=1)
    assert module.Leaf(name="a").name == "a"


def test_many_threads_may_build_the_same_classes(module):
    barrier = threading.Barrier(8)
    found: list[object] = []

    def work() -> None:
        barrier.wait()
        tree = module.Tree.model_validate({"Leaves": [{"Name": "a", "Colour": "red"}]})
        found.append(tree.leaves[0].colour is module.Colour.RED)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 8


def test_an_unpickled_model_is_complete_in_a_process_that_has_not_used_its_class():
    dump = """
    import pickle, sys
    import typed_status.services.servicediscovery as sd
    sys.stdout.buffer.write(pickle.dumps(sd.GetOperationRequest(operation_id="op-1")))
    """
    load = """
    import pickle, sys
    import typed_status.services.servicediscovery as sd
    request = pickle.load(sys.stdin.buffer)
    assert request.model_dump()["operation_id"] == "op-1"
    assert request == sd.GetOperationRequest(operation_id="op-1")
    assert request in {sd.GetOperationRequest(operation_id="op-1")}
    """
    command = [sys.executable, "-W", "error", "-c"]
    pickled = subprocess.run(
        [*command, textwrap.dedent(dump)], capture_output=True, check=True
    ).stdout
    subprocess.run([*command, textwrap.dedent(load)], input=pickled, check=True)


USERS = """
from __future__ import annotations
import typing as t
import typed_status.runtime as rt
from typed_status.services import servicediscovery as sd

class Loud(sd.Operation):
    def __str__(self):
        return super().__repr__().upper()

class Sent(sd.GetOperationRequest):
    def __init__(self, **data):
        super().__init__(**data)

class Word(rt.OpenEnum):
    A = "a"
    def __str__(self):
        return super().__str__().upper()

T = t.TypeVar("T")
class Box(rt.ResponseModel, t.Generic[T]):
    value: T
"""


def test_users_classes_that_do_more_than_declare_are_built_at_once():
    module = types.ModuleType("users")
    sys.modules["users"] = module
    exec(USERS, module.__dict__)
    assert str(module.Loud.model_validate({"Id": "op", "Status": "FAIL", "ErrorMessage": "x"}))
    assert module.Sent(operation_id="op").operation_id == "op"
    assert str(module.Word.A) == "A"
    assert module.Box[int].model_validate({"value": 5}).value == 5
    with pytest.raises(TypeError, match="cannot extend"):
        exec("class More(sd.OperationStatus):\n    MORE = 'm'", module.__dict__)
    del sys.modules["users"]


@if_deferred
def test_importing_a_service_builds_none_of_its_classes():
    script = """
    import typed_status.services.connect as connect
    for name in connect.__all__:
        each = getattr(connect, name)
        if isinstance(each, type):
            assert type(each).__name__ != "ModelMeta", name
            assert type(each).__name__ != "EnumMeta", name
    """
    subprocess.run([sys.executable, "-W", "error", "-c", textwrap.dedent(script)], check=True)


def test_tools_that_look_into_a_class_see_all_of_it(module):
    assert "name" in inspect.get_annotations(module.Leaf)
    assert "RED" in vars(module.Colour)


EAGERLY = """
from typed_status.runtime.types.fields import members
import typed_status.services.connect as connect
for name in connect.__all__:
    each = getattr(connect, name)
    if isinstance(each, type) and hasattr(each, "model_fields"):
        assert "__pydantic_fields__" in vars(each), name
        assert type(each).__name__ == "ModelMeta", name
        members(each)
        for field in each.model_fields.values():
            assert "ForwardRef" not in repr(field.annotation), name
    elif isinstance(each, type) and hasattr(each, "__members__"):
        assert type(each).__name__ == "EnumMeta", name
"""


def test_class_statements_build_classes_where_the_environment_says_so():
    command = [sys.executable, "-W", "error", "-c", EAGERLY]
    subprocess.run(command, check=True, env=os.environ | {"TYPED_STATUS_EAGER": "1"})


# What deferring relies on in pydantic's and enum's metaclasses: where one of these fails, that has changed, deferred classes
# may be wrong, and TYPED_STATUS_EAGER=1 is what helps users until typed_status/runtime/types/deferred.py is adapted.


def noting(metaclass: type) -> tuple[t.Any, list[tuple[type, dict[str, object]]]]:
    """A metaclass like ``metaclass``, and what it passes to its super and gets from there, noted."""
    noted: list[tuple[type, dict[str, object]]] = []

    class Noting(type):
        def __new__(mcs, name, bases, namespace, **options):
            before = dict(namespace)
            made = super().__new__(mcs, name, bases, namespace, **options)
            noted.append((made, before))
            return made

    return types.new_class("Noted", (metaclass, Noting)), noted


RELIED_ON = (
    "{} no longer {}: see typed_status/runtime/types/deferred.py on what deferring relies on"
)


def test_pydantics_metaclass_gets_one_class_object_from_its_super():
    metaclass, noted = noting(type(pydantic.BaseModel))
    body = {"__module__": __name__, "__qualname__": "Some", "__annotations__": {"a_b": "int"}}
    some = metaclass.__new__(
        metaclass, "Some", (pydantic.BaseModel,), body, alias_generator=rt.camel
    )
    assert [made for made, _ in noted] == [some], RELIED_ON.format(
        "ModelMetaclass", "gets its class object from super, once"
    )
    why = RELIED_ON.format(
        "ModelMetaclass", "takes options as class keywords, or a plain dict as body"
    )
    assert some.model_config["alias_generator"] is rt.camel, why
    assert some.model_validate({"aB": 1}).a_b == 1, why


def test_enums_metaclass_gets_one_class_object_from_its_super():
    metaclass, noted = noting(enum.EnumType)
    body = metaclass.__prepare__("Some", (enum.StrEnum,))
    body["A"] = "a"
    some = metaclass.__new__(metaclass, "Some", (enum.StrEnum,), body)
    assert [made for made, _ in noted] == [some], RELIED_ON.format(
        "EnumType", "gets its class object from super, once"
    )
    (_, passed) = noted[0]
    assert hasattr(passed["A"], "__set_name__"), RELIED_ON.format(
        "EnumType", "makes the members in __set_name__"
    )
    assert some("a") is some.A


INTERRUPTED = """
import typed_status.runtime as rt


class Color(rt.StatusEnum):
    RED = "RED"
    BLUE = "BLUE"

    __phases__ = {"SUCCEEDED": ("RED",), "FAILED": ("BLUE",)}


class Paint(rt.ResponseModel, alias_generator=rt.camel):
    color: Color | None = None
    name: str
"""


@if_deferred
@pytest.mark.parametrize("name", ["Color", "Paint"])
def test_an_exception_from_a_signal_leaves_a_class_usable(name: str) -> None:
    # A signal's handler runs between two lines: here, before each line of the module that builds classes, one at a time.
    with ThreadPoolExecutor(1) as other_thread:
        _interrupt_everywhere(name)
        acquired = other_thread.submit(deferred._LOCK.acquire, blocking=False)
        assert acquired.result()
        other_thread.submit(deferred._LOCK.release).result()


def _interrupt_everywhere(name: str) -> None:
    for interrupted in range(1, 5_000):
        module = types.ModuleType("interrupted")
        sys.modules[module.__name__] = module
        exec(compile(INTERRUPTED, module.__name__, "exec"), vars(module))
        if not _interrupted(getattr(module, name), interrupted):
            break
        assert module.Color("RED").phase is rt.Phase.SUCCEEDED
        assert [each.value for each in module.Color] == ["RED", "BLUE"]
        assert module.Paint(color="BLUE", name="wall").to_boto3() == {
            "color": "BLUE",
            "name": "wall",
        }
    assert 100 < interrupted < 4_999


def _interrupted(cls: t.Any, line: int) -> bool:
    """Build a class, and raise before the line number ``line`` that runs; return whether as many did."""
    seen = 0

    def trace(frame: types.FrameType, event: str, _: object) -> t.Any:
        nonlocal seen
        if frame.f_code.co_filename != deferred.__file__:
            return None
        # Tracing also stops at ``try``, and at ``with`` before the lock is released at its end: no handler runs there.
        statement = linecache.getline(deferred.__file__, frame.f_lineno).strip()
        if event == "line" and not statement.startswith(("try:", "with ")):
            seen += 1
            if seen == line:
                sys.settrace(None)
                raise KeyboardInterrupt
        return trace

    outer = sys.gettrace()
    sys.settrace(trace)
    try:
        dir(cls)
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(outer)
    return False

"""Classes that are finished when they are first used, each test with classes of its own."""

import copy
import enum
import inspect
import itertools
import pickle
import subprocess
import sys
import textwrap
import threading
import types
import typing as t

import pydantic
import pytest

import typed_status.runtime as rt

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
    colour: t.Annotated[Colour | None, rt.wire("Colour")] = None
    name: t.Annotated[str, rt.wire("Name")]

class Tree(rt.RuledModel):
    leaves: t.Annotated[list[Leaf] | None, rt.wire("Leaves")] = None
    next: t.Annotated[Tree | None, rt.wire("Next")] = None
    colour: t.Annotated[Colour | None, rt.wire("Colour")] = None
    __rules__: t.ClassVar = (rt.rule("a.b", rt.NeededWhen("Leaves", "Colour", "red")),)
'''


@pytest.fixture
def module():
    name = f"lazy_{next(_NUMBERS)}"
    module = types.ModuleType(name)
    sys.modules[name] = module
    exec(SOURCE, module.__dict__)
    yield module
    del sys.modules[name]


def is_finished(cls: type) -> bool:
    return "__unfinished__" not in type.__getattribute__(cls, "__dict__")


def test_nothing_is_finished_by_a_class_statement(module):
    for cls in (module.Colour, module.Leaf, module.Tree):
        assert not is_finished(cls)
        assert cls.__module__ == module.__name__
    assert module.Leaf.__doc__ == "A leaf."
    assert not is_finished(module.Leaf)


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
def test_any_use_finishes_a_model(module, use):
    use(module)
    assert is_finished(module.Leaf)
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
def test_any_use_finishes_an_enum(module, use):
    use(module.Colour)
    assert is_finished(module.Colour)
    assert type(module.Colour) is type(rt.OpenEnum)
    assert [each.value for each in module.Colour] == ["red", "deep-blue"]
    assert [each.name for each in module.Colour] == ["RED", "DEEP_BLUE"]
    assert module.Colour("red") is module.Colour.RED
    assert module.Colour.__doc__ == "A colour."
    assert issubclass(module.Colour, enum.StrEnum)


def test_a_finished_model_is_as_if_made_at_once(module):
    parsed = {"Leaves": [{"Name": "a", "Colour": "red"}], "Next": {"Next": {}}}
    tree = module.Tree.model_validate(parsed)
    assert tree.to_boto3() == parsed
    assert tree.leaves[0].colour is module.Colour.RED
    assert isinstance(tree.next, module.Tree)
    assert pickle.loads(pickle.dumps(tree)) == copy.deepcopy(tree) == tree
    assert hash(module.Leaf(name="a")) == hash(module.Leaf(name="a"))
    with pytest.raises(rt.ResponseValidationError, match=r"a\.b"):
        module.Tree.model_validate({"Colour": "red"})


def test_using_one_class_leaves_the_others_unfinished(module):
    module.Leaf.model_fields  # noqa: B018 - the access is the use
    assert not is_finished(module.Tree)
    assert not is_finished(module.Colour)


def test_heirs_of_an_unfinished_model(module):
    class Oak(module.Tree):
        age: int = 1

        def older(self) -> int:
            return self.age + 1

    assert Oak(age=2).older() == 3
    assert issubclass(Oak, module.Tree)
    assert Oak.model_validate({"Leaves": [], "age": 5}).leaves == []


def test_an_enum_with_more_than_values_is_made_at_once():
    class Colour(rt.OpenEnum):
        RED = "red"

        @property
        def loud(self) -> str:
            return self.upper()

    assert is_finished(Colour)
    assert Colour.RED.loud == "RED"


def test_a_class_that_cannot_be_finished_says_so_each_time(module):
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


def test_many_threads_may_finish_the_same_classes(module):
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


def test_an_unpickled_model_is_whole_in_a_process_that_has_not_used_its_class():
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


def test_users_classes_that_do_more_than_declare_are_made_at_once():
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


def test_importing_a_service_finishes_none_of_its_classes():
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

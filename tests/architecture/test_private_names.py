"""Private names of other libraries: in the runtime, botocore's are used in one module only."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUNTIME = ROOT / "typed_status" / "runtime"
# The one module, whose tests show when botocore changes: tests/wire/test_botocore_internals.py.
INTERNALS = RUNTIME / "wire" / "botocore_internals.py"
# Not ``__dunder__``, nor ``_sunder_`` as in enum.
PRIVATE = re.compile(r"_[a-zA-Z]\w*(?<!_)")
MODULE = re.compile(r"botocore\.[\w.]+")


def own_names(tree: ast.Module) -> Iterator[str]:
    """The private names that a module defines: functions, classes, variables and attributes of ``self`` and ``cls``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and isinstance(node.value, ast.Name)
            and node.value.id in ("self", "cls")
        ):
            yield node.attr


def foreign_names(source: str) -> list[str]:
    """The private names that a module uses, as attributes or as strings, and does not define; names of botocore's modules."""
    tree = ast.parse(source)
    own = set(own_names(tree))
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            name = node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            name = node.value
        else:
            continue
        if MODULE.fullmatch(name) or (PRIVATE.fullmatch(name) and name not in own):
            found.append(f"{node.lineno}: {name}")
    return found


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(RUNTIME.rglob("*.py")) if path != INTERNALS],
    ids=lambda path: str(path.relative_to(RUNTIME)),
)
def test_a_module_uses_no_private_name_of_botocore(path: Path) -> None:
    found = foreign_names(path.read_text("utf-8"))
    assert not found, f"move to runtime/wire/botocore_internals.py: {', '.join(found)}"


def test_the_module_for_private_names_has_them() -> None:
    names = {line.partition(": ")[2] for line in foreign_names(INTERNALS.read_text("utf-8"))}
    assert {"_emitter", "_handlers", "_lookup_cache", "_enabled", "_endpoint"} <= names


@pytest.mark.parametrize(
    "source",
    [
        "client._endpoint.close()",
        'getattr(client, "_endpoint", None)',
        'NAMES = ("_make_api_call",)',
        'sys.modules["botocore.client"]',
        "emitter._handlers = {}",
    ],
)
def test_a_private_name_is_found(source: str) -> None:
    assert foreign_names(source)


@pytest.mark.parametrize(
    "source",
    [
        "class A:\n    def f(self):\n        self._x = 1\n\nA()._x",
        "class A:\n    _open = 0\n\nA._open += 1",
        "member._value_ = model.__pydantic_validator__",
    ],
)
def test_own_names_and_public_protocols_are_allowed(source: str) -> None:
    assert not foreign_names(source)

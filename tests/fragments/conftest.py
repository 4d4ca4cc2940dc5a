"""``fragment``: a tiny service model, generated, formatted and imported."""

import copy
import sys
import types

import pytest

from typed_status.codegen.apply import apply
from typed_status.codegen.lower import lower
from typed_status.codegen.overlay import read_overlay
from typed_status.codegen.render import render
from typed_status.codegen.source import Source
from typed_status.codegen.style import style

METADATA = {
    "apiVersion": "2026-01-01",
    "protocol": "json",
    "serviceFullName": "Tiny Service",
    "serviceId": "Tiny",
    "uid": "tiny-2026-01-01",
}
STRING = {"type": "string"}


class Fragment:
    """A service model with one operation ``GetThing``; the test says which shapes are odd."""

    def __init__(self, shapes, *, operation=None, metadata=None):
        defaults = {
            "GetThingInput": {"type": "structure", "members": {}},
            "GetThingOutput": {"type": "structure", "members": {}},
            "String": STRING,
        }
        model = {
            "metadata": METADATA | (metadata or {}),
            "operations": {
                "GetThing": {
                    "name": "GetThing",
                    "input": {"shape": "GetThingInput"},
                    "output": {"shape": "GetThingOutput"},
                    **(operation or {}),
                }
            },
            "shapes": defaults | shapes,
        }
        self.source = Source("tiny", copy.deepcopy(model), "1.0")

    def lowered(self):
        return lower(self.source, ["GetThing"])

    def service(self, overlay=None):
        entries = read_overlay(overlay) if overlay else ()
        return apply(self.lowered(), entries, "tiny.toml")

    def text(self, overlay=None):
        return style({"tiny.py": render(self.service(overlay))})["tiny.py"]

    def module(self, name, overlay=None):
        module = types.ModuleType(name)
        sys.modules[name] = module
        exec(compile(self.text(overlay), f"{name}.py", "exec"), module.__dict__)
        return module


@pytest.fixture
def fragment(request):
    name = f"fragment_{request.node.name.translate({ord(c): '_' for c in '[]-.'})}"

    def make(shapes, overlay=None, **options):
        return Fragment(shapes, **options).module(name, overlay)

    yield make
    sys.modules.pop(name, None)


@pytest.fixture
def overlay(tmp_path):
    def write(text):
        path = tmp_path / "tiny.toml"
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.fixture
def fragment_text():
    def make(shapes, overlay=None, **options):
        return Fragment(shapes, **options).text(overlay)

    return make


@pytest.fixture
def lowered():
    def make(shapes, **options):
        return Fragment(shapes, **options).lowered()

    return make

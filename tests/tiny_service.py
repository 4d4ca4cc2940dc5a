"""``Fragment``: a tiny service model and the module generated from it."""

import copy
import sys
import types

from typed_status.codegen.emit.format import format_modules
from typed_status.codegen.emit.render import render
from typed_status.codegen.facts.apply import apply
from typed_status.codegen.facts.overlay import read_overlay
from typed_status.codegen.models.botocore_source import Source
from typed_status.codegen.models.lower import lower

METADATA = {
    "apiVersion": "2026-01-01",
    "protocol": "json",
    "serviceFullName": "Tiny Service",
    "serviceId": "Tiny",
    "uid": "tiny-2026-01-01",
}
STRING = {"type": "string"}


class Fragment:
    """A service model with one operation ``GetThing``; tests pass the shapes under test."""

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
        return format_modules({"tiny.py": render(self.service(overlay))})["tiny.py"]

    def module(self, name, overlay=None):
        module = types.ModuleType(name)
        sys.modules[name] = module
        exec(compile(self.text(overlay), f"{name}.py", "exec"), module.__dict__)
        return module

"""Modules generated from botocore's own models while a test runs, and the smallest inputs of their operations."""

import sys
import types

from typed_status.codegen.emit.render import render
from typed_status.codegen.models import botocore_source
from typed_status.codegen.models.lower import lower


def generated(service, *operations):
    """The module of these operations."""
    name = f"generated_{service.replace('-', '_')}"
    module = types.ModuleType(name)
    sys.modules[name] = module
    exec(
        compile(render(lower(botocore_source.load(service), operations)), name, "exec"),
        vars(module),
    )
    return module


def smallest(shape):
    """The smallest input of a shape, by its required members."""
    match shape.type_name:
        case "structure":
            needed = shape.required_members
            if getattr(shape, "is_tagged_union", False):
                needed = list(shape.members)[:1]
            return {name: smallest(shape.members[name]) for name in needed}
        case "list":
            return [smallest(shape.member)] * shape.metadata.get("min", 0)
        case "map":
            count = shape.metadata.get("min", 0)
            return {smallest(shape.key): smallest(shape.value)} if count else {}
        case "string":
            return shape.enum[0] if shape.enum else "x" * max(shape.metadata.get("min", 0), 1)
        case "integer" | "long":
            return shape.metadata.get("min", 1)
        case "float" | "double":
            return float(shape.metadata.get("min", 1))
        case "boolean":
            return True
        case "timestamp":
            return 0
        case _:
            return b"x"

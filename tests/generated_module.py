"""``generated``: the module of some operations of the installed botocore, generated and imported."""

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

"""``started``: what the operations of a tiny service start, found by the rule and given decisions."""

import dataclasses

from tiny_service import METADATA

from typed_status.codegen import starts
from typed_status.codegen.models.botocore_source import Source
from typed_status.codegen.models.lower import lower
from typed_status.codegen.models.subset import subset
from typed_status.codegen.statuses import awaits, catalog, gone, phases

TEXTS = {"type": "list", "member": {"shape": "String"}}


def service(operations, enums=None, structures=None):
    """A service with statuses and phases.

    ``operations`` are (name, input, output) or (name, input, output, documentation), members with the name of a shape:
    ``"String"``, ``"Strings"``, an enum of ``enums`` or a structure of ``structures``; ``"Name!"`` is a required member. A list
    of a structure is ``"[Name]"``. A member may be a dict of its own, such as ``{"shape": "String", "documentation": "..."}``.
    """
    shapes = {"String": {"type": "string"}, "Strings": TEXTS}
    for name, values in (enums or {}).items():
        shapes[name] = {"type": "string", "enum": values.split(",")}
    for name, members in (structures or {}).items():
        shapes[name] = _structure(members, shapes)
    model = {"metadata": METADATA, "operations": {}, "shapes": shapes}
    for name, given, returned, *documentation in operations:
        shapes[f"{name}Input"] = _structure(given, shapes)
        shapes[f"{name}Output"] = _structure(returned, shapes)
        model["operations"][name] = {
            "name": name,
            "input": {"shape": f"{name}Input"},
            "output": {"shape": f"{name}Output"},
            "documentation": "".join(documentation),
        }
    lowered = lower(Source("tiny", model, "1.0"), model["operations"])
    picks = {pick.name: pick for pick in catalog.find(lowered, {}, catalog.Exceptions())}
    part = catalog.with_statuses(subset(lowered, picks), picks.values())
    part, _ = phases.judge(part, [], phases.Decisions())
    part = awaits.mark(gone.mark(part, gone.Exceptions()), awaits.Decisions())
    reporting = {each.wire: each for each in part.operations}
    judged = {each.name: each for each in part.enums}
    return dataclasses.replace(
        lowered,
        operations=tuple(reporting.get(each.wire, each) for each in lowered.operations),
        enums=tuple(judged.get(each.name, each) for each in lowered.enums),
    )


def started(operations, enums=None, structures=None, decisions=None):
    """What the operations start, by their names; raises for decisions that do not fit."""
    found = starts.Decisions.model_validate(decisions or {})
    return starts.find(service(operations, enums, structures), found)


def bound(start):
    """The bindings of a start, as texts."""
    return {name: ".".join(path) for name, path in start.bindings}


def _structure(members, shapes):
    made = {}
    required = []
    for name, given in members.items():
        member = dict(given) if isinstance(given, dict) else {"shape": given}
        shape = member["shape"]
        if shape.endswith("!"):
            required.append(name)
            shape = shape[:-1]
        if shape.startswith("["):
            shape = shape[1:-1]
            shapes[f"{shape}List"] = {"type": "list", "member": {"shape": shape}}
            shape = f"{shape}List"
        made[name] = member | {"shape": shape}
    return {"type": "structure", "members": made, "required": required}

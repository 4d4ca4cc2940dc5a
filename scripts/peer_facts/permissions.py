"""Permissions that go with a start: CloudFormation's handlers, and the policies of Step Functions' ``.sync`` integrations.

They name what is called in the course of it, not what is waited for: ``reads`` are all operations of the service that read
and have a status in the response.

May import: the standard library, botocore and the modules below.
"""

from __future__ import annotations

import json
import re
import typing as t

from . import models
from .go_source import line_of
from .sent import is_read, is_start
from .start_facts import StartFact
from .tree import Tree

__all__ = ["cloudformation", "stepfunctions"]

_VERBS = {
    "create": (
        "Create",
        "Register",
        "Run",
        "Start",
        "Request",
        "Import",
        "Put",
        "Allocate",
        "Associate",
        "Enable",
        "Provision",
    ),
    "update": ("Update", "Modify", "Put"),
    "delete": ("Delete", "Deregister", "Terminate", "Release", "Disassociate", "Disable"),
}
_ACTION = re.compile(r'"([a-z0-9-]+):(\w+)"')
_INTEGRATION = re.compile(r"arn:aws:states:::([a-z-]+):(\w+)\.sync")


def cloudformation(tree: Tree) -> tuple[list[StartFact], list[str]]:
    """Return the starts of a type's own resource in its handlers, with what the same handler may read."""
    found: list[StartFact] = []
    for path, text in tree.read("schemas/aws-*.json").items():
        schema = json.loads(text)
        _, space, noun = schema["typeName"].split("::")
        for handler, verbs in _VERBS.items():
            permissions = schema.get("handlers", {}).get(handler, {}).get("permissions", ())
            for permission in permissions:
                prefix, _, action = permission.partition(":")
                service = _service(prefix, action, space)
                if service is None or not _is_of(action, verbs, noun):
                    continue
                reads = _reads(service, prefix, permissions)
                if reads:
                    start = models.operation(service, action)
                    at = text.find(f'"{handler}"', text.find('"handlers"'))
                    line = line_of(text, text.find(f'"{permission}"', at))
                    if start is not None:
                        place = (tree.repository, path, line, f"{schema['typeName']} {handler}")
                        found.append(StartFact(service, start.name, reads, *place))
    return found, []


def _is_of(action: str, verbs: tuple[str, ...], noun: str) -> bool:
    """Whether an action is a verb and the noun of the type, in the singular or plural."""
    verb = next((each for each in verbs if action.startswith(each)), None)
    if verb is None:
        return False
    rest = models.plain(action.removeprefix(verb))
    return rest.rstrip("s") == models.plain(noun).rstrip("s")


def _reads(service: str, prefix: str, permissions: t.Iterable[str]) -> tuple[str, ...]:
    found = [
        operation.name
        for permission in permissions
        if permission.startswith(f"{prefix}:")
        if (operation := models.operation(service, permission.partition(":")[2])) is not None
        if is_read(operation.name) and models.reports_status(operation)
    ]
    return tuple(dict.fromkeys(found))


def _service(prefix: str, action: str, space: str = "") -> str | None:
    """Return the service with an action: the one of a type's name, or the only one that signs with the prefix."""
    signing = models.services_signing(prefix)
    named = models.service_named(space) if space else None
    candidates = [named] if named in signing else signing
    fitting = [each for each in candidates if each and models.operation(each, action)]
    return fitting[0] if len(fitting) == 1 else None


def stepfunctions(tree: Tree) -> tuple[list[StartFact], list[str]]:
    """Return the starts of ``.sync`` integrations, with what their policies may read."""
    found: list[StartFact] = []
    integrations = {
        (prefix, name)
        for text in tree.read("doc_source/*.md").values()
        for prefix, name in _INTEGRATION.findall(text)
    }
    policies = tree.read("doc_source/*-iam.md")
    unread: list[str] = []
    for prefix, name in sorted(integrations):
        facts = [
            fact
            for path, text in policies.items()
            for fact in _in_policies(tree, path, text, prefix, name)
        ]
        if not facts:
            unread.append(f"{prefix}:{name}.sync")
        found += facts
    return found, unread


def _in_policies(tree: Tree, path: str, text: str, prefix: str, name: str) -> t.Iterator[StartFact]:
    """Yield the starts in the policies of a file: sections with a start of the name, or under its heading."""
    heading = ""
    for section in re.finditer(r"^(#+) (.*)$((?:.|\n)*?)(?=^#|\Z)", text, re.M):
        if section[1] == "##":
            heading = models.plain(re.sub(r"<.*", "", section[2]))
        actions = [(match[1], match[2], match.start()) for match in _ACTION.finditer(section[3])]
        sent = [
            (service, operation.name, at)
            for each, action, at in actions
            if each == prefix and is_start(action)
            if (service := _service(prefix, action)) is not None
            if (operation := models.operation(service, action)) is not None
        ]
        if not sent:
            continue
        service, start, at = sent[0]
        if models.plain(name) not in (models.plain(start), heading):
            continue
        reads = _reads(service, prefix, (f"{each}:{action}" for each, action, _ in actions))
        if reads:
            yield StartFact(
                service,
                start,
                reads,
                tree.repository,
                path,
                line_of(text, section.start(3) + at),
                f"{prefix}:{name}.sync",
            )

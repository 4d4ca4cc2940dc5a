"""Find the declarations of a module that the shipped module of the service has as well.

Declarations are compared by their syntax trees, because a shipped class depends on the botocore and the overlays that it
was generated from. A declaration that refers to another one is the same only if that one is, too. A request, its response,
its client and its function are the same only together.

May import: the standard library and ``codegen.models.ir``.
"""

from __future__ import annotations

import ast
import typing as t
from collections.abc import Iterable, Iterator

from typed_status.codegen.models import ir

__all__ = ["Comparison", "compare"]

_Declared = ast.ClassDef | ast.FunctionDef


class Comparison(t.NamedTuple):
    """``known`` are the names that both modules declare, ``same`` those whose declarations can be reused, ``changed``
    those that are declared differently."""

    known: frozenset[str]
    same: frozenset[str]
    changed: frozenset[str]


def compare(service: ir.Service, written: str, shipped: str) -> Comparison:
    """Compare two modules of ``service``: ``written``, which declares all of it, and ``shipped``."""
    here, there = _declarations(written), _declarations(shipped)
    needs = {name: _references(node) & here.keys() for name, node in here.items()}
    for operation in service.operations:
        group = {operation.function, operation.client}
        group |= {operation.request.name, operation.response.name}
        for name in group:
            needs[name] |= group
    both = here.keys() & there.keys()
    equal = {name for name in both if ast.dump(here[name]) == ast.dump(there[name])}
    same = set(equal)
    while unusable := {name for name in same if not needs[name] <= same}:
        same -= unusable
    return Comparison(frozenset(both), frozenset(same), frozenset(both - equal))


def _declarations(text: str) -> dict[str, _Declared]:
    return {node.name: node for node in _top_level(ast.parse(text).body)}


def _top_level(body: Iterable[ast.stmt]) -> Iterator[_Declared]:
    for node in body:
        if isinstance(node, ast.If):  # the clients' protocols, for type checkers
            yield from _top_level(node.body)
        elif isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            yield node


def _references(node: ast.AST) -> set[str]:
    """Return the names that ``node`` refers to, without its own fields and parameters."""
    inside = list(ast.walk(node))
    own = {each.arg for each in inside if isinstance(each, ast.arg)}
    names = (each for each in inside if isinstance(each, ast.Name))
    return {each.id for each in names if isinstance(each.ctx, ast.Load)} - own

"""Documented outputs through the typed readers: from the dict that botocore parses, and from the response body.

Shipped operations are read by ``typed_status.services``; others by modules that ``typed-status generate`` writes.
"""

from __future__ import annotations

import collections
import dataclasses
import importlib
import importlib.util
import json
import keyword
import multiprocessing
import subprocess
import sys
import types
import typing as t
import warnings
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from absence import Sighting, required, sightings, structures
from documented import Document
from exchanges import UntypedError, exchange
from three_ways import deserialize

from typed_status import ResponseValidationError, SchemaDriftWarning, catalog
from typed_status.runtime.wire.registry import reader_of
from typed_status.testing import reset_drift
from typed_status.testing.routing import operation_model

Key = tuple[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What became of a document.

    ``problems`` says why it was refused (``path: expected ...``; empty if it was read), ``broken`` why the documentation
    is wrong. ``drift`` are the warnings about it; ``wire`` says that the response body was read, too. ``seen`` counts, by
    shape and member, the required members that its structures have or lack, and ``evidence`` lists those that they lack.
    """

    document: Document
    problems: tuple[str, ...] = ()
    broken: str = ""
    drift: tuple[str, ...] = ()
    wire: bool = False
    evidence: tuple[Sighting, ...] = ()
    seen: dict[Key, int] = dataclasses.field(default_factory=dict[Key, int])

    @property
    def is_read(self) -> bool:
        """Whether it was read, in each way that there is."""
        return not self.problems and not self.broken


@cache
def _shipped() -> dict[Key, str]:
    return {(entry.service, entry.operation): entry.module for entry in catalog()}


def is_shipped(document: Document) -> bool:
    """Whether the operation is in the catalog."""
    return (document.service, document.operation) in _shipped()


def read_all(documents: Iterable[Document], generated: Path | None = None) -> list[Reading]:
    """Read documents, in their order; those of operations that are not shipped with the modules in ``generated``."""
    by_service: dict[str, list[tuple[int, Document]]] = {}
    for at, document in enumerate(documents):
        by_service.setdefault(document.service, []).append((at, document))
    jobs = [([each for _, each in group], generated) for group in by_service.values()]
    # Fresh processes now and then: the classes of all services do not fit into one.
    with multiprocessing.get_context("spawn").Pool(maxtasksperchild=20) as pool:
        read = pool.starmap(_read_service, jobs, chunksize=1)
    places = (at for group in by_service.values() for at, _ in group)
    found = dict(zip(places, (each for group in read for each in group), strict=True))
    return [found[at] for at in sorted(found)]


def _read_service(documents: Sequence[Document], generated: Path | None) -> list[Reading]:
    return [read(document, generated) for document in documents]


def read(document: Document, generated: Path | None = None) -> Reading:
    """Read one document."""
    if document.broken:
        return Reading(document, broken=document.broken)
    model = operation_model(document.service, document.operation)
    response = _response_class(document, generated)
    problems: dict[str, None] = {}
    reset_drift()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            message, parsed = exchange(model, document.value)
        except UntypedError as error:
            return Reading(document, broken=str(error))
        ways = [lambda: response.model_validate(parsed)]
        has_wire = reader_of(model) is not None
        if has_wire:
            ways.append(lambda: deserialize(model, response, message))
        for way in ways:
            try:
                way()
            except ResponseValidationError as error:
                problems.update(dict.fromkeys(map(str, error.problems)))
    drift = [each for each in caught if issubclass(each.category, SchemaDriftWarning)]
    seen = collections.Counter(
        (each.shape.name, name)
        for each in structures(model.output_shape, document.value)
        for name in required(document.service, each.shape)
    )
    return Reading(
        document,
        tuple(problems),
        drift=tuple(dict.fromkeys(str(each.message) for each in drift)),
        wire=has_wire,
        evidence=tuple(sightings(model, document.value, paged=document.paged)),
        seen=dict(seen),
    )


def _response_class(document: Document, generated: Path | None) -> t.Any:
    shipped = _shipped().get((document.service, document.operation))
    if shipped:
        module = importlib.import_module(f"typed_status.services.{shipped}")
    else:
        if generated is None:
            raise LookupError(f"{document.service} {document.operation} is not shipped")
        module = _generated(generated, document.service)
    return getattr(module, f"{document.operation}Response")


@cache
def _generated(folder: Path, service: str) -> types.ModuleType:
    name = service.replace("-", "_")
    name += "_" if keyword.iskeyword(name) else ""
    spec = importlib.util.spec_from_file_location(f"generated_{name}", folder / f"{name}.py")
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def generate(documents: Iterable[Document], folder: Path) -> None:
    """Write modules for the operations of ``documents`` that are not shipped, as a user would."""
    wanted: dict[str, set[str]] = {}
    for document in documents:
        if not is_shipped(document):
            wanted.setdefault(document.service, set()).add(document.operation)
    lines = [f"{name} = {json.dumps(sorted(names))}" for name, names in sorted(wanted.items())]
    (folder / "typed-status.toml").write_text("\n".join(["[services]", *lines, ""]), "utf-8")
    command = [sys.executable, "-m", "typed_status", "generate", "--out", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

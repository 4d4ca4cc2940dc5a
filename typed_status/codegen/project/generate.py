"""Any operation, as a module in the user's own package: from a selection to files, top to bottom.

What is written depends on the selection, on the service models that botocore finds, on the library and on the user's
overlays, and on nothing else. Files that are not ours are never overwritten unless that is asked for, and never removed.

May import: the standard library and the rest of ``codegen``.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shlex
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from typed_status.codegen.build import SERVICES
from typed_status.codegen.emit import header, reuse
from typed_status.codegen.emit.format import style
from typed_status.codegen.emit.render import render
from typed_status.codegen.emit.write import alone, compared, replace
from typed_status.codegen.exceptions import ObstacleError, SelectionError, UnknownNameError
from typed_status.codegen.models import botocore_source, ir
from typed_status.codegen.models.subset import cut
from typed_status.codegen.project import lookup
from typed_status.codegen.project.config import FILE, Operations, Selection, Types, content, written
from typed_status.codegen.project.whole import Own, Reviewed, read_own, whole

__all__ = ["Draft", "difference", "draft", "extended", "write"]


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """What is to be in ``folder``: ``files`` (name -> text). ``said`` is the ``typed-status.toml`` that it was made
    from, ``stale`` are modules of ours that are no longer selected; ``notes`` tell what the user may want to know."""

    folder: Path
    said: bytes | None
    files: dict[str, str]
    stale: tuple[str, ...]
    notes: tuple[str, ...]


def extended(
    selection: Selection,
    folder: Path,
    *,
    service: str | None = None,
    operations: Sequence[str] = (),
    everything: bool = False,
    overlays: Iterable[Path] = (),
    types: Types | None = None,
) -> Selection:
    """``selection`` and, beside it, operations of a service (all of them if none is named), or all there is.

    Raises:
        UnknownNameError: there is no such service or operation.
        SelectionError: what is recorded names one that is not there; an overlay cannot be recorded.
    """
    try:
        selection = _resolved(folder, selection)
    except UnknownNameError as error:  # it is what is recorded that names it
        raise SelectionError(str(folder / FILE), str(error)) from error
    services = dict(selection.services)
    if service is not None:
        name = lookup.service_name(service)
        known = services.get(name, ())
        if known == "all" or not operations:
            services[name] = "all"
        else:
            services[name] = tuple(lookup.operation_names(name, [*known, *operations]))
    # Links are followed once and for all: what is recorded must mean the same from within the folder.
    home = folder.resolve()
    added = [Path(os.path.relpath(path.resolve(), home)).as_posix() for path in overlays]
    for each in added:
        try:
            each.encode()
        except UnicodeEncodeError as error:
            reason = f"an overlay cannot be recorded under a name that is no text: {each!a}"
            raise SelectionError(str(folder / FILE), reason) from error
    return selection.model_copy(
        update={
            "services": services,
            "all": selection.all or everything,
            "overlays": tuple(dict.fromkeys([*selection.overlays, *added])),
            "types": types or selection.types,
        }
    )


def draft(
    folder: Path,
    said: bytes | None,
    selection: Selection,
    tell: Callable[[str], object] | None = None,
) -> Draft:
    """What ``selection`` is in ``folder``, whose file ``said`` what it was made from; ``tell`` is called with each
    service, before the work on it.

    Raises:
        GenerationError: something that was selected is not there, does not fit or cannot be written.
    """
    selection = _resolved(folder, selection)
    everything: dict[str, Operations] = {}
    if selection.all:
        everything = dict.fromkeys(botocore_source.services(private=True), "all")
    paths = [Path(os.path.normpath(folder.resolve() / each)) for each in selection.overlays]
    own = read_own({os.path.relpath(path): path for path in paths})
    picked = everything or selection.services
    for stray in sorted(own.keys() - picked.keys()):
        shown, _ = own[stray][0]
        raise SelectionError(shown, f"no operation of {stray!r} is selected")
    reviewed = Reviewed()
    notes: list[str] = []
    modules: dict[str, str] = {}
    headers: dict[str, tuple[str, list[str]]] = {}
    for name, operations in picked.items():
        if tell is not None:
            tell(name)
        service, text = _module(
            name, operations, own.get(name, ()), selection.types, reviewed, notes
        )
        file = f"{service.module}.py"
        if file in modules:
            raise SelectionError(str(folder / FILE), f"two services would be called {file}")
        modules[file] = text
        overlays = [each for each in selection.overlays if Path(each).stem == name]
        made_from = f"botocore's model of {name} {service.api_version}"
        headers[file] = made_from, _command(name, operations, overlays, selection.types)
    # The selection comes first, in the folder as well: who finds a module of another run finds what it recorded.
    files = {FILE: written(folder, said, selection, lookup.service_name, _operation_name)}
    for file, text in style(modules).items():
        files[file] = header.with_header(file, text, *headers[file])
    stale, left = _strays(folder, files)
    notes += [f"{folder / name}: no longer selected, but edited: left as it is" for name in left]
    return Draft(folder, said, files, stale, tuple(notes))


def _resolved(folder: Path, selection: Selection) -> Selection:
    """``selection`` with botocore's names, of the botocore that is installed."""
    services: dict[str, Operations] = {}
    for given, operations in selection.services.items():
        name = lookup.service_name(given)
        if name in services:
            raise SelectionError(str(folder / FILE), f"services.{name} is there twice")
        services[name] = (
            "all" if operations == "all" else tuple(lookup.operation_names(name, operations))
        )
    return selection.model_copy(
        update={"services": services, "botocore": botocore_source.version()}
    )


def _operation_name(service: str, given: str) -> str:
    (name,) = lookup.operation_names(service, [given])
    return name


def _module(
    name: str,
    operations: Operations,
    own: Sequence[Own],
    types: Types,
    reviewed: Reviewed,
    notes: list[str],
) -> tuple[ir.Service, str]:
    """The service as it is written, and its module."""
    picked = lookup.all_operations(name) if operations == "all" else operations
    found = whole(name, picked, own, reviewed)
    notes += [f"{name}: {note}" for note in found.notes]
    shipped = SERVICES / f"{found.service.module}.py"
    reused: set[str] = set()
    service = cut(found.service, picked)
    if types == "reuse" and shipped.exists():
        known = reuse.compare(found.service, render(found.service), shipped.read_text("utf-8"))
        reused = {*_names(service)} & known.same
        notes += _differing(service, reused, known)
    notes += _unjudged(service, reused)
    what = "all of its operations" if operations == "all" else "the operations that were picked"
    return service, render(service, reused, what)


def _names(service: ir.Service) -> Iterator[str]:
    yield from service.classes
    yield from (each.function for each in service.operations)


def _differing(service: ir.Service, reused: set[str], compared: reuse.Comparison) -> Iterator[str]:
    """What is to be told of shipped operations that are written out after all."""
    those = [
        each.wire
        for each in service.operations
        if each.function in compared.known and each.function not in reused
    ]
    if those:
        why = sorted({*_names(cut(service, those))} & compared.changed)
        yield (
            f"{service.name}: {', '.join(those)} written out, as the library's own {', '.join(why)} "
            f"would be another than here"
        )


def _unjudged(service: ir.Service, reused: set[str]) -> Iterator[str]:
    """What is to be told of status values whose phase nothing says."""
    for enum in service.enums:
        pairs = zip(enum.values, enum.phases, strict=False)  # what is no status has no phases
        unknown = [value for (value, _), judged in pairs if judged.basis == "none"]
        if unknown and enum.name not in reused:
            yield (
                f"{service.name}: nobody has said what these values of {enum.name} mean, so that a wait "
                f"goes on at them: {', '.join(unknown)}"
            )


def _command(name: str, operations: Operations, own: Iterable[str], types: Types) -> list[str]:
    """The command that adds a service to the folder in which it is run."""
    picked = () if operations == "all" else operations
    overlays = [word for each in own for word in ("--overlay", shlex.quote(each))]
    vendored = ["--vendor"] if types == "vendor" else []
    return ["typed-status", "generate", name, *picked, "--out", ".", *overlays, *vendored]


def _strays(folder: Path, files: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The modules in ``folder`` that we wrote and that are none of ``files``: those as we left them, and edited ones."""
    found: dict[header.Origin, list[str]] = {"ours": [], "edited": [], "foreign": []}
    for path in sorted(folder.glob("*.py")):
        if path.name not in files and path.is_file():
            found[header.origin_of(path.name, path.read_bytes())].append(path.name)
    return tuple(found["ours"]), tuple(found["edited"])


def difference(draft: Draft) -> str:
    """A unified diff from what the folder holds to ``draft``; empty if they are equal."""
    return compared(_present(draft), draft.files, "is no longer selected")


def write(drafts: Sequence[Draft], *, force: bool = False) -> list[str]:
    """Make the folders hold the ``drafts``; what was done, a line for each file. ``force`` overwrites files that
    are not ours.

    Raises:
        ObstacleError: a file that is not ours, or that was edited, is where one is to be written; nothing was
            written, into none of the folders.
        SelectionError: what the drafts were made from was changed since; nothing was written.
        GenerationError: another run is writing into one of the folders; nothing was written.
    """
    obstacles = [each for draft in drafts for each in _obstacles(draft, force)]
    if obstacles:
        raise ObstacleError(obstacles)
    with contextlib.ExitStack() as stack:
        for draft in drafts:
            stack.enter_context(alone(draft.folder))
        for draft in drafts:
            if content(draft.folder) != draft.said:
                reason = (
                    "it was changed while this ran, and nothing was written: run the command again"
                )
                raise SelectionError(str(draft.folder / FILE), reason)
        return list(_write(drafts))


def _write(drafts: Iterable[Draft]) -> Iterator[str]:
    for draft in drafts:
        present = _present(draft)
        texts = draft.files.items()
        changed = {name: text for name, text in texts if present.get(name) != text.encode()}
        replace(draft.folder, changed, draft.stale)
        yield from (f"wrote {draft.folder / name}" for name in sorted(changed))
        yield from (f"removed {draft.folder / name}" for name in draft.stale)


def _obstacles(draft: Draft, force: bool) -> Iterator[str]:
    for name in draft.files:
        path = draft.folder / name
        package = path.with_suffix("")
        if package.is_dir() and name.endswith(".py") and any(package.glob("__init__.py*")):
            yield f"{package}: the package would hide {name}: move it away"
        if path.is_dir():
            yield f"{path}: is a folder: move it away"
        elif os.path.lexists(path) and not path.is_file():
            yield f"{path}: is no file, or a link to none: move it away"
        elif path.is_file() and name != FILE and not force:
            match header.origin_of(name, path.read_bytes()):
                case "edited":
                    yield f"{path}: was edited after it was generated"
                case "foreign":
                    yield f"{path}: was not generated"
                case "ours":
                    pass


def _present(draft: Draft) -> dict[str, bytes]:
    """What there is of the draft's files, and those that are stale; version control may have changed the ends of lines."""
    paths = [draft.folder / name for name in (*draft.files, *draft.stale)]
    return {
        path.name: path.read_bytes().replace(b"\r\n", b"\n") for path in paths if path.is_file()
    }

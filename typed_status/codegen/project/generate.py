"""Modules for any operation in the user's own package: from a selection to files.

The output depends on the selection, on the service models that botocore finds, on the library and on the user's
overlays, and on nothing else. Files that we did not write are never overwritten, unless forced, and never removed.

Our reviewed data was checked against one version of botocore, and the user may have another one: what does not fit is
left out with a note. The user's own overlays must fit.

May import: the standard library and the rest of ``codegen``.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shlex
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from typed_status.codegen.build import (
    SERVICES,
    STARTS,
    Reviewed,
    Tolerance,
    UserOverlay,
    build,
    read_reviewed,
)
from typed_status.codegen.emit import header, reuse
from typed_status.codegen.emit.format import format_modules
from typed_status.codegen.emit.render import render
from typed_status.codegen.emit.write import locked, replace, unified_diff
from typed_status.codegen.exceptions import (
    GenerationError,
    ObstacleError,
    OnProblem,
    SelectionError,
    UnknownNameError,
)
from typed_status.codegen.models import botocore_source, ir
from typed_status.codegen.models.subset import subset
from typed_status.codegen.project import names
from typed_status.codegen.project.config import (
    FILE,
    Operations,
    Selection,
    Types,
    read_bytes,
    updated,
)
from typed_status.codegen.project.overlays import read_user_overlays

__all__ = ["Draft", "difference", "draft", "extended", "write"]


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """The content that ``folder`` should have: ``files`` (name -> text). ``before`` is the ``typed-status.toml`` that it
    was made from, ``stale`` are our modules that are no longer selected; ``notes`` are for the user."""

    folder: Path
    before: bytes | None
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
    """Add operations of a service (all of them if none is named), or all of AWS, to ``selection``.

    Raises:
        UnknownNameError: there is no such service or operation.
        SelectionError: a recorded name does not exist; an overlay cannot be recorded.
    """
    try:
        selection = _resolved(folder, selection)
    except UnknownNameError as error:  # the file has the name, not the command line
        raise SelectionError(str(folder / FILE), str(error)) from error
    services = dict(selection.services)
    if service is not None:
        name = names.service_name(service)
        known = services.get(name, ())
        if known == "all" or not operations:
            services[name] = "all"
        else:
            services[name] = tuple(names.operation_names(name, [*known, *operations]))
    # Resolve links now: a recorded path must mean the same from within the folder.
    home = folder.resolve()
    added = [Path(os.path.relpath(path.resolve(), home)).as_posix() for path in overlays]
    for each in added:
        try:
            each.encode()
        except UnicodeEncodeError as error:
            reason = f"the path of an overlay is not valid Unicode: {each!a}"
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
    before: bytes | None,
    selection: Selection,
    on_service: Callable[[str], object] | None = None,
) -> Draft:
    """Generate the files for ``selection`` in ``folder``; ``before`` is the file that the selection was read from, and
    ``on_service`` is called with each service before it is generated.

    Raises:
        GenerationError: something that was selected does not exist, does not fit or cannot be written.
    """
    selection = _resolved(folder, selection)
    everything: dict[str, Operations] = {}
    if selection.all:
        everything = dict.fromkeys(botocore_source.services(private=True), "all")
    paths = [Path(os.path.normpath(folder.resolve() / each)) for each in selection.overlays]
    overlays = read_user_overlays({os.path.relpath(path): path for path in paths})
    picked = everything or selection.services
    for stray in sorted(overlays.keys() - picked.keys()):
        file, _ = overlays[stray][0]
        raise SelectionError(file, f"no operation of {stray!r} is selected")
    reviewed = read_reviewed()
    notes: list[str] = []
    modules: dict[str, str] = {}
    headers: dict[str, tuple[str, list[str]]] = {}
    for name, operations in picked.items():
        if on_service is not None:
            on_service(name)
        service, text = _module(
            name, operations, overlays.get(name, ()), selection.types, reviewed, notes
        )
        file = f"{service.module}.py"
        if file in modules:
            raise SelectionError(str(folder / FILE), f"two services would be called {file}")
        modules[file] = text
        recorded = [each for each in selection.overlays if Path(each).stem == name]
        made_from = f"botocore's model of {name} {service.api_version}"
        headers[file] = made_from, _command(name, operations, recorded, selection.types)
    # The selection is written first: then no module of an interrupted run is missing from it.
    files = {FILE: updated(folder, before, selection, names.service_name, _operation_name)}
    for file, text in format_modules(modules).items():
        files[file] = header.with_header(file, text, *headers[file])
    stale, left = _strays(folder, files)
    notes += [f"{folder / name}: no longer selected, but edited: left as it is" for name in left]
    return Draft(folder, before, files, stale, tuple(notes))


def _resolved(folder: Path, selection: Selection) -> Selection:
    """Replace the names in ``selection`` by the installed botocore's."""
    services: dict[str, Operations] = {}
    for given, operations in selection.services.items():
        name = names.service_name(given)
        if name in services:
            raise SelectionError(str(folder / FILE), f"services.{name} is there twice")
        services[name] = (
            "all" if operations == "all" else tuple(names.operation_names(name, operations))
        )
    return selection.model_copy(
        update={"services": services, "botocore": botocore_source.version()}
    )


def _operation_name(service: str, given: str) -> str:
    (name,) = names.operation_names(service, [given])
    return name


def _module(
    name: str,
    operations: Operations,
    overlays: Sequence[UserOverlay],
    types: Types,
    reviewed: Reviewed,
    notes: list[str],
) -> tuple[ir.Service, str]:
    """Generate the module of a service; returns its IR as well."""
    picked = names.all_operations(name) if operations == "all" else operations
    everything = _built(name, picked, overlays, reviewed, notes)
    shipped = SERVICES / f"{everything.module}.py"
    reused: set[str] = set()
    service = subset(everything, {*picked, *_followed(everything, picked)})
    if types == "reuse" and shipped.exists():
        texts = [shipped, SERVICES / STARTS / shipped.name]
        declared = "\n".join(each.read_text("utf-8") for each in texts if each.exists())
        known = reuse.compare(everything, render(everything), declared)
        reused = {*_names(service)} & known.same
        notes += _differing(service, reused, known)
    notes += _unjudged(service, reused)
    what = "all of its operations" if operations == "all" else "the operations that were picked"
    return service, render(service, reused, what)


def _followed(service: ir.Service, picked: Collection[str]) -> Iterator[str]:
    """Yield the operations that report on what those ``picked`` start: their requests need them."""
    for each in service.operations:
        if each.start is not None and each.wire in picked:
            yield each.start.status


def _built(
    name: str,
    picked: Collection[str],
    overlays: Sequence[UserOverlay],
    reviewed: Reviewed,
    notes: list[str],
) -> ir.Service:
    """Build a service without the reviewed data that does not fit, and add a note for each."""

    def note(what: str) -> OnProblem:
        def add(error: GenerationError) -> None:
            notes.append(f"{name}: {what} of the library's own is left out: {error}")

        return add

    # Decisions on phases are about the operations of the catalog: most are missing from a subset, without harm.
    tolerance = Tolerance(note("a decision"), note("a rule"), phases=lambda _: None)
    built = build(
        name, reviewed, private=True, selected=picked, overlays=overlays, tolerance=tolerance
    )
    if built.service is None:  # only with an empty selection
        raise GenerationError(f"no operation of {name} is selected")
    return built.service


def _names(service: ir.Service) -> Iterator[str]:
    yield from service.classes
    yield from (each.function for each in service.operations)


def _differing(
    service: ir.Service, reused: set[str], comparison: reuse.Comparison
) -> Iterator[str]:
    """Write the note on shipped operations that are not reused."""
    those = [
        each.wire
        for each in service.operations
        if each.function in comparison.known and each.function not in reused
    ]
    if those:
        why = sorted({*_names(subset(service, those))} & comparison.changed)
        yield (
            f"{service.name}: {', '.join(those)} written out, not imported: the library's {', '.join(why)} "
            f"differs from what is generated here"
        )


def _unjudged(service: ir.Service, reused: set[str]) -> Iterator[str]:
    """Write the notes on status values without a phase."""
    for enum in service.enums:
        pairs = zip(enum.values, enum.phases, strict=False)  # only statuses have phases
        unknown = [value for (value, _), judged in pairs if judged.basis == "none"]
        if unknown and enum.name not in reused:
            yield (
                f"{service.name}: the phase of these values of {enum.name} is unknown, so that wait keeps "
                f"polling at them: {', '.join(unknown)}"
            )


def _command(name: str, operations: Operations, overlays: Iterable[str], types: Types) -> list[str]:
    """Return the command that adds a service to the folder in which it is run."""
    picked = () if operations == "all" else operations
    rules = [word for each in overlays for word in ("--overlay", shlex.quote(each))]
    vendored = ["--vendor"] if types == "vendor" else []
    return ["typed-status", "generate", name, *picked, "--out", ".", *rules, *vendored]


def _strays(folder: Path, files: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """List the modules in ``folder`` that we wrote and that are not in ``files``: unchanged ones, and edited ones."""
    found: dict[header.Origin, list[str]] = {"ours": [], "edited": [], "foreign": []}
    for path in sorted(folder.glob("*.py")):
        if path.name not in files and path.is_file():
            found[header.origin_of(path.name, path.read_bytes())].append(path.name)
    return tuple(found["ours"]), tuple(found["edited"])


def difference(draft: Draft) -> str:
    """Return a unified diff from the content of the folder to ``draft``; empty if they are equal."""
    return unified_diff(_present(draft), draft.files, "is no longer selected")


def write(drafts: Sequence[Draft], *, force: bool = False) -> list[str]:
    """Write the ``drafts`` into their folders; returns a line for each changed file. ``force`` overwrites files that
    were edited or not generated.

    Raises:
        ObstacleError: such a file is in the way; nothing was written, in none of the folders.
        SelectionError: a selection was changed after its draft was made; nothing was written.
        GenerationError: another run is writing into one of the folders; nothing was written.
    """
    obstacles = [each for draft in drafts for each in _obstacles(draft, force)]
    if obstacles:
        raise ObstacleError(obstacles)
    with contextlib.ExitStack() as stack:
        for draft in drafts:
            stack.enter_context(locked(draft.folder))
        for draft in drafts:
            if read_bytes(draft.folder) != draft.before:
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
            yield f"{path}: is not a file: move it away"
        elif path.is_file() and name != FILE and not force:
            match header.origin_of(name, path.read_bytes()):
                case "edited":
                    yield f"{path}: was edited after it was generated"
                case "foreign":
                    yield f"{path}: was not generated"
                case "ours":
                    pass


def _present(draft: Draft) -> dict[str, bytes]:
    """Read the existing files of the draft, stale ones too; version control may have changed line ends."""
    paths = [draft.folder / name for name in (*draft.files, *draft.stale)]
    return {
        path.name: path.read_bytes().replace(b"\r\n", b"\n") for path in paths if path.is_file()
    }

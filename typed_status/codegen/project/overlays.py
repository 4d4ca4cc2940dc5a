"""The user's own overlays, by service.

May import: the standard library, ``codegen.build``, ``codegen.facts.overlay`` and ``codegen.exceptions``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from typed_status.codegen.build import UserOverlay
from typed_status.codegen.exceptions import OverlayError
from typed_status.codegen.facts.overlay import OVERLAYS, read_overlay

__all__ = ["read_user_overlays"]


def read_user_overlays(paths: Mapping[str, Path]) -> dict[str, list[UserOverlay]]:
    """Read the user's overlays (display name -> path), and return them by service.

    Raises:
        OverlayError: one does not exist or is malformed, or a rule has the id of another one.
    """
    found: dict[str, list[UserOverlay]] = {}
    for name, path in paths.items():
        if path.suffix != ".toml":
            raise OverlayError(name, "(any)", "an overlay is called <service>.toml")
        if not path.is_file():
            raise OverlayError(name, "(any)", "there is no such file")
        found.setdefault(path.stem, []).append((name, read_overlay(path, name)))
    for service, overlays in found.items():
        taken = {entry.id: "the library" for entry in read_overlay(OVERLAYS / f"{service}.toml")}
        for file, entries in overlays:
            for entry in entries:
                if entry.id in taken:
                    raise OverlayError(file, entry.id, f"{taken[entry.id]} has a rule of this id")
                taken[entry.id] = file
    return found

"""The files of a commit in a git directory, which needs no work tree.

May import: the standard library.
"""

from __future__ import annotations

import dataclasses
import re
import subprocess
import typing as t
from pathlib import Path

__all__ = ["Tree"]


@dataclasses.dataclass(frozen=True)
class Tree:
    """A commit of a repository."""

    git_dir: Path
    repository: str
    commit: str

    @classmethod
    def at(cls, git_dir: Path, repository: str, revision: str = "HEAD") -> t.Self:
        """Return the commit of a revision."""
        commit = _git(git_dir, "rev-parse", f"{revision}^{{commit}}").decode().strip()
        return cls(git_dir, repository, commit)

    def read(self, *globs: str) -> dict[str, str]:
        """Return the texts of the files that match, by path; files that the clone lacks are left out."""
        wanted = re.compile("|".join(re.escape(glob).replace(r"\*", "[^/]*") for glob in globs))
        listed = _git(self.git_dir, "ls-tree", "-r", "--name-only", "-z", self.commit).decode()
        paths = [
            path
            for path in listed.split("\0")
            if wanted.fullmatch(path) and not path.endswith("_test.go")
        ]
        if not paths:
            return {}
        names = "".join(f"{self.commit}:{path}\n" for path in paths)
        data = _git(self.git_dir, "cat-file", "--batch", given=names.encode())
        texts: dict[str, str] = {}
        at = 0
        for path in paths:
            end = data.index(b"\n", at)
            header = data[at:end].split()
            if header[-1] == b"missing":
                at = end + 1
                continue
            size = int(header[-1])
            texts[path] = data[end + 1 : end + 1 + size].decode("utf-8", "replace")
            at = end + 2 + size
        return texts


def _git(git_dir: Path, *arguments: str, given: bytes | None = None) -> bytes:
    command = ["git", f"--git-dir={git_dir}", *arguments]
    return subprocess.run(command, check=True, capture_output=True, input=given).stdout  # noqa: S603 - git with our own arguments

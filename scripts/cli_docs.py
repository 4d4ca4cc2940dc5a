"""Write the help of every command into docs/cli.md; with ``--check``, print a diff and exit with 1 instead.

Each help text is between ``<!-- help: typed-status ... -->`` and ``<!-- end -->``.
"""

from __future__ import annotations

import difflib
import re
import sys
from pathlib import Path

from click.testing import CliRunner

from typed_status.cli.main import main

DOCS = Path(__file__).parents[1] / "docs" / "cli.md"
MARKED = re.compile(r"(<!-- help: typed-status((?: [^>]+)?) -->\n).*?(<!-- end -->)", re.DOTALL)


def help_of(line: str) -> str:
    """Return the output of ``--help`` at a width of 100 columns."""
    result = CliRunner().invoke(
        main, [*line.split(), "--help"], prog_name="typed-status", terminal_width=100
    )
    if result.exit_code != 0:
        raise SystemExit(f"typed-status {line} --help: exit code {result.exit_code}")
    return result.output


def with_help(text: str) -> str:
    """Return ``text`` with every help text updated."""
    return MARKED.sub(lambda found: f"{found[1]}```text\n{help_of(found[2])}```\n{found[3]}", text)


def run() -> int:
    """Write docs/cli.md or check it."""
    before = DOCS.read_text("utf-8")
    after = with_help(before)
    if "--check" not in sys.argv[1:]:
        DOCS.write_text(after, "utf-8")
        return 0
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), "docs/cli.md", "help"
    )
    sys.stdout.writelines(lines)
    return int(before != after)


if __name__ == "__main__":
    sys.exit(run())

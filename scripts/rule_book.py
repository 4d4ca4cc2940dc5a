"""Write docs/rules.md, the page of all rules; with ``--check``, exit with 1 instead if it would change."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

from typed_status.cli.inspect.rule_book import RuleRow, rules

PAGE = Path(__file__).parents[1] / "docs" / "rules.md"
HEAD = """# Rules

What AWS documents but does not model, and the types check. Written by `scripts/rule_book.py`; `typed-status rules SERVICE`
prints the same. [generate.md](generate.md#overlays-rules-of-your-own) explains the checks and how to add rules of your own.

In a response, a broken rule of severity *warning* is a `RuleWarning` and the value is kept; in what is sent, it is an error.
`typed_status.without_rules` takes the ids. A rule about presence or type has no severity: that a member is absent is drift.
"""


def page() -> str:
    """Return the page: a table for each service, a row for each rule."""
    lines = [HEAD]
    for service, rows in itertools.groupby(rules(None, ()), key=lambda row: row["service"]):
        lines += [f"## {service}", "", "| rule | targets | expects | severity | why | source |"]
        lines += ["|---|---|---|---|---|---|"]
        grouped = itertools.groupby(rows, key=lambda row: row["id"])
        lines += ["| " + " | ".join(_cells([*each])) + " |" for _, each in grouped]
        lines.append("")
    return "\n".join(lines)


def _cells(rows: list[RuleRow]) -> Iterator[str]:
    """Yield the cells of a rule, of which there is a row for each target."""
    first = rows[0]
    yield f"`{first['id']}`"
    yield ", ".join(f"`{row['target']}`" for row in rows)
    for cell in (first["expects"], first["severity"], first["why"], first["source"]):
        yield cell.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")


def run() -> int:
    """Write the page or check it."""
    after = page()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(after, "utf-8")
        return 0
    is_current = PAGE.exists() and PAGE.read_text("utf-8") == after
    if not is_current:
        print("docs/rules.md is out of date: run scripts/rule_book.py")
    return int(not is_current)


if __name__ == "__main__":
    sys.exit(run())

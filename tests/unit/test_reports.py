"""The report on an upgrade in its three forms, and the entry in the changelog."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from upgrade.changelog import entries, with_entries

from typed_status.codegen.diff.compare import Change
from typed_status.codegen.diff.impact import IMPACTS
from typed_status.codegen.diff.report import Report, as_json, as_markdown, as_text, needed
from typed_status.codegen.exceptions import GenerationError

CHANGES = (
    Change("alpha", "member-removed", "Thing.Name", "gone: it was str", "breaking"),
    Change("alpha", "member-added", "Thing.Size", "new: int | None", "additive"),
    Change("alpha", "class-added", "Part", "new", "additive"),
    Change("alpha", "class-added", "Piece", "new", "additive"),
    Change("alpha", "status-value-added", "State.NEW", "new: IN_PROGRESS, by the rule", "additive"),
    Change("beta", "operation-added", "GetThing", "new in botocore, single", "additive"),
    Change("gamma", "service-removed", "gamma", "gone from botocore", "breaking"),
    Change("gamma", "operation-removed", "GetThing", "gone from botocore", "breaking"),
    Change("gamma", "about-changed", "title", "A -> B", "documentation"),
)
REPORT = Report("1.0.0", "1.1.0", CHANGES, ("which phase?",), ("a rule does not hold",))
CHANGELOG = """# Changelog

Words.

## [Unreleased]

### Added

- Something, on
  two lines.

### Fixed

- A bug.

## [0.1.0]

### Added

- All of it.
"""


def test_the_text():
    assert as_text(REPORT) == (
        "botocore 1.0.0 -> 1.1.0: 3 breaking, 5 additive, 1 documentation. "
        "1 operations added, 1 removed. Version: minor.\n"
        "\nbreaking (3)\n"
        "  alpha\n    Thing.Name: gone: it was str\n"
        "  gamma\n    gamma: gone from botocore\n    GetThing: gone from botocore\n"
        "\nopen questions (1)\n  which phase?\n"
        "\nreviewed data that no longer hold (1)\n  a rule does not hold\n"
        "\nphases proposed for new statuses and values: please check (1)\n"
        "  alpha\n    State.NEW: new: IN_PROGRESS, by the rule\n"
        "\nnew operations of the catalog: please check (1)\n"
        "  beta\n    GetThing: new in botocore, single\n"
        "\nadditive (2)\n"
        "  alpha\n    Thing.Size: new: int | None\n    new classes: Part, Piece\n"
        "\ndocumentation (1)\n  gamma\n    title: A -> B\n"
    )


def test_every_change_is_in_every_form():
    for form in (as_text, lambda report: as_markdown(report).replace("\\", "")):
        text = form(REPORT)
        for change in CHANGES:
            assert change.where in text
    tables = json.loads(as_json(REPORT))
    assert [Change(**each) for each in tables.pop("changes")] == list(CHANGES)
    assert tables == {
        "old": "1.0.0",
        "new": "1.1.0",
        "questions": ["which phase?"],
        "problems": ["a rule does not hold"],
        "version": "minor",
    }


def test_markdown_calls_nobody_and_holds_no_markup():
    change = Change("a", "value-added", "E.@maintainer", "<script> `x` [y](z) *b*", "additive")
    text = as_markdown(Report("1", "2", (change,)))
    assert "@" not in text
    assert "<" not in text
    assert r"\`x\` \[y\](z) \*b\*" in text


FORGED = "\n## [9.9.9]\r\u2028## x\x85- @all `a` &#64; \\* <b> \x1b[31m"


def test_markdown_escapes_each_mark_once():
    text = as_markdown(Report("1", "2", (Change("a", "value-added", "E", FORGED, "additive"),)))
    shown = text.partition("**a**")[2].splitlines()
    assert [line for line in shown if line] == [
        r"- E:  \#\# \[9.9.9\]  \#\# x - &#64;all \`a\` &amp;\#64; \\\* &lt;b>  \[31m"
    ]


@pytest.mark.parametrize("kind", ["value-removed", "operation-removed", "operation-added"])
@pytest.mark.parametrize("impact", IMPACTS)
def test_what_aws_names_writes_no_lines_of_its_own(kind, impact):
    change = Change(f"a{FORGED}", kind, f"E.{FORGED}", FORGED, impact)
    report = Report("1.0.0", "1.1.0", (change,))
    for line in itertools.chain(*entries(report).values()):
        assert len(line.splitlines()) == 1
        assert line.count("`") - line.count("\\`") in (0, 4)
        assert "\x1b" not in line
    text = with_entries(CHANGELOG, entries(report))
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == ["## [Unreleased]", "## [0.1.0]"]
    assert "\n## [9" not in as_text(report)
    assert "\x1b" not in as_text(report)


def test_markdown_that_is_too_long_says_what_it_leaves_out():
    many = tuple(
        Change(f"service{place}", "member-removed", "A.B", "gone", "breaking")
        for place in range(100)
    )
    text = as_markdown(Report("1", "2", many), most=1000)
    assert len(text) <= 1100
    listed = text.count("gone")
    assert 0 < listed < 100
    assert text.endswith(f"{100 - listed} lines left out: the report is too long.\n")


def test_the_version_that_is_needed():
    assert needed(Report("1", "2")) == "none"
    assert needed(Report("1", "2", CHANGES[1:2])) == "patch"
    assert needed(Report("1", "2", CHANGES[:2])) == "minor"


def test_the_changelog():
    text = with_entries(CHANGELOG, entries(REPORT))
    assert text == CHANGELOG.replace(
        "  two lines.\n",
        "  two lines.\n- `beta`: `GetThing` (botocore 1.1.0).\n\n### Changed\n\n"
        "- botocore 1.0.0 -> 1.1.0: 3 breaking, 5 additive, 1 documentation. "
        "1 operations added, 1 removed. Version: minor.\n"
        "  - `alpha` `Thing.Name`: gone: it was str\n\n### Removed\n\n"
        "- `gamma` `gamma`: gone from botocore (botocore 1.1.0).\n"
        "- `gamma` `GetThing`: gone from botocore (botocore 1.1.0).\n",
    )
    assert with_entries(text, entries(REPORT)) == text
    assert with_entries(CHANGELOG, entries(Report("1", "1"))) == CHANGELOG


def test_a_changelog_that_was_never_released():
    text = "# Changelog\n\n## [Unreleased]\n"
    assert with_entries(text, {"Added": ["- One."]}) == text + "\n### Added\n\n- One.\n"


WRITTEN_BY_PEOPLE = """# Changelog

See "## [Unreleased]" below.

## [Unreleased] - soon
Words above,


on   lines.   \n
### Security
- No blank line above.

      code that is kept

### Added


- One.

  Its second paragraph.
### Fixed

### Other

- More.

[Unreleased]: https://example.org/compare
[0.1.0]: https://example.org/0.1.0
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_what_people_wrote_is_left_as_it_is(ends):
    text = WRITTEN_BY_PEOPLE.replace("\n", ends)
    added = {"Added": ["- Two.", "  - Of it."], "Removed": ["- Three."], "Fixed": ["- Four."]}
    found = with_entries(text, added)
    assert found == (
        WRITTEN_BY_PEOPLE.replace("second paragraph.\n", "second paragraph.\n- Two.\n  - Of it.\n")
        .replace("### Security", "### Removed\n\n- Three.\n\n### Security")
        .replace("### Fixed\n", "### Fixed\n\n- Four.\n")
        .replace("\n", ends)
    )
    assert with_entries(found, added) == found


@given(st.lists(st.sampled_from(WRITTEN_BY_PEOPLE.splitlines(keepends=True)), max_size=20))
def test_entries_are_only_ever_inserted(lines):
    text = "## [Unreleased]\n" + "".join(lines)
    added = {"Added": ["- Two.", "  - Of it."], "Removed": ["- Three."]}
    found = with_entries(text, added)
    assert with_entries(found, added) == found
    left = iter(found)
    assert all(each in left for each in text.rstrip())
    assert found.count("- Two.\n  - Of it.\n") == found.count("- Three.\n") == 1


def test_the_same_line_under_another_upgrade_is_told_again():
    first, second = ({"Changed": [f"- botocore {each}.", "  - `a` gone."]} for each in "12")
    text = with_entries(with_entries(CHANGELOG, first), second)
    assert text.count("  - `a` gone.") == 2


def test_a_changelog_without_a_place():
    with pytest.raises(GenerationError, match="Unreleased"):
        with_entries("# Changelog\n", {})

"""Copies of adopted facts: the same words in the documentation of another member."""

import pytest
from upgrade.copies import copies, rule, write

from typed_status.codegen.facts.candidates import Candidate
from typed_status.codegen.facts.ledger import Ledger
from typed_status.codegen.facts.overlay import OpenEnum, read_overlay

LIST = "Valid values: HOST | TASK"
ORIGINAL = Candidate("first", "Task.ipcMode", "values", LIST)
ENTRY = """\
[[rule]]
id = "first.ipc-mode"
target = "Task.ipcMode"
check = "open_enum"
name = "IpcMode"
values = ["HOST", "TASK"]
status = false
why = "it is"
"""


@pytest.fixture
def found(tmp_path):
    def found(candidate, provenance=f'doc_contains = "{LIST}"'):
        (tmp_path / "first.toml").write_text(f"{ENTRY}{provenance}\n")
        ledgers = [
            Ledger("second", (), (), (candidate,)),
            Ledger("first", ((ORIGINAL, "first.ipc-mode"),), (), ()),
        ]
        return list(copies(ledgers, tmp_path))

    return found


def copy_of(sentence=LIST, kind="values"):
    return Candidate("second", "FirstTaskDetails.IPC_Mode", kind, sentence)


def test_a_copy_has_the_rule_of_the_original(found, tmp_path):
    (copy,) = found(copy_of("valid values: host | task."))
    assert copy.original == ORIGINAL
    write([copy], tmp_path)
    (entry,) = read_overlay(tmp_path / "second.toml")
    assert isinstance(entry, OpenEnum)
    assert (entry.id, entry.targets) == (
        "second.first-task-ipc-mode",
        ("FirstTaskDetails.IPC_Mode",),
    )
    assert (entry.values, entry.status, entry.doc_contains) == (("HOST", "TASK"), False, LIST)
    assert (
        entry.why == "As first Task.ipcMode (first.ipc-mode): AWS documents both in the same words."
    )


def test_a_second_copy_is_appended(found, tmp_path):
    (copy,) = found(copy_of())
    other = copy._replace(candidate=copy.candidate._replace(target="A.mode"))
    write([copy, other], tmp_path)
    names = [entry.name for entry in read_overlay(tmp_path / "second.toml")]
    assert names == ["FirstTaskIPCMode", "AMode"]
    assert rule(other) in (tmp_path / "second.toml").read_text()


@pytest.mark.parametrize(
    "candidate", [copy_of("Valid values: HOST | TASK | NONE"), copy_of(kind="status")]
)
def test_other_words_are_no_copy(found, candidate):
    assert found(candidate) == []


def test_a_rule_that_rests_on_something_else_has_no_copies(found):
    assert found(copy_of(), 'source = "A page."') == []


def test_what_a_rule_of_the_generator_adopts_has_no_copies(tmp_path):
    unit = Candidate("first", "Task.timeout", "unit", "In seconds.")
    ledgers = [
        Ledger("first", ((unit, "by its documentation"),), (), ()),
        Ledger("second", (), (), (unit._replace(service="second"),)),
    ]
    assert list(copies(ledgers, tmp_path)) == []

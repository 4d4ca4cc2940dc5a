"""``rules``: the library's rules, one service or all, with those of the user's beside them."""

import json

from typed_status.cli.inspect.rule_book import services
from typed_status.codegen.facts.overlay import OVERLAYS, read_overlay

OWN = """
[[rule]]
id = "sts.account-length"
target = "GetCallerIdentityResponse.Account"
check = "length"
low = 12
high = 12
severity = "warning"
why = "Account numbers have twelve digits."
source = "IAM user guide, page console_account-alias"
"""


def test_no_service_lists_every_target_of_every_rule(run):
    found = [(row["id"], row["target"]) for row in json.loads(run("rules").stdout)]
    assert found == [
        (entry.id, target)
        for service in services()
        for entry in read_overlay(OVERLAYS / f"{service}.toml")
        for target in entry.targets
    ]


def test_a_service_has_its_rules_with_their_reason_and_source(run):
    rows = {row["id"]: row for row in json.loads(run("rules", "connect").stdout)}
    assert rows["connect.percentage-step"] == {
        "service": "connect",
        "target": "Distribution.Percentage",
        "id": "connect.percentage-step",
        "check": "multiple_of",
        "expects": "a multiple of 10",
        "severity": "error",
        "why": "Amazon Connect shifts traffic in steps of ten percent.",
        "source": 'documentation of the member: "in increments of 10"',
    }
    assert {row["service"] for row in rows.values()} == {"connect"}


def test_rules_of_the_users_are_listed_beside_ours(run, tmp_path):
    (tmp_path / "sts.toml").write_text(OWN, "utf-8")
    rows = json.loads(run("rules", "sts", "--overlay", tmp_path / "sts.toml").stdout)
    assert [row["expects"] for row in rows] == ["a string of 12 to 12 characters"]
    everything = json.loads(run("rules", "--overlay", tmp_path / "sts.toml").stdout)
    assert rows[0] in everything
    assert len(everything) == len(json.loads(run("rules").stdout)) + 1


def test_an_unknown_service_names_the_nearest_one(run):
    done = run("rules", "conect")
    assert done.exit_code == 1
    assert "did you mean 'connect'" in done.stderr


def test_a_malformed_overlay_is_named(run, tmp_path):
    (tmp_path / "sts.toml").write_text(OWN.replace("length", "at_most"), "utf-8")
    done = run("rules", "sts", "--overlay", tmp_path / "sts.toml")
    assert done.exit_code == 2
    assert "sts.toml" in done.stderr
    assert "sts.account-at_most" in done.stderr

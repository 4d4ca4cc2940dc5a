"""The tested versions of botocore, and the warning about others."""

import re
import tomllib
import warnings
from pathlib import Path

import botocore
import pytest
from packaging.requirements import Requirement

from typed_status import UntestedBotocoreWarning
from typed_status.codegen.models.releases import RECORD
from typed_status.runtime.wire import compatibility
from typed_status.services import servicediscovery
from typed_status.testing import FakeEndpoint

ROOT = Path(__file__).parents[2]


@pytest.fixture
def endpoint():
    compatibility.check_botocore.cache_clear()
    with FakeEndpoint() as endpoint:
        endpoint.script(servicediscovery.ListOperationsRequest, {}, repeat=True)
        yield endpoint
    compatibility.check_botocore.cache_clear()


def list_operations(endpoint):
    return servicediscovery.list_operations(endpoint.client("servicediscovery"))


@pytest.mark.parametrize(
    ("version", "hint"),
    [
        ("1.39.17", "upgrade boto3"),
        ("0.104.0", "upgrade boto3"),
        (f"1.{compatibility.NEWEST[1] + 1}.0", "check for a newer version of typed-status"),
        ("2.0.0rc1", "check for a newer version of typed-status"),
    ],
)
def test_an_untested_version_warns_once(version, hint, endpoint, monkeypatch):
    monkeypatch.setattr(botocore, "__version__", version)
    expected = rf"botocore {re.escape(version)} is installed.* tested with 1\.40 to .*: {hint}$"
    with pytest.warns(UntestedBotocoreWarning, match=expected) as caught:
        list_operations(endpoint)
    assert len(caught) == 1
    assert caught[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        list_operations(endpoint)


@pytest.mark.parametrize("version", ["1.40.0", "1.44.99", "1.41.dev1", "unknown"])
def test_a_tested_version_does_not_warn(version, endpoint, monkeypatch):
    monkeypatch.setattr(botocore, "__version__", version)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        list_operations(endpoint)


def test_nothing_is_sent_if_the_warning_is_raised_as_an_error(endpoint, monkeypatch):
    monkeypatch.setattr(botocore, "__version__", "1.39.0")
    client = endpoint.client("servicediscovery")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(2):
            with pytest.raises(UntestedBotocoreWarning):
                servicediscovery.list_operations(client)
    assert endpoint.calls == []


def test_the_range_is_from_the_required_version_to_the_generated_one():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (boto3,) = [each for each in map(Requirement, project["dependencies"]) if each.name == "boto3"]
    assert boto3.specifier == f">={'.'.join(map(str, compatibility.OLDEST))}"
    shipped = (ROOT / "typed_status/services" / RECORD).read_text("utf-8")
    major, minor = re.search(r"(\d+)\.(\d+)", shipped).groups()
    assert (int(major), int(minor)) == compatibility.NEWEST


def test_scripts_versions_runs_both_ends_of_the_range():
    script = (ROOT / "scripts" / "versions").read_text("utf-8")
    (versions,) = re.findall(r"set -- (.*)", script)
    oldest = f"{'.'.join(map(str, compatibility.OLDEST))}.0"
    assert versions.split()[0] == oldest
    assert versions.split()[-1] == "newest"

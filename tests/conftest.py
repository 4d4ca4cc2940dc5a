"""Fixtures for all tests: drift is reset, the user's AWS settings are hidden, and the wheel is built."""

import importlib.util
import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings
from installed import run

from typed_status.testing import reset_drift

# The tests start hundreds of processes, each of which would compile the package again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# No deadline: how long an example takes depends on the machine.
settings.register_profile("ours", deadline=None)
settings.load_profile("ours")

# aiobotocore pins another botocore, so its tests run in a separate environment (scripts/test-aio).
collect_ignore = [] if importlib.util.find_spec("aiobotocore") else ["aio"]


@pytest.fixture(autouse=True)
def fresh_drift():
    reset_drift()


@pytest.fixture(autouse=True, scope="session")
def no_aws_settings():
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        patch.setenv("AWS_CONFIG_FILE", os.devnull)
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        yield


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the sources."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder)
    (made,) = folder.iterdir()
    return made

"""``typed_status`` imports its names on first use, as if they had been there from the start."""

import pydoc
import subprocess
import sys

import pytest

import typed_status
import typed_status.catalog_entries
import typed_status.runtime


def in_a_process(code: str) -> str:
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_importing_it_and_listing_its_names_imports_no_pydantic():
    code = "import sys, typed_status; print(len(typed_status.catalog()) > 2000, typed_status.__version__)"
    code += "; print({'pydantic', 'botocore', 'typed_status.runtime'} & set(sys.modules))"
    assert in_a_process(code) == f"True {typed_status.__version__}\nset()\n"


@pytest.mark.parametrize("name", sorted(set(typed_status.__all__) - {"__version__"}))
def test_each_name_is_that_of_the_module_that_defines_it(name):
    home = (
        typed_status.catalog_entries
        if name in ("CatalogEntry", "catalog")
        else typed_status.runtime
    )
    assert getattr(typed_status, name) is getattr(home, name)


def test_all_of_it_can_be_imported_at_once():
    code = "from typed_status import *; print(callable(wait), callable(call), __version__)"
    assert in_a_process(code) == f"True True {typed_status.__version__}\n"


def test_dir_lists_its_names():
    code = "import typed_status; print(set(typed_status.__all__) <= set(dir(typed_status)))"
    assert in_a_process(code) == "True\n"
    assert "wait(" in pydoc.plain(pydoc.render_doc(typed_status))


def test_an_unknown_name_is_an_error():
    with pytest.raises(AttributeError, match=r"module 'typed_status' has no attribute 'wiat'"):
        getattr(typed_status, "wiat")  # noqa: B009 - checkers know that it is not there
    with pytest.raises(ImportError, match="cannot import name 'wiat'"):
        exec("from typed_status import wiat")

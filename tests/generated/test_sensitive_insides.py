"""What is inside of something that AWS marks sensitive is sensitive: structures in a ``repr``, enums in warnings."""

import pytest

from typed_status import SchemaDriftWarning
from typed_status.codegen import build
from typed_status.services import customer_profiles
from typed_status.testing import reset_drift


def names_in(kind):
    """The class in a type, through lists and maps."""
    yield from ([kind.innermost.name] if kind.innermost.name else [])


def inside_sensitive(service):
    """The names of all classes inside of what is marked sensitive."""
    structs = {struct.name: struct for struct in service.all_structs}
    found = set()
    queue = []
    for struct in structs.values():
        for field in struct.fields:
            if struct.sensitive or field.sensitive:
                queue.extend(names_in(field.type))
    while queue:
        name = queue.pop()
        if name not in found:
            found.add(name)
            for field in structs[name].fields if name in structs else ():
                queue.extend(names_in(field.type))
    return found


@pytest.fixture(scope="module")
def services():
    return build.shipped().services


def test_every_enum_inside_of_what_is_sensitive_is_marked(services):
    checked = 0
    for service in services:
        inside = inside_sensitive(service)
        for enum in service.enums:
            if enum.name in inside:
                assert enum.sensitive, f"{service.name} {enum.name}"
                checked += 1
    assert checked > 100


@pytest.mark.regression
def test_every_structure_inside_of_what_is_sensitive_is_marked(services):
    """272 were not: their members are in the ``repr`` of a structure that is reached without its holder."""
    checked = 0
    for service in services:
        inside = inside_sensitive(service)
        for struct in service.structs:
            if struct.name in inside:
                assert struct.sensitive, f"{service.name} {struct.name}"
                checked += 1
    assert checked > 300


def test_the_warning_does_not_show_the_value():
    reset_drift()
    with pytest.warns(SchemaDriftWarning) as caught:
        customer_profiles.FieldContentType("SECRET")
    assert "SECRET" not in str(caught[0].message)

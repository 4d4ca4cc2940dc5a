"""What AWS marks sensitive stays out of warnings: enums inside of it do not show their unknown values."""

import pytest

from typed_status import SchemaDriftWarning
from typed_status.codegen import build
from typed_status.services import customer_profiles
from typed_status.testing import reset_drift


def names_in(kind):
    """The class in a type, through lists and maps; a map counts as sensitive where its values are, and not its keys."""
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


def test_every_enum_inside_of_what_is_sensitive_is_marked():
    checked = 0
    for service in build.shipped().services:
        inside = inside_sensitive(service)
        for enum in service.enums:
            if enum.name in inside:
                assert enum.sensitive, f"{service.name} {enum.name}"
                checked += 1
    assert checked > 100


def test_the_warning_does_not_show_the_value():
    reset_drift()
    with pytest.warns(SchemaDriftWarning) as caught:
        customer_profiles.FieldContentType("SECRET")
    assert "SECRET" not in str(caught[0].message)

"""Every service of the installed botocore is found by each of its names."""

import re

from typed_status.codegen.models import botocore_source, naming
from typed_status.lookup import find_service


def test_each_service_of_botocore_by_its_names():
    names = botocore_source.services()
    letters = {re.sub(r"[^a-z0-9]", "", name) for name in names}
    for name in names:
        metadata = botocore_source.load(name).model["metadata"]
        service_id = metadata.get("serviceId", name)
        if re.sub(r"[^a-z0-9]", "", service_id.lower()) not in letters:
            assert find_service(service_id, names) == name, "add it to lookup.SERVICE_ALIASES"
        assert find_service(naming.module_name(name), names) == name
        assert find_service(name, names) == name

"""``pages`` knows the response of its request; the catalog's entries are typed."""

from collections.abc import Generator
from typing import assert_type

from mypy_boto3_servicediscovery import ServiceDiscoveryClient

from typed_status import CatalogEntry, catalog, pages
from typed_status.services import servicediscovery


def listed(client: ServiceDiscoveryClient) -> None:
    found = pages(client, servicediscovery.ListOperationsRequest(max_results=5))
    assert_type(found, Generator[servicediscovery.ListOperationsResponse, None, None])
    for page in found:
        assert_type(page.operations, list[servicediscovery.OperationSummary] | None)


def entries() -> None:
    assert_type(catalog(), tuple[CatalogEntry, ...])

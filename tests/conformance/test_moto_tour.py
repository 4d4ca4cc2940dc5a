"""A short tour of moto: one service or more of each protocol. ``scripts/conformance moto`` makes the whole one."""

import pytest
from moto_resources import CREATES
from moto_tour import Created, Read, Tour, shipped

# Of each protocol but ec2, which alone would take as long as these together; batch needs the role that iam has.
SERVICES = ["iam", "servicediscovery", "ecs", "batch", "mq", "rds", "route53", "cloudwatch"]
# Members that the service model calls required, and that moto leaves out as AWS does.
KNOWN = {
    ("mq", "DescribeBroker"): "issue: presence",
    ("route53", "ListHostedZones"): "issue: presence",
    ("route53", "ListHostedZonesByName"): "issue: presence",
}


@pytest.fixture(scope="module")
def visited():
    with Tour() as tour:
        return [each for service in SERVICES for each in tour.visit(service)]


@pytest.fixture(scope="module")
def reads(visited):
    return {(each.service, each.operation): each for each in visited if isinstance(each, Read)}


def test_everything_was_created(visited):
    created = [each for each in visited if isinstance(each, Created)]
    assert {each.service for each in created} == {*SERVICES}
    assert [each for each in created if each.error] == []


def test_each_service_was_read_and_shows_what_was_created(reads):
    shown = {
        each.service for each in reads.values() if each.result == "equal" and not each.is_empty
    }
    assert shown == {*SERVICES}


def test_no_response_is_read_as_another_one(reads):
    assert [each for each in reads.values() if each.result == "unequal"] == []


def test_what_is_refused_lacks_a_required_member(reads):
    refused = {key: each for key, each in reads.items() if each.result == "refused"}
    assert refused.keys() == KNOWN.keys()
    assert all(each.evidence for each in refused.values())


def test_the_whole_tour_goes_to_forty_services_and_more():
    assert len(CREATES.keys() & shipped().keys()) >= 40

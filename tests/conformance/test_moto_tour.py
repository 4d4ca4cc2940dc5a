"""A short tour of moto: one service or more of each protocol. ``scripts/conformance moto`` makes the whole one."""

import pytest
from moto_resources import CREATES
from moto_tour import Created, Read, Tour, shipped

# Of each protocol but ec2, which alone would take as long as these together; batch needs the role that iam has.
SERVICES = ["iam", "servicediscovery", "ecs", "batch", "mq", "rds", "route53", "cloudwatch"]
# Their responses lack a member that the service model calls required.
INCOMPLETE = [
    ("mq", "DescribeBroker"),
    ("route53", "ListHostedZones"),
    ("route53", "ListHostedZonesByName"),
]


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


def test_no_response_is_refused_or_read_as_another_one(reads):
    assert [each for each in reads.values() if each.result in ("refused", "unequal")] == []


def test_a_missing_required_member_is_evidence(reads):
    assert [key for key in INCOMPLETE if not reads[key].evidence] == []


def test_the_whole_tour_goes_to_forty_services_and_more():
    assert len(CREATES.keys() & shipped().keys()) >= 40

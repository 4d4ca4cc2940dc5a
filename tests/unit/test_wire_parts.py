"""The small parts of what reads off the wire."""

import gc
import threading

import pytest
from botocore.hooks import EventAliaser, HierarchicalEmitter

from typed_status.runtime.wire.gc_pause import held_off
from typed_status.runtime.wire.observers import are_there_onlookers, is_botocores_own

LARGE = 1 << 20


@pytest.fixture(autouse=True)
def collecting():
    assert gc.isenabled()
    yield
    gc.enable()


def test_the_collector_is_held_off_for_a_large_body_only():
    with held_off(100):
        assert gc.isenabled()
    with held_off(LARGE), held_off(LARGE):
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_goes_on_after_an_error():
    with pytest.raises(ValueError, match="x"), held_off(LARGE):
        raise ValueError("x")
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    gc.disable()
    with held_off(LARGE):
        pass
    assert not gc.isenabled()


def test_the_collector_goes_on_when_the_last_of_many_threads_is_done():
    barrier = threading.Barrier(8)
    seen = []

    def work():
        for _ in range(50):
            barrier.wait()
            with held_off(LARGE):
                seen.append(gc.isenabled())

    threads = [threading.Thread(target=work) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert gc.isenabled()
    assert not any(seen)


class Changed(HierarchicalEmitter):
    """An emitter of another botocore."""

    def __init__(self):
        super().__init__()
        del self._lookup_cache


@pytest.mark.parametrize("emitter", [None, object(), Changed(), EventAliaser(Changed())])
def test_an_emitter_that_is_not_as_it_was_may_have_onlookers(emitter):
    assert are_there_onlookers(emitter, "ec2.DescribeInstances")


def test_an_emitter_without_our_handler_has_onlookers():
    assert are_there_onlookers(EventAliaser(HierarchicalEmitter()), "ec2.DescribeInstances")


@pytest.mark.parametrize("method", [None, len, "".join, threading.Lock().acquire])
def test_what_is_no_clients_method_is_not_botocores_own(method):
    assert not is_botocores_own(method)

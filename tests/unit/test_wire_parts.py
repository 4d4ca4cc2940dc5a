"""``gc_paused`` and ``has_observers``."""

import gc
import threading

import pytest
from botocore.hooks import EventAliaser, HierarchicalEmitter

from typed_status.runtime.wire.gc_pause import gc_paused
from typed_status.runtime.wire.observers import has_observers

LARGE = 1 << 20


@pytest.fixture(autouse=True)
def collector_enabled():
    assert gc.isenabled()
    yield
    gc.enable()


def test_the_collector_is_paused_for_a_large_body_only():
    with gc_paused(100):
        assert gc.isenabled()
    with gc_paused(LARGE), gc_paused(LARGE):
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_resumes_after_an_error():
    with pytest.raises(ValueError, match="x"), gc_paused(LARGE):
        raise ValueError("x")
    assert gc.isenabled()


def test_a_disabled_collector_stays_disabled():
    gc.disable()
    with gc_paused(LARGE):
        pass
    assert not gc.isenabled()


def test_the_collector_resumes_when_the_last_thread_leaves_its_block():
    barrier = threading.Barrier(8)
    seen = []

    def work():
        for _ in range(50):
            barrier.wait()
            with gc_paused(LARGE):
                seen.append(gc.isenabled())

    threads = [threading.Thread(target=work) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert gc.isenabled()
    assert not any(seen)


def test_an_emitter_without_our_handler_has_observers():
    assert has_observers(EventAliaser(HierarchicalEmitter()), "ec2.DescribeInstances")

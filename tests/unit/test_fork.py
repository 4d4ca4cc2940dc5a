"""A child that is forked while other threads hold the locks of the runtime can use it."""

import os
import subprocess
import sys
import textwrap

import pytest

# Threads build classes and register clients all the time, while the main thread forks children that do the same.
PROGRAM = textwrap.dedent(
    """
    import faulthandler, os, sys, threading, types

    import typed_status.runtime as rt
    from typed_status.runtime.context import LenientCache
    from typed_status.runtime.types import deferred
    from typed_status.runtime.wire import hook

    assert not deferred.EAGER
    SOURCE = "\\n".join(
        f"class Item{number}(rt.ResponseModel):\\n    name: str | None = None\\n" for number in range(20)
    )

    class Events:
        def __getattr__(self, name):
            return lambda *args, **options: None

    def work():
        module = types.ModuleType("built")
        module.rt = rt
        sys.modules["built"] = module
        exec(compile(SOURCE, "built", "exec"), vars(module))
        for name in [each for each in vars(module) if each.startswith("Item")]:
            getattr(module, name).model_fields
        hook._attach(Events())
        LenientCache({}).keep("a", 1)
        with rt.strict():
            pass

    done = threading.Event()

    def keep_working():
        while not done.is_set():
            work()

    threads = [threading.Thread(target=keep_working, daemon=True) for _ in range(3)]
    for thread in threads:
        thread.start()
    failed = []
    for _ in range(int(sys.argv[1])):
        child = os.fork()
        if not child:
            faulthandler.dump_traceback_later(20, exit=True)  # a child that hangs says where
            work()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            failed.append(status)
    done.set()
    for thread in threads:
        thread.join()
    sys.exit(len(failed))
    """
)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_a_child_is_not_blocked_by_what_threads_of_its_parent_held() -> None:
    # Python 3.12 warns of every fork of a process with threads.
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", PROGRAM, "25"]
    ran = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=590,
        check=False,
        env={**os.environ, "TYPED_STATUS_EAGER": "0"},
    )
    assert ran.returncode == 0, ran.stderr[-3000:]

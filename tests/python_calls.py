"""Count what a call costs: the functions in Python that it calls."""

import gc
import sys


def python_calls(function):
    """The qualified names of the functions that ``function`` calls in Python, in order."""
    called = []

    def note(frame, event, _):
        if event == "call":
            called.append(frame.f_code.co_qualname)

    before = sys.getprofile()
    gc.disable()  # its callbacks, which Hypothesis adds, would be counted
    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(before)
        gc.enable()
    return called

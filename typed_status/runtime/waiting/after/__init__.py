"""What a wait knows after a start: its course, whether the status has moved, and the goal that decides by both.

May import: the standard library, and ``runtime.waiting`` below ``runtime.waiting.after``.
"""

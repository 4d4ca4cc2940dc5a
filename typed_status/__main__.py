"""``python -m typed_status``: the command line.

May import: ``typed_status.cli``.
"""

from typed_status.cli.entry import run

if __name__ == "__main__":
    run()

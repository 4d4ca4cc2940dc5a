"""``python -m typed_status``: the command line.

May import: ``typed_status.cli``.
"""

from typed_status.cli.main import main

main()

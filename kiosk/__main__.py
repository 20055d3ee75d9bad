"""How does `python3 -m kiosk` start on a machine that has nothing but Python?

Only the standard library is imported here, in a syntax that older Pythons can read, so that a Python that is too
old is answered by a sentence and not by a SyntaxError. What needs more asks `kiosk.setup` for it.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is the place where an older Python is turned away
    sys.exit("Many Hands needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])  # noqa: UP031 - must be readable for an old Python

from kiosk.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

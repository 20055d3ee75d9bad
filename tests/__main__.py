"""How is everything proved by one command, `python3 -m tests`?

Only the standard library is imported until the environment stands, in a syntax that older Pythons can read.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is the place where an older Python is turned away
    sys.exit("Many Hands needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])  # noqa: UP031 - must be readable for an old Python

from tests.support.evidence import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

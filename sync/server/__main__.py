"""How is the centre started and administered? ``manyhands centre …`` and ``python -m sync.server …``."""

import sys

from sync.server.commands.front import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

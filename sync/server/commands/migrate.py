"""How do the tables come up to date?"""

import argparse

from django.core.management import call_command

from sync.server.commands.exits import Exit
from sync.server.ledger.models import Centre


def run(chosen: argparse.Namespace) -> int:
    """Apply what waits."""
    del chosen
    call_command("migrate", verbosity=1, interactive=False)
    if not Centre.objects.exists():
        Centre.objects.create()
    return Exit.DONE

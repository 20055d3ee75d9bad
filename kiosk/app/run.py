"""How does `manyhands kiosk` run? Until the lead, the supervisor or too many mistakes of ours end it.

Promise: it ends in order on SIGTERM and SIGINT; a mistake in any thread ends the whole and never a part of it; a start that cannot be
is said in one sentence with its remedy.
"""

import logging
import signal
import sys
from pathlib import Path
from typing import Any

from kiosk.app.door import DoorJammed
from kiosk.app.kiosk import Kiosk, build
from kiosk.app.threads import watched
from kiosk.settings import WrongSettings, load
from kiosk.setup import disk_words
from kiosk.setup.exits import Exit
from kiosk.window.opening import NoWindow
from sync.client.device import KeyFileUnreadable
from sync.journal.contract import Fault

_log = logging.getLogger(__name__)


def main(settings_path: Path | None = None) -> int:
    """Run the kiosk of the settings at ``settings_path`` (none: the defaults) and return the exit code."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("urllib3").setLevel(logging.WARNING)  # it talks about every connection
    try:
        settings = load(settings_path)
    except WrongSettings as wrong:
        return _ended(str(wrong), Exit.USAGE)
    try:
        kiosk = build(settings)
    except NoWindow as none:
        return _ended(f"The kiosk cannot start: {none}", Exit.NEEDS_PERSON)
    except (Fault, KeyFileUnreadable) as fault:
        return _ended(f"The kiosk cannot start. {fault}", Exit.FAULT)
    except OSError as fault:
        said = disk_words.said(fault) or fault.strerror or str(fault)
        return _ended(f"The kiosk cannot start. It keeps everything in {settings.state_folder()}: {said}.", Exit.FAULT)
    return run(kiosk)


def run(kiosk: Kiosk) -> int:
    """Let ``kiosk`` run until it ends; return the exit code."""
    from kivy.base import ExceptionManager, runTouchApp  # noqa: PLC0415 - after the window was prepared

    catcher = _catcher(kiosk)
    ExceptionManager.add_handler(catcher)
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda _signal, _frame: kiosk.end())
    try:
        with watched(lambda: _begin_afresh(kiosk)):
            kiosk.start()
            runTouchApp()
    except (Exception, DoorJammed):  # noqa: BLE001 - the journal is safe; a fresh process is the remedy
        _log.exception("The kiosk ends because of a mistake in it.")
        kiosk.exit_code = Exit.BUG
    finally:
        ExceptionManager.remove_handler(catcher)
        kiosk.stop()
    return kiosk.exit_code


def _begin_afresh(kiosk: Kiosk) -> None:
    kiosk.exit_code = Exit.BUG
    kiosk.end()


def _catcher(kiosk: Kiosk) -> Any:  # noqa: ANN401 - Kivy has no types
    from kivy.base import ExceptionHandler, ExceptionManager  # noqa: PLC0415 - after the window was prepared

    class Catcher(ExceptionHandler):
        """Says sorry and goes on, unless it happens too often."""

        def handle_exception(self, error: BaseException) -> int:
            goes_on = isinstance(error, Exception) and kiosk.mishaps.happened(error)
            answer: int = ExceptionManager.PASS if goes_on else ExceptionManager.RAISE
            return answer

    return Catcher()


def _ended(words: str, code: Exit) -> int:
    print(words, file=sys.stderr)  # noqa: T201 - a command speaks by printing
    return code

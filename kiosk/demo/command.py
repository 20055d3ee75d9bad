"""How does ``manyhands demo`` run? Sets its stand up, then opens the kiosk's window, or plays the tour where there is no screen.

Promise: everything it starts it ends; what it leaves is one folder, and the next start uses it again.
"""

import argparse
import datetime as dt
import io
import logging
import os
import shutil
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.demo.cast import LATE_COMERS, Cast
from kiosk.demo.centre import DemoCentre
from kiosk.demo.stand import COORDINATOR, Stand
from kiosk.demo.summary import Dashboard, books_of, compared, written
from kiosk.setup.exits import Exit, Stopped, epilog
from kiosk.setup.folders import state_folder
from kiosk.window.environment import Display, prepare
from sync.command_words import Parser

_SNAPSHOT = "as-the-morning-left-it"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the demo; the exit code is 1 when the kiosks and the centre do not agree."""
    has_screen = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    asked = _asked(argv, has_screen=has_screen)
    is_tour = asked.tour or not has_screen
    _speak_at_once()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends the demo ends its centre, too
    name = "tour" if is_tour else "demo"
    stand = Stand(state_folder() / name, _say)
    with stand.alone():
        _keep_log(_log_of(stand))
        if is_tour:
            return _play(stand, asked.pictures or _emptied(stand.root / "pictures"), stay=asked.stay)
        return _run(stand, afresh=asked.afresh)


def _asked(argv: Sequence[str] | None, *, has_screen: bool) -> argparse.Namespace:
    parser = Parser(
        prog="manyhands demo",
        description="A whole small day on this machine: a centre, a kiosk, sample cards. Without a screen it plays a tour by itself.",
        epilog=epilog(),
    )
    parser.add_argument("--tour", action="store_true", help="play a short day off screen and keep a picture of each step")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="where the tour's pictures go, beside whatever is there")
    parser.add_argument("--stay", action="store_true", help="after the tour keep the centre running until Ctrl-C")
    parser.add_argument("--afresh", action="store_true", help="forget what an earlier demo with a window recorded")
    asked = parser.parse_args(argv)
    if asked.afresh and (asked.tour or not has_screen):
        parser.error("--afresh is for the demo with a window; every tour begins with the same morning")
    if has_screen and not asked.tour and (asked.stay or asked.pictures):
        parser.error("--stay and --pictures go with --tour")
    return asked


def _play(stand: Stand, pictures: Path, *, stay: bool) -> int:
    prepare(Display(width_px=1280, height_px=800, offscreen=True))
    from kiosk.demo.tour import Tour  # noqa: PLC0415 - Kivy reads its settings when it is first imported
    from kiosk.window.stepping import TooSlow  # noqa: PLC0415 - the same

    pictures.mkdir(parents=True, exist_ok=True)  # what cannot be kept is said now, and not after the morning
    _wind_back(stand)
    centre, cast, _ = stand.open(_today(), LATE_COMERS)
    try:
        _keep_morning(stand, centre)
        tour = Tour(cast, centre, stand.kiosks, pictures, _say)
        try:
            tour.play()
        except TooSlow as slow:
            # On an overloaded machine that is no mistake of ours; where it is one, the log tells.
            raise Stopped(f"the tour could not go on: {slow}. The log is {_log_of(stand)}", Exit.FAULT) from slow
        agrees = _sum_up(stand, centre, cast)
        print(f"\n{len(tour.pictures)} pictures of the day: {pictures}")
        _say_dashboard(stand, centre)
        if stay:
            _wait_for_end()
        else:
            print("The centre ends with the tour; --stay keeps it running, to look around.")
        return Exit.DONE if agrees else Exit.FAILED
    finally:
        centre.stop()


def _run(stand: Stand, *, afresh: bool) -> int:
    prepare(Display(show_cursor=True))
    from kiosk.demo.window import run_window  # noqa: PLC0415 - Kivy reads its settings when it is first imported

    centre, cast, _ = stand.open(_today(), LATE_COMERS, afresh=afresh)
    try:
        _say_dashboard(stand, centre)
        print(f"Cards and mats to print or to show to a camera: {stand.papers}")
        code = run_window(cast, centre, stand.kiosk_state)
        _sum_up(stand, centre, cast)
        return code
    finally:
        centre.stop()


def _sum_up(stand: Stand, centre: DemoCentre, cast: Cast) -> bool:
    books = books_of(stand.kiosks, cast.definition)
    dashboard = Dashboard(centre.address, COORDINATOR, stand.password)
    rows = compared(books, dashboard, cast.definition)
    print("\n" + written(rows, books, dashboard.totals()["to_look_at"], dt.datetime.now().astimezone()))
    agrees = all(row.agrees for row in rows)
    if agrees:
        print("The kiosks' journals and the centre say the same.")
    elif books.waiting:
        print("What waits is safe on the kiosk; the next start hands it on.")
    else:
        print("The kiosks' journals and the centre do not say the same: please tell us, with the demo's folder.")
    return agrees


def _say_dashboard(stand: Stand, centre: DemoCentre) -> None:
    print(f"\nDashboard: {centre.address}/   sign in as: {COORDINATOR}   password: {stand.password}")


def _wind_back(stand: Stand) -> None:
    """Every tour begins with the same morning: what the last one recorded is taken back."""
    kept = stand.root / _SNAPSHOT
    if not kept.is_dir():
        return
    for name in ("centre", "kiosks"):
        shutil.rmtree(stand.root / name, ignore_errors=True)
        shutil.copytree(kept / name, stand.root / name)


def _keep_morning(stand: Stand, centre: DemoCentre) -> None:
    kept = stand.root / _SNAPSHOT
    if kept.is_dir():
        return
    centre.stop()
    unfinished = stand.root / f"{_SNAPSHOT}.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    for name in ("centre", "kiosks"):
        shutil.copytree(stand.root / name, unfinished / name)
    unfinished.rename(kept)
    centre.start()


def _emptied(ours: Path) -> Path:
    """Only what we made ourselves is ever emptied, never a folder that somebody named."""
    shutil.rmtree(ours, ignore_errors=True)
    return ours


def _wait_for_end() -> None:
    try:
        print("Ctrl-C ends it.")
        signal.pause()
    except KeyboardInterrupt:
        print()


def _speak_at_once() -> None:
    """Also into a file or a pipe: the address and the password are wanted while the centre runs."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)


def _log_of(stand: Stand) -> Path:
    return stand.root.parent / f"{stand.root.name}.log"


def _keep_log(path: Path) -> None:
    """What the parts say goes into a file; the terminal is for the story."""
    logging.basicConfig(filename=path, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True)
    for chatty in ("kivy", "urllib3", "fontTools", "PIL"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _say(words: str) -> None:
    print(f"  {words} …")

"""How does the demo look with a screen? The real kiosk in a window, with a drawer of sample cards at its edge.

Promise: the kiosk is the product as it is; it is let in by itself, because its centre listens on this machine only.
"""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from kiosk.app.fittings import Outfit
from kiosk.app.kiosk import Kiosk, build
from kiosk.app.run import run
from kiosk.demo.cast import KNITTING_ROOM, Cast
from kiosk.demo.centre import DemoCentre
from kiosk.demo.drawer import Drawer, Handle, Sample
from kiosk.flow.pages import Enrolling
from kiosk.scanning.frames import HeldUpFrames, frame_of
from kiosk.settings import Camera, Centre, Machine, Settings, Window
from kiosk.setup.exits import Stopped
from kiosk.window.environment import Display
from kiosk.window.theme import theme
from sync.domain.definition import in_language
from sync.domain.roster import Party, Volunteer
from sync.domain.written import amount

LOOKS_FOR_DIGITS_S = 0.5

_log = logging.getLogger(__name__)


def settings_for(centre: DemoCentre, state: Path, name: str) -> Settings:
    """Return the settings of a kiosk of the demo."""
    return Settings(
        machine=Machine(name=name, state=str(state)),
        centre=Centre(address=centre.address),
        window=Window(show_cursor=True),
        camera=Camera(),
    )


def run_window(cast: Cast, centre: DemoCentre, state: Path, display: Display | None = None) -> int:
    """Open the window and let the demo's kiosk run until somebody closes it; return the exit code."""
    eye = HeldUpFrames()
    settings = settings_for(centre, state, "Knitting room, by the window")
    kiosk = build(settings, Outfit(display=display, open_source=lambda: eye))
    add_drawer(kiosk, cast, KNITTING_ROOM, eye)
    _approve_by_itself(kiosk, centre, KNITTING_ROOM)
    return run(kiosk)


def add_drawer(kiosk: Kiosk, cast: Cast, venue: int, eye: HeldUpFrames) -> Drawer:
    """Put a drawer with the cards and mats of ``venue`` at the edge of the kiosk's window."""

    def hold_up(sample: Sample) -> None:
        with Image.open(sample.file) as picture:
            eye.hold_up(frame_of(picture))

    drawer = Drawer(tuple(cards_of(cast, venue)), tuple(mats_of(cast, venue)), hold_up)
    handle = Handle(words="Sample cards")

    def place(*_change: object) -> None:
        handle.pos = (kiosk.window.width - handle.width + theme.radius_small, (kiosk.window.height - handle.height) / 2)

    kiosk.window.add_widget(handle)
    kiosk.window.bind(size=place)
    handle.bind(size=place, on_act=lambda *_: drawer.open_in(kiosk.window))
    place()
    return drawer


def cards_of(cast: Cast, venue: int) -> Iterator[Sample]:
    """Yield the cards of everybody expected at ``venue``, parties last."""
    roster = cast.roster(venue)
    everybody: tuple[Volunteer | Party, ...] = (*roster.volunteers, *roster.parties)
    for person in everybody:
        activity = cast.definition.activity(person.activity)
        note = in_language(activity.name, "en") if activity else "chooses at the door"
        yield Sample(person.shown_name, note, activity.picture if activity else "helpers", cast.card_of(person))


def mats_of(cast: Cast, venue: int) -> Iterator[Sample]:
    """Yield a mat for each step and pack of each output at ``venue``, its undo card and its lead's card last."""
    for activity in cast.definition.activities_at(venue):
        for output in activity.outputs:
            for item, quantity in ((kind, each) for kind in cast.definition.logged_as(output.item) for each in kind.mat_quantities):
                says = amount(item, quantity, cast.definition.event.currency)
                yield Sample(says, in_language(activity.name, "en"), item.picture, cast.mat(activity, item.no, quantity))
    yield Sample("Undo", "takes back the last one", "undo", cast.undo_card(venue))
    if cast.lead_card(venue).is_file():  # a demo that was made before there were such cards goes on without one
        yield Sample("Venue lead", f"digits {cast.pin(venue)}", "kiosk", cast.lead_card(venue))


def _approve_by_itself(kiosk: Kiosk, centre: DemoCentre, venue: int) -> None:
    from kivy.clock import Clock  # noqa: PLC0415 - Kivy is prepared by now

    tried: set[str] = set()

    def look(_elapsed_s: float) -> bool:
        page: Any = kiosk.floor.conversation.page
        if not isinstance(page, Enrolling):
            return False
        if page.digits and page.digits not in tried:
            tried.add(page.digits)
            threading.Thread(target=_approve, args=(centre, page.digits, venue), daemon=True).start()
        return True

    Clock.schedule_interval(look, LOOKS_FOR_DIGITS_S)


def _approve(centre: DemoCentre, digits: str, venue: int) -> None:
    try:
        centre.approve(digits, venue)
    except Stopped as stopped:
        _log.warning("The demo's kiosk was not let in: %s", stopped)

"""What stands behind the screen? Key, journal, what the centre told, sums, desk and the line to the centre: all that runs without a window.

Promise: works for days without a centre; once this machine is a device, opening needs no network; everything is given back by ``stop``.
"""

import logging
import secrets
import shutil
from collections.abc import Callable
from contextlib import closing
from functools import partial
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from typing import TYPE_CHECKING

from kiosk.app.enrolment import Asking, EnrolmentLoop
from kiosk.app.erasing import Erasing, Prints
from kiosk.app.holes import Holes
from kiosk.app.link import link_of
from kiosk.app.senses import Senses
from kiosk.desk.desk import Desk
from kiosk.desk.ports import Eye, Ground, Link, Signer
from kiosk.flow.camera import LookOtherwise
from kiosk.flow.events import Event
from kiosk.flow.findings import Sound
from kiosk.flow.news import EnrolmentMoved
from kiosk.flow.requests import RefreshBoard, Request
from kiosk.printing.cups import CupsPrinter
from kiosk.printing.jobs import Jobs, forget_waiting
from kiosk.settings import Settings
from kiosk.window.finding_notes import keep_notes
from sync.client.device import Device, keep_device, load_or_make_device
from sync.client.enrol import Enrolled
from sync.client.exchange import Transport
from sync.client.reports import Behind, Forked, HandingOnChanged, ManifestChanged, Report, RosterChanged, SiblingsAdvanced, StandingChanged
from sync.client.session import HttpTransport
from sync.client.worker import Kept, SyncWorker
from sync.clocks import Clocks, MachineClocks, boot_number
from sync.domain.entry import ClockState, Stamp
from sync.domain.remote import Remote
from sync.journal.disk import DiskJournal
from sync.journal.opening import open_journal
from sync.journal.sums import SumsOnDisk
from sync.journal.told import ToldOnDisk
from sync.journal.walk_ins import WalkInsOnDisk

if TYPE_CHECKING:
    from kiosk.printing.press import Press

NOTED_EVERY_MS = 60_000
"""How old the doctor's notes may be for whoever looks from outside."""

_log = logging.getLogger(__name__)


class Backroom:
    """Answers requests as soon as there is a desk; ``told`` hears what happens by itself, from any thread."""

    def __init__(
        self,
        settings: Settings,
        told: Callable[[Event], None],
        *,
        clocks: Clocks | None = None,
        transport: Callable[[], Transport] | None = None,
    ) -> None:
        self.settings = settings
        self.senses = Senses()
        self.state = settings.state_folder()
        self.state.mkdir(parents=True, exist_ok=True)
        self.clocks = clocks or MachineClocks(boot_number(self.state))
        self.refresh: Callable[[], None] = lambda: None
        """Asks for a new board; set by whoever runs the desk's thread."""
        self.news: Callable[[], None] = lambda: None
        """Says that the line or another kiosk has something new, which may wait; set by the same."""
        self._told_event = told
        self._transport = transport or self._http
        self._device = load_or_make_device(self.state)
        self._journal: DiskJournal | None = None
        self._told: ToldOnDisk | None = None
        self._sums: SumsOnDisk | None = None
        self._walk_ins: WalkInsOnDisk | None = None
        self._erasing: Erasing | None = None
        self._worker: SyncWorker | None = None
        self._desk: Desk | None = None
        self._press = self._make_press()
        self._noted_ms: int | None = None
        self._holes = Holes()
        self._enrolment: EnrolmentLoop | None = None
        self._is_stopping = False
        if self._device.is_enrolled:
            self._open(self._device)

    def _make_press(self) -> "Press | None":
        printer = self.settings.printer
        if not printer.name:
            return None
        # Only here: what draws on paper takes a tenth of a second to import, and most kiosks print nothing.
        from kiosk.printing.press import Press  # noqa: PLC0415 - see above
        from sync.paper.small import PaperSize  # noqa: PLC0415 - see above

        jobs = partial(Jobs, self.state / "prints")
        return Press(CupsPrinter(printer.name), jobs, PaperSize(printer.paper), self._paper_changed)

    def _paper_changed(self) -> None:
        self.refresh()

    @property
    def is_ready(self) -> bool:
        """Is there a desk?"""
        return self._desk is not None

    @property
    def has_roster(self) -> bool:
        """Has the centre told who is expected?"""
        return self._told is not None and self._told.roster_position() != (0, b"")

    @property
    def device(self) -> Device:
        return self._device

    def start(self) -> None:
        """Begin to print, and to talk with the centre, where they are set up."""
        if self._press is not None:
            self._press.start()
        if self._worker is not None:
            self._worker.start()
        elif not self._device.is_enrolled and self.settings.centre.address:
            asking = Asking(self._device, self.settings.machine.name, self.version(), self._transport(), self.settings.centre.address)
            self._enrolment = EnrolmentLoop(asking, self._told_event, self._granted)
            self._enrolment.start()
        elif not self._device.is_enrolled:
            self._told_event(EnrolmentMoved("no-centre"))

    def answer(self, request: Request) -> tuple[Event, ...]:
        """Carry ``request`` out at the desk (called by the desk's thread); without a desk nothing can be asked for."""
        if self._desk is None or self._journal is None:
            return ()
        before = self._journal.high
        events = self._desk.answer(request)
        if isinstance(request, RefreshBoard):
            self._note_findings()  # nobody waits for a new board
        has_written = self._journal.high != before
        if has_written and self._worker is not None:
            self._worker.wake()
        if has_written or self._desk.is_behind:
            self.refresh()
        return events

    def _note_findings(self) -> None:
        """For `manyhands doctor`, which looks from outside; after the answer, and seldom. Whose days are over is forgotten with it."""
        self._holes.give_back(now_ms := self.clocks.sample().mono_ms)
        if self._desk is not None and (self._noted_ms is None or now_ms - self._noted_ms >= NOTED_EVERY_MS):
            self._noted_ms = now_ms
            keep_notes(self.state, self._desk.findings())
            if self._erasing is not None:
                self._erasing.erase_due()

    def stop(self) -> None:
        """End the loops and give the files back. Once is enough; twice is no harm."""
        self._is_stopping = True
        if self._press is not None:
            self._press.stop()
        if self._enrolment is not None:
            self._enrolment.stop()
        if self._worker is not None:
            self._worker.stop()
        for kept in (self._sums, self._walk_ins, self._told, self._journal):
            if kept is not None:
                kept.close()
        self._desk = self._worker = self._sums = self._walk_ins = self._told = self._journal = None

    def remote(self) -> Remote:
        """What was set for this kiosk from afar."""
        return Remote() if self._told is None else self._told.remote

    # What the desk asks about the machine -----------------------------------------------------------------------------------

    def room_bytes(self) -> int:
        return shutil.disk_usage(self.state).free

    def eye(self) -> Eye | None:
        return self.senses.eye()

    def look_otherwise(self, wish: LookOtherwise) -> None:
        self.senses.look_otherwise(wish)

    def sound(self) -> Sound:
        return self.senses.sound()

    def scanner_heard_ms(self) -> int | None:
        return self.senses.scanner_heard_ms()

    def stuck_key_ms(self) -> int:
        return self.senses.stuck_key_ms()

    def link(self) -> Link | None:
        return link_of(self._worker.status(), self.clocks.sample().wall_ms) if self._worker else None

    def try_now(self) -> None:
        if self._worker is not None:
            self._worker.try_now()

    def version(self) -> str:
        try:
            return installed_version("manyhands")
        except PackageNotFoundError:
            return "checkout"

    # Opening ------------------------------------------------------------------------------------------------------------------

    def _open(self, device: Device) -> None:
        self._told = ToldOnDisk(self.state / "told.db", device.number, device.venue)
        self._journal = open_journal(self.state / "journal.db", device.number, device.signing_key, _incarnation, self._stamp(device))
        self._walk_ins = WalkInsOnDisk(self.state / "walk-ins.db")
        without = partial(forget_waiting, self.state / "prints")
        prints = Prints(self._press.throw_away, self._press.forget) if self._press else Prints(without, without)
        self._erasing = Erasing(self._told, self._walk_ins, self.clocks, prints)
        self._erasing.erase_due()
        if self.settings.centre.address:
            kept = Kept(self._journal, self._told, self.clocks, self._walk_ins, self.room_bytes)
            self._worker = SyncWorker(device, kept, (self._transport(), self._transport()), self.version(), self._reported)
        self._open_desk()

    def _open_desk(self) -> None:
        """Open the desk as soon as the day is known: after a lost cache that is at the next contact."""
        if self._told is None or self._journal is None or self._walk_ins is None or self._told.manifest() is None:
            return
        self._sums = SumsOnDisk(self.state / "sums.db", self._journal, self._told)
        ground = Ground(
            self._journal,
            self._told,
            self._sums,
            self.clocks,
            self,
            self._walk_ins,
            Signer(self._device.number, self._device.signing_key),
            self.settings.window.language,
            self._press,
            self.settings.printer.labels,
        )
        self._desk = Desk(ground)

    def _stamp(self, device: Device) -> Stamp:
        now = self.clocks.sample()
        known = self._told.definition if self._told and self._told.manifest() else None
        version, event = (known.version, known.event.no) if known else (0, 0)
        return Stamp(now.wall_ms, now.mono_ms, now.boot, ClockState(now.state), version, event, device.venue)

    def _granted(self, granted: Enrolled) -> None:
        """The coordinator let this machine in (called by the enrolment's thread)."""
        keep_device(self.state, granted.device)
        self._device = granted.device
        with closing(ToldOnDisk(self.state / "told.db", granted.device.number, granted.device.venue)) as told:
            told.keep_manifest(granted.signed, granted.manifest)
        self._open(granted.device)
        if self._worker is not None:
            self._worker.start()

    def _reported(self, report: Report) -> None:
        """The line found something out (called by the line's threads)."""
        if self._is_stopping or self._journal is None:
            return
        match report:
            case Forked() | Behind():
                _log.warning("A new incarnation begins: %s", report)
                self._journal.begin_anew(_incarnation)
            case ManifestChanged() if self._desk is None:
                self._open_desk()
                self._told_event(EnrolmentMoved("waiting", done=True))
            case StandingChanged(trusted=False) if self._erasing is not None:
                self._erasing.erase_newcomers()
                self.refresh()
            case RosterChanged() if self._erasing is not None:
                self._erasing.erase_withdrawn()
                self._erasing.erase_due()
                self.refresh()
            case ManifestChanged() | StandingChanged():
                self.refresh()
            case SiblingsAdvanced() | HandingOnChanged():
                self.news()
            case _:
                _log.warning("From the line to the centre: %s", report)

    def _http(self) -> Transport:
        centre = self.settings.centre
        return HttpTransport(centre.address, proxy=centre.proxy or None, ca_file=centre.ca_file or None)


def _incarnation() -> int:
    return secrets.randbits(32)

"""What follows an answer? What nobody waits for: the code is remembered for a reprint, a newcomer's card is printed, and who came in gets
a label.

Promise: nothing of it happens before the person before the kiosk has their answer, and none of it can take the answer away.
"""

from collections.abc import Callable

from kiosk.desk.papers import Papers
from kiosk.flow.events import ActivityWanted, ArrivalRecorded, Event, VisitorRecognised
from kiosk.flow.people_events import WalkInRecorded
from kiosk.flow.print_requests import PrintLabel, PrintPass, PrintRequest
from kiosk.flow.requests import ReceiveCode, RecordMove, RecordParty, Request
from sync.journal.contract import Fault


class Afterwards:
    """Told of every answer; called again when the sums know what was answered. ``note`` keeps a fault for the lead."""

    def __init__(self, papers: Papers, note: Callable[[Fault], None], *, labels: bool) -> None:
        self._papers = papers
        self._note = note
        self._wants_labels = labels and papers.is_set_up
        self._came: list[bytes] = []

    def answered(self, request: Request, events: tuple[Event, ...]) -> None:
        for event in events:
            if isinstance(request, ReceiveCode) and isinstance(event, ArrivalRecorded | ActivityWanted | VisitorRecognised):
                self._papers.held_up(event.visitor.who, request.text)
            if isinstance(event, WalkInRecorded):
                self._papers.held_up(event.visitor.who, event.code)
                self._print(PrintPass(event.visitor.who, event.code))
                self._came += [event.visitor.who] if self._wants_labels and event.visitor.heads is None else []
            if self._wants_labels and isinstance(event, ArrivalRecorded) and event.entries and not isinstance(request, RecordMove):
                self._came += request.members if isinstance(request, RecordParty) else (event.visitor.who,)

    def go_on(self) -> None:
        """The sums know by now who came by the request before this one."""
        came, self._came = self._came, []
        for who in came:
            self._print(PrintLabel(who))

    def _print(self, request: PrintRequest) -> None:
        try:
            self._papers.carry_out(request)
        except Fault as fault:
            # What goes on paper is looked up on a disk that may stumble; a lead can print it again.
            self._note(fault)

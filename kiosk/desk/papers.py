"""What goes on paper for whom? A pass, a label, a slip: put together from what the desk knows, and left to the press.

Promise: nothing here waits or fails for a printer; one visit gets one of each, whatever is pressed; a lead's reprint carries the code that
is on the card: the very text that was held up today, else the same reference and serial, for which the roster speaks (S12).
"""

import secrets
from collections import OrderedDict

from kiosk.desk.cards import Cards
from kiosk.desk.ports import Paper, Sums, Told
from kiosk.flow.print_requests import PrintLabel, PrintPass, PrintRequest, PrintSlip, ThrowPrintsAway, TryPrinting
from kiosk.window.quantities import duration, told
from kiosk.window.text import say, spoken
from sync.domain.codes import DAY_MS, EXPIRES_DAY_MAX, Pass, make_roster_pass, without_additions
from sync.domain.definition import in_language
from sync.domain.roster import Party, Volunteer
from sync.paper.cards import SmallKind, SmallPaper

SHOWN_MAX = 5_000
"""More cards than are held up at one kiosk in a day; a code is under 200 bytes."""


class Papers:
    """Called by the desk's thread."""

    def __init__(self, told: Told, sums: Sums, cards: Cards, paper: Paper | None) -> None:
        self._told = told
        self._sums = sums
        self._cards = cards
        self._paper = paper
        self._shown: OrderedDict[bytes, str] = OrderedDict()
        """The text of the code that somebody held up, as it was scanned, in memory only."""

    @property
    def is_set_up(self) -> bool:
        return self._paper is not None

    @property
    def is_well(self) -> bool:
        """Is there a printer, and nothing wrong with it?"""
        return self._paper is not None and self._paper.stand().trouble is None

    def held_up(self, who: bytes, text: str) -> None:
        """Remember ``text``: a lost card is printed again with it."""
        self._shown[who] = text
        self._shown.move_to_end(who)
        while len(self._shown) > SHOWN_MAX:
            self._shown.popitem(last=False)

    def can_print(self, who: bytes) -> bool:
        """Say whether there is a printer, and a code to print for ``who``."""
        return self._paper is not None and bool(self._code_of(who))

    def carry_out(self, request: PrintRequest) -> None:
        """Do what can be done; where no printer is set up that is nothing."""
        paper = self._paper
        if paper is None:
            return
        match request:
            case PrintPass():
                code = request.code or self._code_of(request.who)
                if code:
                    paper.put(self._key(SmallKind.PASS, request.who, again=request.again), self._pass(request.who, code))
            case PrintLabel():
                name, lines = self._cards.name(request.who), self._where(request.who)
                if name:
                    paper.put(
                        self._key(SmallKind.LABEL, request.who, again=request.again), SmallPaper(SmallKind.LABEL, name, lines=lines[:1])
                    )
            case PrintSlip():
                paper.put(self._slip_key(request), self._slip(request))
            case TryPrinting():
                paper.try_again()
            case ThrowPrintsAway():
                paper.throw_away()

    def _row(self, who: bytes) -> Volunteer | Party | None:
        return self._told.volunteer(who) or self._told.party(who)

    def _code_of(self, who: bytes) -> str:
        if shown := self._shown.get(who):
            return without_additions(shown).strip().upper()
        row = self._row(who)
        if row is None:
            return ""
        event = self._told.definition.event
        expires_day = min(event.closes_ms // DAY_MS + 1, EXPIRES_DAY_MAX)
        return make_roster_pass(Pass(event.no, who, row.pass_serial, expires_day, 0))

    def _key(self, kind: SmallKind, who: bytes, *, again: bool = False) -> str:
        """One of each for a visit; what a lead asks for again is a piece of its own."""
        stay = self._sums.stay(who)
        visit = stay.started_ms if stay else len(self._sums.day(who).stays)
        return "-".join((kind.value, who.hex(), secrets.token_hex(4) if again else str(visit)))

    def _slip_key(self, request: PrintSlip) -> str:
        """One for a departure: whoever went has no stay to tell it by, and a party's or a class's are its members' and adults'."""
        left = request.departure
        if left is None:
            return self._key(SmallKind.SLIP, request.who)
        return "-".join(map(str, (SmallKind.SLIP.value, request.who.hex(), left.device, left.incarnation, left.seq)))

    def _language_of(self, who: bytes) -> str:
        row = self._row(who)
        return spoken((row.preferences.language if row else None) or "en")

    def _where(self, who: bytes) -> tuple[str, ...]:
        place = self._cards.visitor(who).place
        language = self._language_of(who)
        return (in_language(place.name, language), in_language(place.where, language)) if place else ()

    def _pass(self, who: bytes, code: str) -> SmallPaper:
        row = self._row(who)
        return SmallPaper(
            SmallKind.PASS,
            row.shown_name if row else "",
            event=in_language(self._told.definition.event.name, self._language_of(who)),
            lines=self._where(who),
            code=code,
            spoken=row.spoken_code if row else "",
        )

    def _slip(self, request: PrintSlip) -> SmallPaper:
        language = spoken(request.language)
        given = (say(language, "You gave {time} today.", time=duration(language, request.minutes)),) if request.minutes else ()
        made = tuple(told(language, added.making, added.quantity) for added in request.made)
        name = self._cards.name(request.who)
        return SmallPaper(
            SmallKind.SLIP,
            name,
            event=in_language(self._told.definition.event.name, language),
            lines=(say(language, "Thank you"), *given, *made),
            code=request.code,
        )

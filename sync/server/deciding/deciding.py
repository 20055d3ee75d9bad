"""What does a decision about a flagged entry become?

Promise: an entry of the centre's own stream, and nothing else: the figures follow by the tally's rules, nothing that was recorded is
changed, and taking a decision back is one more entry. The same press decides once, however often it arrives.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from enum import StrEnum

import msgspec

from sync.domain.entry import Entry, Kind, Reason, Value
from sync.domain.facts import Corrected, Fact, SystemNoted, Unusable, Voided, fact_of, stamped
from sync.domain.flags import Flag
from sync.domain.identity import CENTRE, EntryId, Incarnation, Seq
from sync.server.deciding import keeping
from sync.server.deciding.keeping import Kept
from sync.server.deciding.models import Decision
from sync.server.deciding.pen import pen_for
from sync.server.ledger.own_words import Page, stamp_of, write
from sync.server.ledger.raising import REOPENS, SETTLES
from sync.server.ledger.rules import Rules
from sync.server.ledger.store import Ledger, Store

FLAGS_MAX = 100
"""Decided with one press: what stands on one page of the inbox."""

_VOIDABLE = frozenset({Kind.CHECK_IN, Kind.CHECK_OUT, Kind.MOVE, Kind.ITEMS_LOGGED, Kind.COUNTED, Kind.DELIVERED, Kind.RECEIVED})
_CORRECTABLE = frozenset({Kind.ITEMS_LOGGED, Kind.COUNTED, Kind.DELIVERED, Kind.RECEIVED})
_RULES = Rules()


class Action(StrEnum):
    """What a person can say about a flagged entry."""

    EXPLAIN = "explain"
    VOID = "void"
    CORRECT = "correct"
    ACCEPT = "accept"


class Flagged(msgspec.Struct, frozen=True):
    """One flag to be decided; ``venue`` is where its entry belongs, ``entry`` none when nothing can be read."""

    code: Flag
    id: EntryId
    venue: int
    entry: Entry | None


class Saying(msgspec.Struct, frozen=True):
    """What is decided. ``tap`` is made when the button is shown; ``quantity`` is the right number, for ``CORRECT`` alone."""

    tap: str
    action: Action
    reason: int
    quantity: int | None = None


class Decider(msgspec.Struct, frozen=True):
    """Who decides, about which event, under which version of its definition."""

    by: str
    event: int
    definition: int


class Gone(Exception):
    """The decision was taken back already, or there is none."""


def may_void(flagged: Flagged, event: int) -> bool:
    """Whether the entry adds something that can be taken out."""
    return _is_of(flagged.entry, event, _VOIDABLE)


def may_correct(flagged: Flagged, event: int) -> bool:
    """Whether the entry holds a number that can be put right."""
    return _is_of(flagged.entry, event, _CORRECTABLE)


def decide(store: Store, decider: Decider, flags: Sequence[Flagged], saying: Saying, now_ms: int) -> int:
    """Write one entry for each of ``flags``; return how many were written now (a press that came before writes none)."""
    assert len(flags) <= FLAGS_MAX, "a page of the inbox at most"
    assert saying.action is not Action.CORRECT or saying.quantity is not None, "a correction has its number"
    ledger = store.reading()
    shapes = _RULES.shapes(ledger, ledger.versions())
    of_venue: dict[int, list[Flagged]] = defaultdict(list)
    for flagged in flags:
        of_venue[flagged.venue].append(flagged)
    written = 0
    for venue, theirs in sorted(of_venue.items()):
        pen = pen_for(decider.event, venue)

        def compose(ledger: Ledger, venue: int = venue, theirs: Sequence[Flagged] = theirs) -> Page:
            return _page(ledger, decider, (venue, theirs), saying, now_ms)

        written += len(write(store, pen, compose, shapes, (now_ms, decider.by)))
    return written


def undo(store: Store, decider: Decider, decision: Decision, tap: str, now_ms: int) -> bool:
    """Take ``decision`` back, by one more entry; return whether this press did it. Raises ``Gone`` where another did."""
    decided = EntryId(CENTRE, Incarnation(decision.own_incarnation), Seq(decision.own_seq))
    is_note = decision.action in (Action.EXPLAIN, Action.ACCEPT)

    def compose(ledger: Ledger) -> Page:
        before = keeping.undone_by(ledger, decision.pk)
        if before == tap:
            return Page(())
        line = ledger.line_at(decided)
        if before or line is None:
            raise Gone
        fact: Fact = SystemNoted(Reason.UNDONE, 0, decided) if is_note else Voided(decided, Reason.UNDONE)
        entry = stamped(stamp_of(decider.event, decision.venue, decider.definition, now_ms), fact)
        entry = msgspec.structs.replace(entry, ext={REOPENS: line.entry.ext.get(SETTLES, [])})

        return Page((entry,), lambda _ids: keeping.mark_undone(ledger, decision.pk, tap))

    ledger = store.reading()
    shapes = _RULES.shapes(ledger, ledger.versions())
    return bool(write(store, pen_for(decider.event, decision.venue), compose, shapes, (now_ms, decider.by)))


def tap_of(tap: str, flagged: Flagged) -> str:
    """Return the name of one press about one flag."""
    about = f"{tap}:{flagged.id.device}:{flagged.id.incarnation}:{flagged.id.seq}:{int(flagged.code)}"
    return hashlib.sha256(about.encode()).hexdigest()


def _page(ledger: Ledger, decider: Decider, at: tuple[int, Sequence[Flagged]], saying: Saying, now_ms: int) -> Page:
    """Say what is left to write of a press: what was decided by it before, or is settled meanwhile, is left alone."""
    venue, flags = at
    todo = [
        (flagged, codes)
        for flagged in flags
        if (codes := _open_codes(ledger, flagged, saying)) and not keeping.is_kept(ledger, tap_of(saying.tap, flagged))
    ]
    if saying.action in (Action.VOID, Action.CORRECT):  # once for an entry, however many flags it has
        todo = list({one.id: (one, codes) for one, codes in reversed(todo)}.values())
    stamp = stamp_of(decider.event, venue, decider.definition, now_ms)
    entries = [
        msgspec.structs.replace(stamped(stamp, _fact(flagged, saying)), ext={SETTLES: [int(code) for code in codes]})
        for flagged, codes in todo
    ]

    def keep(ids: Sequence[EntryId]) -> None:
        keeping.keep(ledger, [_kept(decider, saying, (one, own), (venue, now_ms)) for (one, _), own in zip(todo, ids, strict=True)])

    return Page(entries, keep)


def _fact(flagged: Flagged, saying: Saying) -> Fact:
    match saying.action:
        case Action.VOID:
            return Voided(flagged.id, saying.reason)
        case Action.CORRECT:
            return Corrected(flagged.id, Value(quantity=saying.quantity), saying.reason)
        case Action.EXPLAIN | Action.ACCEPT:
            return SystemNoted(saying.reason, 0, flagged.id)


def _open_codes(ledger: Ledger, flagged: Flagged, saying: Saying) -> list[int]:
    """Return which flags of the entry the decision settles: its own, and with the figure itself all that is open about it."""
    held = ledger.held(flagged.id.stream)
    codes = [] if held is None else keeping.open_codes(ledger, held.id, flagged.id.seq)
    if int(flagged.code) not in codes and saying.action is not Action.ACCEPT:
        return []
    if saying.action in (Action.EXPLAIN, Action.ACCEPT):
        return [int(flagged.code)]
    # A lead may have corrected it as well: whoever decides here has just looked at that.
    return sorted({*codes, int(Flag.CONCURRENT_CORRECTIONS)})


def _kept(decider: Decider, saying: Saying, decided: tuple[Flagged, EntryId], at: tuple[int, int]) -> Kept:
    """Return the row about one flag and the entry of ours that says it; ``at`` is the venue and the time."""
    (flagged, own), (venue, now_ms) = decided, at
    return Kept(
        tap=tap_of(saying.tap, flagged),
        event=decider.event,
        venue=venue,
        code=int(flagged.code),
        action=saying.action.value,
        reason=int(saying.reason),
        device=flagged.id.device,
        incarnation=flagged.id.incarnation,
        seq=flagged.id.seq,
        own_incarnation=own.incarnation,
        own_seq=own.seq,
        at_ms=now_ms,
        by=decider.by,
    )


def _is_of(entry: Entry | None, event: int, kinds: Collection[int]) -> bool:
    return entry is not None and entry.event == event and entry.kind in kinds and not isinstance(fact_of(entry), Unusable)

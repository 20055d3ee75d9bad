"""What does an entry say after everything that was corrected or taken back?

Promise: nothing is edited; the answer for one target follows from the target and the amendments known for it, in any order and
however often repeated. The largest (time, stream, seq) of the standing corrections wins; a standing void wins over them all; a void
can be voided; an amendment whose target was not seen waits; amendments that name each other in a ring have no effect.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

import msgspec

from sync.domain.entry import Entry, Kind, Line, Value
from sync.domain.facts import Corrected, Voided, fact_of
from sync.domain.flags import Flag
from sync.domain.identity import EntryId

CHAIN_MAX = 64
"""An amendment of an amendment of … this deep is nobody's wish; what lies deeper is not looked for."""


class Flagged(msgspec.Struct, frozen=True, order=True):
    """One entry and one thing about it that a person should look at."""

    id: EntryId
    flag: Flag


class Effective(msgspec.Struct, frozen=True):
    """A target as it counts now. ``line`` is none when it is void; else its entry and time carry the winning correction's value.

    ``flags`` are about the target and what amends it.
    """

    line: Line | None
    flags: tuple[Flagged, ...] = ()


class EffectiveLines(msgspec.Struct, frozen=True):
    """All lines that are no amendments and not void, as they count now, in the order of the fold; and what was noticed."""

    lines: tuple[Line, ...]
    flags: tuple[Flagged, ...] = ()


def is_amendment(entry: Entry) -> bool:
    """Say whether ``entry`` is about another entry's value (correct, void) and counts for nothing itself."""
    return entry.kind in (Kind.CORRECT, Kind.VOID)


def unique(lines: Iterable[Line]) -> dict[EntryId, Line]:
    """Return the lines by id, each once. Two that claim one id are a fork, which the centre sets apart; here the choice is at least
    the same in any order.
    """
    kept: dict[EntryId, Line] = {}
    for line in lines:
        other = kept.get(line.id)
        if other is None or (other != line and _choice(line) > _choice(other)):
            kept[line.id] = line
    return kept


def effective(target: Line, amendments: Iterable[Line] = ()) -> Effective:
    """Return ``target`` as it counts, given every amendment known for it: those of the target itself and, transitively, of those
    (``amendments_for`` collects them). Lines that have nothing to do with it do no harm.
    """
    return _effective(target, _by_target(amendments))


def effective_lines(lines: Iterable[Line]) -> EffectiveLines:
    """Return all of ``lines`` as they count now; amendments are among them, in any order."""
    known = unique(lines)
    amending = _by_target(known.values())
    counted: list[Line] = []
    flags: list[Flagged] = []
    for line in known.values():
        if is_amendment(line.entry):
            if line.entry.target is not None and line.entry.target not in known:
                flags.append(Flagged(line.id, Flag.UNSEEN_TARGET))
            continue
        now = _effective(line, amending)
        flags.extend(now.flags)
        if now.line is not None:
            counted.append(now.line)
    return EffectiveLines(tuple(sorted(counted, key=lambda line: line.order)), tuple(sorted(flags)))


def amendments_for(target: EntryId, amending: Callable[[EntryId], Iterable[Line]]) -> tuple[Line, ...]:
    """Return the amendments of ``target`` and of those amendments; ``amending`` looks up the lines whose target is the given id."""
    found: dict[EntryId, Line] = {}
    layer = [target]
    for _ in range(CHAIN_MAX):
        new = {line.id: line for id_ in layer for line in amending(id_) if line.id not in found and line.id != target}
        found.update(new)
        layer = list(new)
        if not layer:
            break
    return tuple(found.values())


def root_of(amendment: Line, line_at: Callable[[EntryId], Line | None]) -> Line | None:
    """Return the entry whose value ``amendment`` touches in the end; none while any link is unseen, and for rings and endless chains."""
    line: Line | None = amendment
    for _ in range(CHAIN_MAX + 1):
        if line is None or not is_amendment(line.entry):
            return line
        line = line_at(line.entry.target) if line.entry.target is not None else None
    return None


def _choice(line: Line) -> tuple[int, bytes]:
    return (line.at_ms, msgspec.msgpack.encode(line.entry))


def _by_target(lines: Iterable[Line]) -> Mapping[EntryId, list[Line]]:
    """Return the usable amendments by target, each once."""
    amending: dict[EntryId, list[Line]] = defaultdict(list)
    for line in unique(line for line in lines if is_amendment(line.entry)).values():
        fact = fact_of(line.entry)
        if isinstance(fact, Corrected | Voided):
            amending[fact.target].append(line)
    return amending


def _effective(target: Line, amending: Mapping[EntryId, list[Line]]) -> Effective:
    if target.id not in amending:
        return Effective(target)
    # Every amendment has one target, so what leads to the target is a tree; layers from the root outwards, resolved from the leaves in.
    layers: list[list[Line]] = [[target]]
    while layers[-1] and len(layers) <= CHAIN_MAX:
        layers.append([line for below in layers[-1] for line in amending.get(below.id, ()) if _may_amend(line, target)])
    standing: dict[EntryId, Value | None] = {}
    flags: list[Flagged] = []
    for layer in reversed(layers[1:]):
        for line in layer:
            on_it = [other for other in amending.get(line.id, ()) if other.id in standing]
            if not any(other.entry.kind == Kind.VOID for other in on_it):
                standing[line.id] = _winner(on_it, standing) or line.entry.value
    on_target = [line for line in amending[target.id] if line.id in standing]
    corrections = [line for line in on_target if line.entry.kind == Kind.CORRECT]
    if len({line.id.stream for line in corrections}) > 1:
        flags.append(Flagged(target.id, Flag.CONCURRENT_CORRECTIONS))
    if len(corrections) < len(on_target):
        return Effective(None, tuple(flags))
    return Effective(_corrected(target, _winner(corrections, standing)), tuple(flags))


def _may_amend(line: Line, target: Line) -> bool:
    """Not in a ring, and not from another event, whose leads have no say here."""
    return line.id != target.id and line.entry.event == target.entry.event


def _winner(on_it: Iterable[Line], standing: Mapping[EntryId, Value | None]) -> Value | None:
    """Return the value of the correction with the largest (time, stream, seq), or none."""
    corrections = [line for line in on_it if line.entry.kind == Kind.CORRECT]
    if not corrections:
        return None
    return standing[max(corrections, key=lambda line: line.order).id]


def _corrected(target: Line, value: Value | None) -> Line:
    if value is None:
        return target
    entry = target.entry
    entry = msgspec.structs.replace(
        entry,
        quantity=entry.quantity if value.quantity is None else value.quantity,
        headcount=entry.headcount if value.headcount is None else value.headcount,
        activity=entry.activity if value.activity is None else value.activity,
    )
    return Line(target.id, target.at_ms if value.at_ms is None else value.at_ms, entry)

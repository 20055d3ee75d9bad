"""A newcomer's name goes from the kiosk to the centre and to the other kiosk of the venue, beside the entries and never in them."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from sync.client.device import Device
from sync.client.names import NamesRound
from sync.client.outcome import Stop
from sync.client.pull import Pull
from sync.client.push import Making, Outbox
from sync.client.refill import Refill
from sync.client.rounds import Line, PullRound, carry
from sync.domain.party import reference_of
from sync.domain.roster import Lead, Party, PartyKind, Roster, Volunteer
from sync.journal.memory import MemoryJournal
from sync.journal.told import ToldOnDisk
from sync.journal.walk_ins import WalkInsOnDisk
from sync.protocol import paths, signing
from sync.protocol.limits import NAME_CHARACTERS_MAX
from sync.protocol.messages import RosterChange
from sync.protocol.names import Names, NamesReply
from tests.support.centre import KINDS
from tests.support.day import CARDS, CLOSES_MS, EVENT, MIRIAM, SCHOOL, WARD, small_definition, small_roster
from tests.support.pushing import NOW_MS, key_of, sample_at
from tests.support.wiring import WiredCentre, add_device, signed_by, wired_centre

ALI = Volunteer(reference_of(b"tap-one-"), "Zebulonia Q.", WARD, None)
WALKERS = Party(reference_of(b"tap-two-"), "Walkers", PartyKind.GROUP, WARD, None, 12, expected_adults=3)


@pytest.fixture(params=KINDS)
def centre(request: pytest.FixtureRequest) -> Iterator[WiredCentre]:
    with wired_centre(request.param, {WARD: small_roster()}) as centre:
        for device in (1, 2):
            add_device(device)
        add_device(3, SCHOOL)
        yield centre


class KioskLine:
    """A kiosk's real line to the centre, and what it keeps."""

    def __init__(self, centre: WiredCentre, folder: Path, no: int, venue: int = WARD) -> None:
        self.centre = centre
        key = key_of(no)
        device = Device(key.encode(), no, venue, centre.key)
        journal = MemoryJournal(no, key, lambda: no)
        self.told = ToldOnDisk(folder / f"told-{no}.db", no, venue)
        self.walk_ins = WalkInsOnDisk(folder / f"walk-ins-{no}.db")
        making = Making(lambda: sample_at(NOW_MS), lambda: b"n" * 16, lambda: 1, "test")
        outbox, pull = Outbox(journal, making, print), Pull(device, journal, self.told, making)
        line = Line(pull, lambda _now: None)
        self._names = NamesRound(line, device, self.walk_ins, making.nonce)
        self._pull = PullRound(line, pull, outbox, Refill(self.told, making), lambda: None)

    def turn(self) -> None:
        carry(self._names.run(), self.centre.post, lambda: False)
        carry(self._pull.run(), self.centre.post, lambda: False)

    def close(self) -> None:
        self.told.close()
        self.walk_ins.close()


@pytest.fixture
def kiosks(centre: WiredCentre, tmp_path: Path) -> Iterator[tuple[KioskLine, KioskLine, KioskLine]]:
    lines = (KioskLine(centre, tmp_path, 1), KioskLine(centre, tmp_path, 2), KioskLine(centre, tmp_path, 3, SCHOOL))
    yield lines
    for line in lines:
        line.close()


Kiosks = tuple[KioskLine, KioskLine, KioskLine]


def tell(centre: WiredCentre, *changes: RosterChange, device: int = 1) -> NamesReply:
    names = signed_by(device, signing.NAMES, Names(device, b"nonce", changes))
    return centre.ask(paths.NAMES, names, signing.NAMES_REPLY, NamesReply)


def row(person: Volunteer | Party) -> RosterChange:
    return RosterChange(1 if isinstance(person, Volunteer) else 2, person.who, msgspec.msgpack.encode(person))


def test_the_other_kiosk_of_the_venue_knows_the_newcomer_by_name(kiosks: Kiosks) -> None:
    here, sibling, elsewhere = kiosks
    here.walk_ins.keep(ALI, CLOSES_MS)
    here.walk_ins.keep(WALKERS, CLOSES_MS)
    for kiosk in (here, sibling, elsewhere):
        kiosk.turn()
    assert here.walk_ins.waiting(10) == ()
    assert sibling.told.volunteer(ALI.who) == ALI
    assert sibling.told.by_name("zeb", 5) == (ALI.who,)
    assert sibling.told.party(WALKERS.who) == WALKERS
    assert elsewhere.told.volunteer(ALI.who) is None, "names go no further than the venue"


def test_who_took_it_back_is_gone_everywhere(kiosks: Kiosks) -> None:
    here, sibling, _elsewhere = kiosks
    here.walk_ins.keep(ALI, CLOSES_MS)
    here.turn()
    sibling.turn()
    here.walk_ins.take_back(ALI.who)
    here.turn()
    sibling.turn()
    assert sibling.told.volunteer(ALI.who) is None
    assert sibling.told.is_withdrawn(ALI.who)


def test_the_coordinator_erases_a_newcomer_or_all_of_them_for_good(centre: WiredCentre, kiosks: Kiosks) -> None:
    from sync.server.publishing.newcomers import erase

    here, sibling, _elsewhere = kiosks
    for person in (ALI, WALKERS):
        here.walk_ins.keep(person, CLOSES_MS)
    here.turn()
    assert erase(EVENT, MIRIAM) == 0, "who is expected is not a newcomer"
    assert erase(EVENT, ALI.who) == 1
    assert erase(EVENT) == 1
    assert erase(EVENT) == 0
    tell(centre, row(ALI))
    for kiosk in (here, sibling):
        kiosk.turn()
        assert kiosk.told.is_withdrawn(ALI.who)
        assert kiosk.told.is_withdrawn(WALKERS.who)
        assert kiosk.told.volunteer(MIRIAM) is not None


def test_an_event_that_is_loaded_again_keeps_its_newcomers(centre: WiredCentre, kiosks: Kiosks) -> None:
    from sync.server.publishing.publish import publish

    here, sibling, _elsewhere = kiosks
    here.walk_ins.keep(ALI, CLOSES_MS)
    here.turn()
    assert centre.key
    publish(small_definition(2), {WARD: Roster(2, (Volunteer(MIRIAM, "Miriam K.", WARD),))}, NOW_MS)
    sibling.turn()
    assert sibling.told.volunteer(ALI.who) == ALI


def test_a_kiosk_changes_nobody_who_is_expected_and_takes_back_nobody_elses_newcomer(centre: WiredCentre, kiosks: Kiosks) -> None:
    _here, sibling, _elsewhere = kiosks
    tell(centre, row(ALI))
    tell(centre, RosterChange(1, MIRIAM, None), RosterChange(1, ALI.who, None), device=2)
    tell(centre, row(Volunteer(MIRIAM, "Somebody else", WARD)), row(Volunteer(ALI.who, "Another name", WARD)), device=2)
    sibling.turn()
    miriam, ali = sibling.told.volunteer(MIRIAM), sibling.told.volunteer(ALI.who)
    assert miriam is not None
    assert miriam.shown_name == "Miriam K."
    assert ali == ALI


def test_what_is_no_newcomer_is_passed_over_and_answered(centre: WiredCentre, kiosks: Kiosks) -> None:
    _here, sibling, _elsewhere = kiosks
    lead = msgspec.msgpack.encode(Lead(9, "A thief", WARD, b"hash"))
    long = Volunteer(b"longname", "\x00" + "Z" * 500, SCHOOL, CARDS, party=b"family--", pass_serial=7)
    tell(
        centre,
        RosterChange(3, (9).to_bytes(8), lead),
        RosterChange(1, b"short", msgspec.msgpack.encode(ALI)),
        RosterChange(1, b"garbage-", b"\xff\xff"),
        RosterChange(2, b"no-party", msgspec.msgpack.encode("a text")),
        row(long),
    )
    sibling.turn()
    assert sibling.told.leads() == ()
    kept = sibling.told.volunteer(b"longname")
    assert kept == Volunteer(b"longname", "Z" * NAME_CHARACTERS_MAX, WARD, CARDS)


@pytest.mark.parametrize("limit", ["NAMES_OF_DEVICE_MAX", "NAMES_MAX"])
def test_of_too_many_names_of_a_kiosk_or_at_once_the_first_are_taken(
    centre: WiredCentre, kiosks: Kiosks, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    _here, sibling, _elsewhere = kiosks
    monkeypatch.setattr(f"sync.server.publishing.newcomers.{limit}", 1)
    tell(centre, row(ALI), row(WALKERS))
    sibling.turn()
    assert sibling.told.volunteer(ALI.who) == ALI
    assert sibling.told.party(WALKERS.who) is None


@pytest.mark.usefixtures("kiosks")
def test_a_kiosk_that_was_withdrawn_adds_nobody(centre: WiredCentre) -> None:
    from sync.server.devices.models import Device as KnownDevice

    KnownDevice.objects.filter(no=1).update(revoked_ms=NOW_MS)
    with pytest.raises(Stop):
        tell(centre, row(WALKERS))


def test_an_event_that_is_gone_takes_no_names(centre: WiredCentre) -> None:
    from sync.server.publishing.models import Publication

    Publication.objects.all().delete()
    assert tell(centre, row(ALI)).next_after_ms > 0


def test_a_newcomer_belongs_to_a_party_of_names_and_never_to_one_by_number(centre: WiredCentre, kiosks: Kiosks) -> None:
    from sync.server.publishing.models import RosterRow

    _here, sibling, _elsewhere = kiosks
    family, club = Party(b"family--", "The A. family", PartyKind.FAMILY, WARD), Party(b"club----", "A club", PartyKind.GROUP, WARD)
    expected: tuple[Volunteer | Party, ...] = (family, club, Volunteer(b"ana-----", "Ana A.", WARD, party=family.who))
    for change in map(row, expected):
        RosterRow.objects.create(event=EVENT, venue=WARD, sort=change.sort, key=change.key, body=change.body, version=1)
    named = {b"named---": family.who, b"numbered": club.who, b"nowhere-": b"nobody--"}
    tell(centre, *(row(Volunteer(who, "Noa A.", WARD, party=party)) for who, party in named.items()))
    sibling.turn()
    told = {who: found.party for who in named if (found := sibling.told.volunteer(who))}
    assert told == {b"named---": family.who, b"numbered": None, b"nowhere-": None}
    assert sibling.told.members(club.who) == (), "a class by number stays one"

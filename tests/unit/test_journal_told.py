"""What the centre told: is it found again, whole, after a restart, and is it forgotten when it must be?"""

from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import msgspec
import pytest

from sync.domain.identity import DeviceNo, Incarnation, Stream
from sync.domain.roster import Lead, Party, Volunteer
from sync.journal.cache import Cache
from sync.journal.contract import Fault
from sync.journal.told import ToldOnDisk
from sync.protocol.canon import encode
from sync.protocol.chain import genesis, walk
from sync.protocol.messages import DeviceKey, Manifest, Revocation, RosterChange, RosterPage, Signed, StreamPart
from sync.protocol.seals import make_seal
from tests.support.day import AHMED, CLASS_3B, MIRIAM, SCHOOL, WARD, small_definition, small_roster
from tests.support.journals import CLOCK, KEY, arrival

DEVICE = 5
SIBLING = Stream(DeviceNo(6), Incarnation(60))
OTHER = Stream(DeviceNo(7), Incarnation(70))
LEAD = Lead(1, "Ruth", WARD, b"hash")


def manifest(version: int = 1, *, venue: int = WARD, definition: bytes | None = None) -> Manifest:
    return Manifest(
        version=version,
        revoked=(Revocation(9, 1),),
        epoch=1,
        issued_ms=1,
        expires_ms=2,
        definition=msgspec.msgpack.encode(small_definition(version)) if definition is None else definition,
        devices=(DeviceKey(DEVICE, venue, bytes(KEY.verify_key)),),
        server_keys=(),
        pass_keys=((1, b"k" * 32),),
        hand_over_key=b"",
    )


def signed(told: Manifest) -> Signed:
    return Signed("manifest", msgspec.msgpack.encode(told), b"s" * 64)


def changes() -> tuple[RosterChange, ...]:
    roster = small_roster()
    return (
        *(RosterChange(1, volunteer.who, msgspec.msgpack.encode(volunteer)) for volunteer in roster.volunteers),
        *(RosterChange(2, party.who, msgspec.msgpack.encode(party)) for party in roster.parties),
        RosterChange(3, (1).to_bytes(8, "big"), msgspec.msgpack.encode(LEAD)),
        RosterChange(3, (2).to_bytes(8, "big"), msgspec.msgpack.encode(Lead(2, "Sam", SCHOOL, b"hash"))),
    )


def part(first: int, last: int, *, stream: Stream = SIBLING) -> StreamPart:
    bodies = tuple(encode(arrival(number)) for number in range(1, last + 1))
    heads = (genesis(stream, bytes(KEY.verify_key)), *walk(genesis(stream, bytes(KEY.verify_key)), bodies))
    seal = make_seal(KEY, stream, last, heads[last], definition=1, clock=CLOCK)
    return StreamPart(stream, first, heads[first - 1], bodies[first - 1 :], (seal,))


@pytest.fixture
def told(tmp_path: Path) -> Iterator[ToldOnDisk]:
    made = ToldOnDisk(tmp_path / "told", DEVICE, WARD)
    yield made
    made.close()


def test_before_the_first_contact_nothing_is_known(told: ToldOnDisk) -> None:
    assert told.manifest() is None
    assert (told.venue, dict(told.pass_keys), told.revoked) == (WARD, {}, ())
    assert told.roster_position() == (0, b"")
    assert (told.vector(), told.head(SIBLING), told.seals(SIBLING, 1, 9)) == ((), None, ())
    assert told.read(SIBLING, 1, 9).entries == ()
    with pytest.raises(AssertionError):
        _ = told.definition


def test_a_manifest_is_there_after_a_restart(tmp_path: Path) -> None:
    told = ToldOnDisk(tmp_path / "told", DEVICE, SCHOOL)
    told.keep_manifest(signed(manifest(1)), manifest(1))
    told.keep_manifest(signed(manifest(2)), manifest(2))
    told.close()
    told = ToldOnDisk(tmp_path / "told", DEVICE, SCHOOL)
    assert told.manifest() == signed(manifest(2))
    assert told.definition == small_definition(2)
    assert dict(told.pass_keys) == {1: b"k" * 32}
    assert told.revoked == (Revocation(9, 1),)
    assert told.revoked_devices == {9}
    assert dict(told.device_keys) == {DEVICE: bytes(KEY.verify_key)}
    # The manifest says where this kiosk stands now.
    assert told.venue == WARD
    told.close()


def test_a_definition_that_cannot_be_read_leaves_the_old_one(told: ToldOnDisk) -> None:
    told.keep_manifest(signed(manifest(1)), manifest(1))
    with pytest.raises(Fault, match="Update"):
        told.keep_manifest(signed(manifest(2)), manifest(2, definition=b"\x01"))
    assert told.manifest() == signed(manifest(1))
    assert told.definition == small_definition(1)


def test_a_first_definition_that_cannot_be_read_leaves_none(told: ToldOnDisk) -> None:
    with pytest.raises(Fault, match="Update"):
        told.keep_manifest(signed(manifest(1)), manifest(1, definition=b"\x01"))
    assert told.manifest() is None


def test_people_are_found_by_their_reference(told: ToldOnDisk) -> None:
    told.keep_roster_page(RosterPage(3, changes(), None))
    assert told.roster_position() == (3, b"")
    assert told.volunteer(MIRIAM) == small_roster().volunteers[0]
    assert told.party(CLASS_3B) == small_roster().parties[0]
    assert (told.volunteer(CLASS_3B), told.party(MIRIAM)) == (None, None)
    assert told.leads() == (LEAD,)


def test_the_version_moves_with_the_last_page_only(told: ToldOnDisk) -> None:
    told.keep_roster_page(RosterPage(3, changes()[:2], b"next"))
    assert told.roster_position() == (0, b"next")
    assert told.volunteer(AHMED) is not None
    told.keep_roster_page(RosterPage(3, changes()[2:], None))
    assert told.roster_position() == (3, b"")


def test_a_page_that_cannot_be_kept_moves_nothing(told: ToldOnDisk) -> None:
    class Boom(Exception):
        pass

    def half(file: apsw.Connection) -> None:
        file.execute("DELETE FROM people")
        raise Boom

    told.keep_roster_page(RosterPage(3, changes(), None))
    with pytest.raises(Boom):
        told._cache.write(half)
    assert told.volunteer(MIRIAM) is not None


def test_who_was_taken_off_is_withdrawn_and_can_come_back(told: ToldOnDisk) -> None:
    told.keep_roster_page(RosterPage(1, changes(), None))
    assert not told.is_withdrawn(MIRIAM)
    assert not told.is_withdrawn(b"nobody..")
    told.keep_roster_page(RosterPage(2, (RosterChange(1, MIRIAM, None),), None))
    assert told.volunteer(MIRIAM) is None
    assert told.is_withdrawn(MIRIAM)
    told.keep_roster_page(RosterPage(3, changes()[:1], None))
    assert not told.is_withdrawn(MIRIAM)


def test_a_revoked_kiosk_forgets_names_for_good_and_keeps_entries(tmp_path: Path) -> None:
    told = ToldOnDisk(tmp_path / "told", DEVICE, WARD)
    told.keep_manifest(signed(manifest()), manifest())
    told.keep_roster_page(RosterPage(3, changes(), None))
    told.keep_part(part(1, 3))
    told.clear_rosters()
    assert told.roster_position() == (0, b"")
    assert (told.volunteer(MIRIAM), told.leads()) == (None, ())
    assert told.vector() == ((SIBLING, 3),)
    for file in tmp_path.iterdir():
        assert b"Miriam" not in file.read_bytes()
    told.close()


def test_siblings_entries_come_back_as_they_came(tmp_path: Path) -> None:
    told = ToldOnDisk(tmp_path / "told", DEVICE, WARD)
    told.keep_part(part(1, 3))
    told.keep_part(part(4, 5))
    told.keep_part(part(1, 2, stream=OTHER))
    told.close()
    told = ToldOnDisk(tmp_path / "told", DEVICE, WARD)
    assert told.vector() == ((SIBLING, 5), (OTHER, 2))
    whole = part(1, 5)
    assert told.read(SIBLING, 1, 9).entries == whole.entries
    assert told.read(SIBLING, 4, 9).previous == part(4, 5).previous
    assert told.head(SIBLING) == whole.seals[0].head
    assert told.seals(SIBLING, 1, 9) == (*part(1, 3).seals, *whole.seals)
    assert told.seals(SIBLING, 4, 9) == whole.seals
    told.close()


@pytest.mark.parametrize("again", [part(1, 3), part(5, 6)])
def test_a_part_that_does_not_follow_is_left_for_the_next_time(told: ToldOnDisk, again: StreamPart) -> None:
    told.keep_part(part(1, 3))
    told.keep_part(again)
    assert told.vector() == ((SIBLING, 3),)


@pytest.mark.parametrize("table", ["people", "entries", "roster_position"])
def test_a_cache_that_is_damaged_while_running_is_begun_anew_and_the_day_goes_on(told: ToldOnDisk, table: str) -> None:
    told.keep_manifest(signed(manifest()), manifest())
    told.keep_roster_page(RosterPage(3, changes(), None))
    told.keep_part(part(1, 3))
    told._cache.write(lambda file: file.execute(f"DROP TABLE {table}"))
    assert told.volunteer(MIRIAM) is None or table != "people"
    told.keep_roster_page(RosterPage(4, (), None))
    told.keep_part(part(1, 3))
    assert told.begun_anew
    assert told.definition == small_definition()
    assert told.vector() == ((SIBLING, 3),)
    # The definition was put into the new file, too.
    assert told._cache.read(lambda file: file.execute("SELECT count(*) FROM manifests").get) == 1


def test_a_cache_that_is_no_file_of_ours_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "told").write_bytes(b"once upon a time " * 500)
    told = ToldOnDisk(tmp_path / "told", DEVICE, WARD)
    assert told.begun_anew
    assert told.manifest() is None
    told.close()


def test_a_sibling_entry_that_was_changed_on_the_disk_is_never_given_out(told: ToldOnDisk) -> None:
    told.keep_part(part(1, 3))
    told._cache.write(lambda file: file.execute("UPDATE entries SET body = x'00' WHERE seq = 2"))
    assert told.read(SIBLING, 1, 9).entries == ()
    assert told.begun_anew


@pytest.mark.parametrize("question", [Cache.read, Cache.write])
def test_a_cache_that_could_not_be_begun_anew_is_as_soon_as_the_disk_lets_us(
    tmp_path: Path, question: Callable[[Cache, Callable[[apsw.Connection], int]], int]
) -> None:
    cache = Cache(tmp_path / "cache", "CREATE TABLE t (a)", "Trying")
    (tmp_path / "cache").unlink()
    (tmp_path / "cache").mkdir()
    with pytest.raises(Fault):
        cache.begin_anew("it is doubted")
    with pytest.raises(Fault):
        question(cache, rows_of)
    (tmp_path / "cache").rmdir()
    assert question(cache, rows_of) == 0
    assert cache.begun_anew == "it is doubted"
    cache.close()


def test_a_definition_that_could_not_be_kept_changes_nothing_until_it_can_be(tmp_path: Path) -> None:
    told = ToldOnDisk(tmp_path / "told", DEVICE, WARD)
    told.keep_manifest(signed(manifest(1)), manifest(1))
    (tmp_path / "told").unlink()
    (tmp_path / "told").mkdir()
    with pytest.raises(Fault):
        told._cache.begin_anew("it is doubted")
    with pytest.raises(Fault):
        told.keep_manifest(signed(manifest(2, venue=SCHOOL)), manifest(2, venue=SCHOOL))
    assert (told.definition.version, told.venue) == (1, WARD)
    (tmp_path / "told").rmdir()
    told.keep_manifest(signed(manifest(2, venue=SCHOOL)), manifest(2, venue=SCHOOL))
    assert (told.definition.version, told.venue) == (2, SCHOOL)
    told.close()


def rows_of(file: apsw.Connection) -> int:
    count: int = file.execute("SELECT count(*) FROM t").get
    return count


def test_a_cache_whose_new_file_cannot_be_finished_leaves_nothing_open(tmp_path: Path) -> None:
    class Boom(Exception):
        pass

    def fail(_file: apsw.Connection) -> None:
        raise Boom

    with pytest.raises(Boom):
        Cache(tmp_path / "cache", "CREATE TABLE t (a)", "Trying", fail)
    cache = Cache(tmp_path / "cache", "CREATE TABLE t (a)", "Trying")
    assert cache.begun_anew == ""
    cache.close()


def test_rows_are_typed(told: ToldOnDisk) -> None:
    told.keep_roster_page(RosterPage(1, changes(), None))
    assert isinstance(told.volunteer(AHMED), Volunteer)
    assert isinstance(told.party(CLASS_3B), Party)


def test_the_members_of_a_party_are_found_until_the_centre_takes_them_away(tmp_path: Path) -> None:
    told = ToldOnDisk(tmp_path / "told.db", DEVICE, WARD)
    rows = [msgspec.structs.replace(row, party=CLASS_3B) for row in small_roster().volunteers]
    told.keep_roster_page(RosterPage(1, tuple(RosterChange(1, row.who, msgspec.msgpack.encode(row)) for row in rows), None))
    told.keep_roster_page(RosterPage(2, changes()[2:3], None))
    assert [row.shown_name for row in told.members(CLASS_3B)] == ["Ahmed R.", "Miriam K."]
    assert [party.shown_name for party in told.all_parties()] == ["Class 3B"]
    alone = msgspec.structs.replace(rows[0], party=None)
    told.keep_roster_page(RosterPage(3, (RosterChange(1, alone.who, msgspec.msgpack.encode(alone)),), None))
    assert [row.shown_name for row in told.members(CLASS_3B)] == ["Ahmed R."]
    told.keep_roster_page(RosterPage(4, (RosterChange(1, AHMED, None),), None))
    assert told.members(CLASS_3B) == ()
    told.clear_rosters()
    assert told.all_parties() == ()
    told.close()


def test_people_are_found_by_their_names_and_codes_until_they_are_taken_off(tmp_path: Path) -> None:
    told = ToldOnDisk(tmp_path / "told.db", DEVICE, WARD)
    rows = [
        Volunteer(number.to_bytes(8, "big"), name, spoken_code=f"{number:010d}")
        for number, name in enumerate(("Miriam K.", "Zoë Ben-David", "מִרְיָם ב.", "Mirela O.", "فاطمة ع."), 1)
    ]
    page = (*(RosterChange(1, row.who, msgspec.msgpack.encode(row)) for row in rows), *changes()[2:])
    told.keep_roster_page(RosterPage(1, page, None))

    def found(typed: str, most: int = 6) -> list[str]:
        people = [told.volunteer(who) or told.party(who) for who in told.by_name(typed, most)]
        return [row.shown_name for row in people if row]

    assert found("m") == ["Mirela O.", "Miriam K."]
    assert found("m", 1) == ["Mirela O."]
    assert found("k mir") == ["Miriam K."]
    assert found("zoe") == found("david") == ["Zoë Ben-David"]
    assert found("מרים") == ["מִרְיָם ב."]
    assert found("فاطمه") == ["فاطمة ع."]
    assert found("class") == ["Class 3B"]
    assert found("mriam") == ["Miriam K."]
    assert found("miria") == ["Miriam K.", "Mirela O."][: len(found("miria"))]
    assert found("") == found("!") == found("xyzzy") == []
    assert told.by_spoken_code("0000000002") == rows[1].who
    assert told.by_spoken_code("0000000009") is None
    renamed = msgspec.structs.replace(rows[0], shown_name="Anna K.", spoken_code="")
    gone = (RosterChange(1, renamed.who, msgspec.msgpack.encode(renamed)), RosterChange(1, rows[3].who, None))
    told.keep_roster_page(RosterPage(2, gone, None))
    assert found("mir") == []
    assert found("anna") == ["Anna K."]
    assert told.by_spoken_code("0000000001") is None
    told.clear_rosters()
    assert told.by_name("z", 6) == ()
    told.close()

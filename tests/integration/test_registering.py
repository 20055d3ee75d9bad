"""Can somebody put themselves onto the roster, choose a shift, get a pass, change it and give it back, without an account?"""

import contextlib
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from sync.domain.codes import Pass, is_signed, read_code
from sync.domain.judge import Accepted, Refusal, Refused, judge
from sync.domain.known import KnownHere
from tests.support.centre import KINDS, set_up_django
from tests.support.centre_day import RAINBOW, CentreDay
from tests.support.registering import AFTERNOON, KNITTING, MORNING, address_of, aged_stamp, form, opened, stamp_in, volunteers, with_shifts
from tests.support.site_pages import browser_of, centre_day, now_ms, text_of

set_up_django()

A_MINUTE = 60_000


@pytest.fixture(params=KINDS)
def day(request: pytest.FixtureRequest) -> Iterator[CentreDay]:
    with centre_day(filled=False, kind=request.param) as day:
        with_shifts(day)
        yield day


@pytest.fixture
def quick_day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        with_shifts(day)
        yield day


def send(page: Any, browser: Any = None, **said: str) -> Any:
    stamp = said.pop("stamp", "") or aged_stamp(page, A_MINUTE, now_ms())
    return (browser or browser_of(None)).post(address_of(page), form(stamp, **said))


def test_a_stranger_registers_gets_a_pass_at_once_and_the_kiosks_hear_of_it(day: CentreDay) -> None:
    from sync.server.papers.passes import bearer
    from sync.server.publishing import keys
    from sync.server.publishing.roster import roster_page

    page, stranger = opened(day), browser_of(None)
    before = roster_page(day.event, RAINBOW, 0, b"")
    assert before is not None
    shown = stranger.get(address_of(page))
    assert "2 places left" in text_of(shown)
    answer = send(page, stranger, group="The Lane School", large_text="1", language="ar")
    assert answer.status_code == 302
    assert re.fullmatch(r"/pass/\d+/[a-z2-7]{32}", answer["Location"])
    person = volunteers(day.event)["Noor A."]
    assert (person.activity, person.shift, person.venue, person.pass_serial) == (KNITTING, MORNING, RAINBOW, 1)
    assert (person.preferences.language, person.preferences.large_text, person.preferences.calm) == ("ar", True, False)
    (change,) = roster_page(day.event, RAINBOW, before.version, b"").changes  # type: ignore[union-attr] # there is something new
    assert change.key == person.who
    mine = stranger.get(answer["Location"])
    assert "Noor A." in text_of(mine)
    assert re.search(r"\d\d:\d\d–\d\d:\d\d", text_of(mine)), "the pass says when"
    assert "Change my shift" in text_of(mine)
    had = bearer(day.event, day.definition, person.who)
    assert had is not None
    code = read_code(had.card.code)
    key_id, key = keys.pass_key(day.event)
    assert isinstance(code, Pass)
    assert is_signed(code, {key_id: bytes(key.verify_key)})
    known = KnownHere(day.definition, RAINBOW, {key_id: bytes(key.verify_key)}, {person.who: person})
    assert isinstance(judge(code, known), Accepted)
    assert "1 place left" in text_of(stranger.get(address_of(page)))


def test_the_same_press_twice_is_one_person_with_one_pass(day: CentreDay) -> None:
    page, stranger = opened(day), browser_of(None)
    before = len(volunteers(day.event))
    stamp = aged_stamp(page, A_MINUTE, now_ms())
    first, again = send(page, stranger, stamp=stamp), send(page, stranger, stamp=stamp)
    assert first["Location"] == again["Location"]
    assert len(volunteers(day.event)) == before + 1


def test_of_two_who_race_for_the_last_place_one_has_it_and_the_other_is_asked_again(
    day: CentreDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connection

    from sync.server.registering import places

    page = opened(day)
    send(page, name="First One")
    answers, both_counted = {}, threading.Barrier(2)
    count = places.taken_at

    def counted(*of: Any) -> Any:
        """Without a lock both meet here, and have seen the same last place; with one, the other cannot come as long as this one waits."""
        taken = count(*of)
        with contextlib.suppress(threading.BrokenBarrierError):
            both_counted.wait(timeout=1)
        return taken

    monkeypatch.setattr("sync.server.registering.taking.taken_at", counted)

    def race(name: str) -> None:
        answers[name] = send(page, browser_of(None), name=name)
        connection.close()

    racers = [threading.Thread(target=race, args=(name,)) for name in ("Second One", "Third One")]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(answer.status_code for answer in answers.values()) == [302, 422]
    loser = next(answer for answer in answers.values() if answer.status_code == 422)
    assert "The last place there has just been taken" in text_of(loser)
    assert sum(person.shift == MORNING for person in volunteers(day.event).values()) == 2


def test_everybody_of_the_roster_takes_a_place_whoever_put_them_there(quick_day: CentreDay) -> None:
    import msgspec

    from sync.server.publishing.models import RosterRow

    page = opened(quick_day)
    person = volunteers(quick_day.event)["Miriam K."]
    row = RosterRow.objects.get(key=person.who, body__isnull=False)
    row.body = msgspec.msgpack.encode(msgspec.structs.replace(person, shift=MORNING))
    row.save()
    assert "1 place left" in text_of(browser_of(None).get(address_of(page)))


def test_when_every_place_is_taken_that_is_said_in_plain_words_without_a_form(quick_day: CentreDay) -> None:
    page = opened(quick_day)
    for number in range(5):
        place = MORNING if number < 2 else AFTERNOON
        assert send(page, name=f"Helper {number}", place=f"s{place}").status_code == 302
    answer = browser_of(None).get(address_of(page))
    assert "All places are taken" in text_of(answer)
    assert b'name="name"' not in answer.content


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": "  "}, "Write your name"),
        ({"name": "\u202e\u200f"}, "Write your name"),
        ({"place": ""}, "Choose when you would like to help"),
        ({"place": "s1"}, "Choose when you would like to help"),
        ({"agrees": ""}, "We need your yes"),
    ],
)
def test_what_is_missing_is_said_beside_it_and_what_was_written_stays(quick_day: CentreDay, said: dict[str, str], sentence: str) -> None:
    page = opened(quick_day)
    answer = send(page, group="Scouts of the Lane", **said)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert b"Scouts of the Lane" in answer.content
    assert "Noor A." not in volunteers(quick_day.event)


def test_a_machine_is_asked_once_more_and_a_person_who_was_taken_for_one_gets_through(quick_day: CentreDay) -> None:
    page, stranger = opened(quick_day), browser_of(None)
    quick = stamp_in(stranger.get(address_of(page)))
    of_yesterday = aged_stamp(page, 90_000_000, now_ms())
    for said in ({"stamp": quick}, {"website": "https://example.org"}, {"stamp": "made up"}, {"stamp": of_yesterday}):
        answer = send(page, stranger, **said)
        assert answer.status_code == 422
        assert "Please send it once more" in text_of(answer)
    assert "Noor A." not in volunteers(quick_day.event)
    other = opened(quick_day, 1)
    assert send(page, stranger, stamp=aged_stamp(other, A_MINUTE, now_ms())).status_code == 422, "another venue's form"
    # What was asked again keeps the time at which it was first shown.
    assert stamp_in(send(page, stranger, stamp=quick)) == quick


def test_a_school_behind_one_address_gets_through_and_a_flood_does_not(quick_day: CentreDay, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.server.registering import taking
    from sync.server.registering.models import Knock

    assert taking.ADDRESS_HOUR_MAX >= 300, "ten classes within an hour"
    monkeypatch.setattr(taking, "ADDRESS_HOUR_MAX", 2)
    page = opened(quick_day)
    assert send(page, name="One").status_code == send(page, name="Two", place=f"s{AFTERNOON}").status_code == 302
    stopped = send(page, name="Three", place=f"s{AFTERNOON}")
    assert stopped.status_code == 429
    assert "Please try again in a quarter of an hour" in text_of(stopped)
    written = form(aged_stamp(page, A_MINUTE, now_ms()), place=f"s{AFTERNOON}")
    assert browser_of(None).post(address_of(page), written, REMOTE_ADDR="192.0.2.7").status_code == 302, "somebody elsewhere"
    assert all(b"127.0.0.1" not in bytes(knock.address) for knock in Knock.objects.all())
    Knock.objects.update(at_ms=now_ms() - taking.HOUR_MS - 1)
    assert send(page, name="Four", place=f"s{AFTERNOON}").status_code == 302
    assert Knock.objects.count() == 1, "what is older than an hour is gone"


def test_a_page_takes_no_flood_from_many_addresses_either(quick_day: CentreDay, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.server.registering import taking

    page = opened(quick_day)
    for limit in ("PAGE_HOUR_MAX", "PAGE_MAX"):
        monkeypatch.setattr(taking, limit, 0)
        assert send(page).status_code == 429
        monkeypatch.setattr(taking, limit, 99)
    assert send(page).status_code == 302


def test_a_shift_is_changed_and_the_place_before_is_free_at_once(day: CentreDay) -> None:
    page, stranger = opened(day), browser_of(None)
    mine = send(page, stranger)["Location"]
    send(page, name="Neighbour")
    assert "Full" in text_of(stranger.get(address_of(page)))
    shown = stranger.get(f"{mine}/change")
    assert "yours" in text_of(shown)
    assert stranger.post(f"{mine}/change", {"place": f"s{AFTERNOON}"})["Location"] == mine
    assert volunteers(day.event)["Noor A."].shift == AFTERNOON
    assert stranger.get(mine).status_code == 200, "the pass stays the same"
    assert "1 place left" in text_of(stranger.get(address_of(page)))
    send(page, name="Quick One")
    full = stranger.post(f"{mine}/change", {"place": f"s{MORNING}"})
    assert full.status_code == 422
    assert "The last place there has just been taken" in text_of(full)
    assert stranger.post(f"{mine}/change", {"place": f"s{AFTERNOON}"}).status_code == 302, "one's own place is never full"


def test_who_withdraws_leaves_the_roster_and_their_pass_opens_nothing_any_more(day: CentreDay) -> None:
    from sync.server.papers.passes import bearer
    from sync.server.publishing import keys
    from sync.server.publishing.models import RosterRow

    page, stranger = opened(day), browser_of(None)
    stamp = aged_stamp(page, A_MINUTE, now_ms())
    mine = send(page, stranger, stamp=stamp)["Location"]
    person = volunteers(day.event)["Noor A."]
    had = bearer(day.event, day.definition, person.who)
    assert had is not None
    assert "this pass opens nothing any more" in text_of(stranger.get(f"{mine}/withdraw"))
    assert volunteers(day.event)["Noor A."] == person, "looking changes nothing"
    assert "Your place is free again" in text_of(stranger.post(f"{mine}/withdraw"))
    assert "Noor A." not in volunteers(day.event)
    assert RosterRow.objects.get(key=person.who).body is None, "the removal travels to the kiosks"
    key_id, key = keys.pass_key(day.event)
    known = KnownHere(day.definition, RAINBOW, {key_id: bytes(key.verify_key)}, withdrawn=frozenset({person.who}))
    assert judge(read_code(had.card.code), known) == Refused(Refusal.REVOKED)
    assert stranger.get(mine).status_code == 404
    assert stranger.get(f"{mine}/change").status_code == stranger.post(f"{mine}/withdraw").status_code == 404
    assert send(page, stranger, stamp=stamp).status_code == 422, "an old form brings nobody back"
    assert send(page, stranger).status_code == 302


def test_nobody_changes_who_came_by_a_list_nor_with_a_link_made_up(quick_day: CentreDay) -> None:
    from sync.server.papers.passes import link_word

    listed = volunteers(quick_day.event)["Miriam K."]
    page, stranger = opened(quick_day), browser_of(None)
    send(page, stranger)
    own = volunteers(quick_day.event)["Noor A."]
    for word in (link_word(quick_day.event, listed), "a" * 32, link_word(quick_day.event, own)[:-6] + "aaaaaa"):
        for deed in ("change", "withdraw"):
            assert stranger.get(f"/pass/{quick_day.event}/{word}/{deed}").status_code == 404
            assert stranger.post(f"/pass/{quick_day.event}/{word}/{deed}").status_code == 404
    assert "Change my shift" not in text_of(stranger.get(f"/pass/{quick_day.event}/{link_word(quick_day.event, listed)}"))


def test_publishing_a_roster_anew_leaves_those_who_registered_alone(quick_day: CentreDay) -> None:
    from sync.server.publishing.publish import publish

    send(opened(quick_day))
    publish(quick_day.definition, dict(quick_day.rosters), now_ms())
    assert volunteers(quick_day.event)["Noor A."].shift == MORNING


def test_who_registered_is_forgotten_and_told_like_everybody_else(quick_day: CentreDay) -> None:
    from sync.server.erasing.holdings import Kind
    from sync.server.registering.holding import HOLDING
    from sync.server.registering.models import Knock, Registered

    page = opened(quick_day)
    send(page, group="The Lane School")
    send(page, name="Other", place=f"s{AFTERNOON}")
    key = volunteers(quick_day.event)["Noor A."].who
    assert HOLDING.told(quick_day.event, key)["registered_by_themselves"]["group"] == "The Lane School"
    assert HOLDING.told(quick_day.event, b"somebody") == {}
    assert HOLDING.count(quick_day.event) == {Kind.REGISTRATIONS: 2}
    assert HOLDING.erase_people(quick_day.event, [key]) == {Kind.REGISTRATIONS: 1}
    assert HOLDING.erase(quick_day.event) == {Kind.REGISTRATIONS: 1}
    assert Registered.objects.count() == Knock.objects.count() == 0

"""What a lead hears about the line to the centre."""

import pytest
from msgspec.structs import replace

from kiosk.app.link import link_of
from kiosk.window.finding_words import link_words
from sync.client.outcome import StopWhy, Why
from sync.client.status import Status
from tests.support.day import id_at

FINE = Status(
    sent=10,
    waiting=2,
    quarantined=0,
    flagged=1,
    last_contact_s=5.0,
    push_trouble=None,
    pull_trouble=None,
    clock_difference_ms=0,
    trusted=True,
    definition=1,
    alone=(),
    stuck=None,
    own_faults=0,
)


def test_sent_waiting_and_flagged_are_told_apart_and_add_up() -> None:
    link = link_of(replace(FINE, quarantined=3), now_ms=60_000)
    assert (link.sent, link.waiting, link.flagged) == (9, 2, 4)
    assert link.last_contact_ms == 55_000
    assert link_of(replace(FINE, flagged=99), 0).flagged == 10
    assert link_of(replace(FINE, last_contact_s=None), 0).last_contact_ms is None


@pytest.mark.parametrize("trouble", [*Why, *StopWhy])
def test_every_trouble_has_its_sentence(trouble: Why | StopWhy) -> None:
    for link in (link_of(replace(FINE, push_trouble=trouble), 0), link_of(replace(FINE, pull_trouble=trouble), 0)):
        assert link.note is not None
        assert link_words("en", link.note, link.note_count).endswith(".")


def test_a_line_that_is_only_slow_asks_nobody_to_look() -> None:
    assert not link_of(FINE, 0).needs_a_look
    assert not link_of(replace(FINE, push_trouble=Why.OFFLINE), 0).needs_a_look


@pytest.mark.parametrize(
    "bad",
    [
        replace(FINE, push_trouble=StopWhy.DEVICE_REVOKED),
        replace(FINE, trusted=False),
        replace(FINE, stuck=id_at(3)),
        replace(FINE, alone=(id_at(3),)),
        replace(FINE, quarantined=1),
    ],
)
def test_what_only_a_person_can_put_right_asks_for_a_look(bad: Status) -> None:
    assert link_of(bad, 0).needs_a_look
    assert link_of(bad, 0).note is not None

"""Can a coordinator bring in what a kiosk wrote on a stick, and see what came of it?"""

import base64
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sync.domain.facts import ItemsLogged
from sync.protocol.hand_over import make_hand_over, open_receipt
from tests.support.centre import set_up_django
from tests.support.centre_day import RAINBOW, CentreDay, Kiosk
from tests.support.neighbours import ELSEWHERE_DEVICE, add_neighbours
from tests.support.site_pages import browser_of, centre_day, text_of

set_up_django()

HATS, KNITTING = 1, 1


@pytest.fixture
def day() -> Iterator[CentreDay]:
    with centre_day() as day:
        yield day


def stick(day: CentreDay, *, device: int = 2) -> bytes:
    from sync.server.publishing import keys

    kiosk = Kiosk(device, RAINBOW, day.event, day.now_ms - 3_600_000, incarnation=0xCA44)
    kiosk.add(ItemsLogged(KNITTING, HATS, 7), day.now_ms - 60_000)
    return make_hand_over([kiosk.push(day.now_ms)], bytes(keys.hand_over_key().public_key))


def bring(content: bytes) -> Any:
    file = SimpleUploadedFile("kiosk-2.mh", content)
    return browser_of("coordinator").post("/devices/hand-over", {"file": file}, follow=True)


def test_what_came_of_the_file_is_said_and_the_receipt_can_be_taken_along(day: CentreDay) -> None:
    from sync.server.audit.models import AuditLine
    from sync.server.publishing import keys

    sealed = stick(day)
    answer = bring(sealed)
    words = text_of(answer)
    assert "1 new entry brought by hand" in words
    assert "Rainbow door kiosk 2 1 1 1" in words
    packed = re.search(r'base64,([^"]+)"', answer.content.decode())
    assert packed is not None
    receipt = open_receipt(base64.b64decode(packed[1]), [bytes(keys.server_key().verify_key)])
    assert [held.high for held in receipt.streams] == [1]
    assert "0 new entries brought by hand" in text_of(bring(sealed))
    told = AuditLine.objects.filter(deed="hand-over-taken").order_by("pk").values_list("what", flat=True)
    assert list(told) == [f"Brought a hand-over in: {new} entries were new." for new in (1, 0)]


def test_another_file_changes_nothing_and_says_which_one_to_choose(day: CentreDay) -> None:
    assert "That file was not taken: this is no hand-over of Many Hands." in text_of(bring(b"holiday"))
    assert "Choose the file first." in text_of(browser_of("coordinator").post("/devices/hand-over", follow=True))
    assert "1 journal in the file is of no kiosk of yours." in text_of(bring(stick(day, device=4711)))


def test_of_what_belongs_to_somebody_else_nothing_is_told(day: CentreDay) -> None:
    add_neighbours(day)
    words = text_of(bring(stick(day, device=ELSEWHERE_DEVICE)))
    assert "1 journal in the file is of no kiosk of yours." in words
    assert "Slate shed" not in words


def test_a_file_that_is_too_large_is_not_looked_at(day: CentreDay, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = stick(day)
    monkeypatch.setattr("sync.server.site.couriers.HAND_OVER_BYTES_MAX", len(sealed) - 1)
    assert "it is too large" in text_of(bring(sealed))


def test_while_nothing_can_be_stored_the_same_file_is_asked_for_again(day: CentreDay, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.server.ledger.store import StoreBusy
    from sync.server.site import couriers

    def busy(*_: object) -> None:
        raise StoreBusy("somebody else writes")

    monkeypatch.setattr(couriers, "receive", busy)
    assert "Bring the same file again in a few minutes" in text_of(bring(stick(day)))

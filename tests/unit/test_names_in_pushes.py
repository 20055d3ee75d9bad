"""What leaves the kiosk with its entries: is a typed name in it, as it is sent or as it was before it was made small?"""

import zlib

import pytest
from msgspec.structs import replace

from kiosk.flow.requests import RecordWalkIn
from kiosk.flow.values import Heads
from sync.client.push import Making, Outbox
from sync.protocol.canon import decode
from sync.protocol.envelope import encode, pack
from sync.protocol.messages import Push
from tests.support.day import CARDS, SCHOOL
from tests.support.desk import DeskDay, told_here
from tests.support.journals import tap

NAMES = ("Zebulonia Q.", "צפניה ק.", "زبلون ق.")
LETTERS_MIN = 3


def walked_in(name: str) -> DeskDay:
    day = DeskDay(told_here(SCHOOL))
    day.desk.answer(RecordWalkIn(name, None, CARDS, tap(1)))
    day.desk.answer(RecordWalkIn(f"Walkers {name}", Heads(9, 3), CARDS, tap(2)))
    return day


def push_of(day: DeskDay) -> Push:
    push = Outbox(day.journal, Making(day.clocks.sample, lambda: b"n" * 16, lambda: 1, "1.0")).next_push()
    assert isinstance(push, Push)
    assert len(push.entries) == day.journal.high
    return push


def is_in(name: str, body: bytes) -> bool:
    words = [word for word in f"Walkers {name}".split() if len(word) >= LETTERS_MIN]
    spelled = {form for word in words for form in (word, word.lower(), word.upper())}
    return any(form.encode(encoding) in body for form in spelled for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


@pytest.mark.parametrize("name", NAMES)
def test_no_body_of_a_push_holds_a_name_that_was_typed(name: str) -> None:
    push = push_of(walked_in(name))
    small = pack(push)
    assert not is_in(name, encode(push))
    assert not is_in(name, small)
    assert not is_in(name, zlib.decompress(small))


@pytest.mark.parametrize("name", NAMES)
def test_the_search_would_find_it(name: str) -> None:
    day = walked_in(name)
    body = day.journal.read(day.journal.stream, 1, 1).entries[0]
    day.journal.append(replace(decode(body), ext={"name": name}), tap(3))
    push = push_of(day)
    assert is_in(name, encode(push))
    assert is_in(name, zlib.decompress(pack(push)))

"""Are cards read as they look in a hall: on dim and cracked screens, blurred, small, turned, pale?"""

from functools import cache

import pytest

from kiosk.scanning.decoding import SECOND_LOOK_EVERY, Reader, text_in
from kiosk.scanning.frames import Frame
from tests.support.cards_in_the_hall import KINDS, TEXT, pictures

LOOKS = 2


@cache
def hall() -> tuple[tuple[str, int, Frame], ...]:
    return tuple(pictures())


def held_up(frame: Frame) -> str | None:
    """Somebody holds this card before the camera for some frames."""
    reader = Reader()
    return next((text for _ in range(SECOND_LOOK_EVERY * LOOKS) if (text := reader.read(frame))), None)


@pytest.mark.slow
def test_we_read_at_least_what_bare_zxing_reads_and_some_cards_more() -> None:
    bare = {(kind, step) for kind, step, frame in hall() if text_in(frame) == TEXT}
    ours = {(kind, step) for kind, step, frame in hall() if held_up(frame) == TEXT}
    assert bare <= ours
    assert len(ours) > len(bare)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_easier_half_of_every_kind_is_read_at_the_first_look(kind: str) -> None:
    frames = [(step, frame) for name, step, frame in hall() if name == kind]
    assert [step for step, frame in frames if step <= 2 and text_in(frame) != TEXT] == []


@pytest.mark.slow
def test_nothing_is_read_that_is_not_there() -> None:
    assert {text for *_, frame in hall() if (text := held_up(frame))} == {TEXT}


def test_only_every_so_manieth_frame_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Frame] = []

    def look(frame: Frame) -> Frame:
        looked.append(frame)
        return frame

    empty = Frame(64, 64, bytes(64 * 64))
    reader = Reader()
    monkeypatch.setattr("kiosk.scanning.decoding._LOOKS", (look,))
    counts = []
    for _ in range(3 * SECOND_LOOK_EVERY):
        assert reader.read(empty) is None
        counts.append(len(looked))
    assert counts == [*[0] * (SECOND_LOOK_EVERY - 1), *[1] * SECOND_LOOK_EVERY, *[2] * SECOND_LOOK_EVERY, 3]

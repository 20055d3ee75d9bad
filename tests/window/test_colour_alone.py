"""Can somebody who sees no colours tell one state of a page from another? Every page as its words, signs, drawings and rings."""

from collections import defaultdict
from collections.abc import Hashable
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.flow.conversation import Conversation
from kiosk.flow.values import Wish
from kiosk.screens.finding import seen
from kiosk.screens.pieces.code import CodePicture
from kiosk.screens.pieces.icon import Icon
from kiosk.screens.pieces.picture import Picture
from kiosk.screens.pieces.ring import Ring
from kiosk.screens.pieces.words import Words
from kiosk.screens.pin_pad import Dots
from kiosk.screens.samples import every_state
from sync.domain.roster import Preferences
from tests.support.driver import Driver

STATES = every_state()
ALIKE_ON_PURPOSE = [["pin-wrong", "pin-slip"]]
"""For one second after a slip the keys rest, which is over before anybody could read why."""


def without_colours(driver: Driver, conversation: Conversation) -> tuple[Hashable, ...]:
    driver.show(conversation)
    return _as_it_stands(driver)


def _as_it_stands(driver: Driver) -> tuple[Hashable, ...]:
    return tuple(face for each in seen(driver.stage) if (face := _face(each)) is not None)


def _face(widget: Any) -> Any:  # whatever can be compared
    if isinstance(widget, Words) and widget.words:
        return (widget.words, bool(widget.strong))
    if isinstance(widget, Icon):
        return widget.icon or None
    if isinstance(widget, CodePicture):
        return widget.code
    if isinstance(widget, Dots):  # full ones and hoops
        return widget.filled
    if isinstance(widget, Picture):
        return widget.picture or None
    return ("ring", round(widget.share, 2)) if isinstance(widget, Ring) else None


@pytest.mark.slow
def test_no_two_states_of_a_page_differ_by_colour_alone(driver: Driver) -> None:
    alike: defaultdict[tuple[Hashable, ...], list[str]] = defaultdict(list)
    for name, conversation in STATES.items():
        alike[(type(conversation.page).__name__, *without_colours(driver, conversation))].append(name)
    assert [names for names in alike.values() if len(names) > 1] == ALIKE_ON_PURPOSE


@pytest.mark.parametrize("wish", list(Wish))
def test_what_was_wished_for_is_seen_without_colours(driver: Driver, wish: Wish) -> None:
    plain = STATES["wishing"]
    assert without_colours(driver, replace(plain, preferences=replace(Preferences(), **{wish.value: True}))) != without_colours(
        driver, plain
    )


def test_a_state_that_were_told_by_its_colour_alone_would_look_like_another(driver: Driver) -> None:
    ticked = without_colours(driver, STATES["gathering"])
    for tile in [each for each in seen(driver.stage) if hasattr(each, "is_ticked")]:
        tile.is_ticked = not tile.is_ticked  # its ground changes, its sign does not
    assert _as_it_stands(driver) == ticked
    driver.forget_pages()

"""Does a page stand as it should: texts whole and apart, everything in the window, targets large, the deed in its corner?

Promise: measured on the real layout, without drawing it: a text's room is the room of its letters in the typeface, so that what is found
here would be seen on the screen. Each measure gives sentences, none when all is well. Import after `tests.support.driver`.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from kivy.clock import Clock
from kivy.lang import Builder
from kivy.uix.scrollview import ScrollView

from kiosk.screens.finding import seen
from kiosk.screens.pieces.buttons import DeedButton
from kiosk.screens.pieces.icon import Icon
from kiosk.screens.pieces.picture import Picture
from kiosk.screens.pieces.words import LEADING
from kiosk.window.theme import theme
from tests.support.driver import Driver

THUMB_DP = 72  # 15 mm on the screen that we draw for: 1024 dp are the width of ten inches
THUMB_LARGE_DP = 96  # 20 mm there
REACH_SHARE = 0.6  # of the height, from a wheelchair: said here once more, so that a change of the product's is seen
TICKS_MAX = 12
Box = tuple[float, float, float, float]
"""Left, low, right, high, in pixels of the window."""


def lay_out(driver: Driver) -> None:
    """Let the layout come to rest without drawing a frame: drawing is half of the time, and nothing is measured in the picture."""
    for _ in range(TICKS_MAX):
        Clock.tick()
        Builder.sync()
        Clock.tick_draw()
        Builder.sync()
        if not any(event.timeout <= 0 for event in Clock.get_events()):
            return
    assert driver.window.canvas, "the layout does not come to rest"


def wrong(driver: Driver) -> list[str]:
    """Everything that no page may have, in whatever language, at whatever size."""
    return [*cut_words(driver), *overlapping(driver), *outside(driver), *too_small(driver), *colliding(driver)] + (
        too_high(driver) if theme.low else []
    )


def cut_words(driver: Driver) -> list[str]:
    """Every text that does not fit its box, was shortened, or leaves the window: what scrolls may leave it and is whole all the same."""
    found = []
    for words in driver.all_words():
        if not words.words:
            continue
        if words.is_shortened:
            found.append(f"shortened: {words.words!r} as {words.lines}")
        if words.words_width > words.width + 1:
            found.append(f"wider than its box: {words.words!r} {words.words_width} > {words.width}")
        if len(words.lines) * words.font_px * LEADING > words.height + 3:
            found.append(f"higher than its box: {words.words!r} {words.words_height} > {words.height}")
        if not scrolled_out(words) and not _is_inside(driver, ink_of(words)):
            found.append(f"outside the window: {words.words!r}")
        if (row := _row_of(words)) is not None and not _holds(box_of(row), ink_of(words)):
            found.append(f"outside its row: {words.words!r} {ink_of(words)} in {box_of(row)}")
    return found


def overlapping(driver: Driver) -> list[str]:
    """Every two texts that stand on each other. A text takes the room of its ink, not of its box."""
    boxes = [(ink_of(words), words.words, scrolled_out(words)) for words in driver.all_words() if words.words]
    return [f"{one[1]!r} stands on {other[1]!r}" for one, other in _beside(boxes) if _meet(one[0], other[0], 2, 4)]


def outside(driver: Driver) -> list[str]:
    """Every button, picture and icon that leaves the window."""
    shown = [each for each in seen(driver.stage) if isinstance(each, Icon | Picture) and _is_drawn(each)]
    return [
        f"outside the window: {_name(each)} {box_of(each)}"
        for each in (*driver.buttons(), *shown)
        if not scrolled_out(each) and not _is_inside(driver, box_of(each))
    ]


def too_small(driver: Driver) -> list[str]:
    """Every button that a thumb in a glove would miss."""
    least = (THUMB_LARGE_DP if theme.large else THUMB_DP) * theme.scale
    return [f"too small to press: {_name(each)} {each.size}" for each in driver.buttons() if min(each.size) < least - 1]


def colliding(driver: Driver) -> list[str]:
    """Every two buttons of which a finger could meet both."""
    boxes = [(box_of(each), _name(each), scrolled_out(each)) for each in driver.buttons()]
    return [f"{one[1]} lies on {other[1]}" for one, other in _beside(boxes) if _meet(one[0], other[0], 2, 2)]


def too_high(driver: Driver) -> list[str]:
    """Every button that cannot be reached from a wheelchair."""
    limit = driver.window.height * REACH_SHARE + 1
    return [f"too high to reach: {_name(each)} {box_of(each)}" for each in driver.buttons() if box_of(each)[3] > limit]


def deed_of(driver: Driver) -> Box | None:
    """Where the deed stands, if this page has one."""
    deeds = [each for each in seen(driver.stage) if isinstance(each, DeedButton)]
    assert len(deeds) <= 1, "one thing to do on a page"
    return box_of(deeds[0]) if deeds else None


def deed_astray(driver: Driver) -> list[str]:
    """The deed, if it is not in the lower corner of the hand that it belongs to."""
    deed = deed_of(driver)
    if deed is None:
        return []
    middle = (deed[0] + deed[2]) / 2 / driver.window.width
    is_left = theme.right_to_left or theme.left_handed
    edge = theme.far + theme.tight
    is_low = deed[1] <= edge
    is_in_corner = deed[0] <= edge if is_left else deed[2] >= driver.window.width - edge
    return [] if is_low and is_in_corner else [f"the deed has left its corner: {deed}, its middle at {middle:.0%}"]


def scrolled_out(widget: object) -> bool:
    """Whether it lies in a list that scrolls: there the window's edge is no limit."""
    parent = widget
    while parent is not None and not isinstance(parent, ScrollView):
        up = getattr(parent, "parent", None)
        parent = None if up is parent else up
    return parent is not None


def _row_of(words: Any) -> Any:
    """The row of a scrolling list on which it stands; None where nothing scrolls."""
    row = words
    while row.parent is not None and row.parent is not row:
        if isinstance(getattr(row.parent, "parent", None), ScrollView):
            return row
        row = row.parent
    return None


def _beside(boxes: list[tuple[Box, str, bool]]) -> Iterator[tuple[tuple[Box, str, bool], tuple[Box, str, bool]]]:
    """Every two that can be seen to meet: what scrolls is cut off where its list ends, and meets only its own kind."""
    return ((one, other) for one, other in combinations(boxes, 2) if one[2] == other[2])


def ink_of(words: Any) -> Box:
    """Where the words themselves are, within their box."""
    middle_x, middle_y = words.to_window(*words.center)
    width, up = words.words_width, len(words.lines) * words.font_px * LEADING / 2
    middle_y += {"top": words.height / 2 - up, "middle": 0, "bottom": up - words.height / 2}[words.valign]
    starts_right = (words.halign == "end") != theme.right_to_left
    left = {"middle": middle_x - width / 2}.get(
        words.halign, middle_x + words.width / 2 - width if starts_right else middle_x - words.width / 2
    )
    return left, middle_y - up, left + width, middle_y + up


def box_of(widget: Any) -> Box:
    left, low = widget.to_window(*widget.pos)
    return left, low, left + widget.width, low + widget.height


def _is_drawn(shown: Any) -> bool:
    return bool(shown.icon and shown.side) if isinstance(shown, Icon) else bool(shown.picture)


def _is_inside(driver: Driver, box: Box) -> bool:
    return _holds((0, 0, driver.window.width, driver.window.height), box)


def _holds(outer: Box, box: Box) -> bool:
    return box[0] >= outer[0] - 1 and box[1] >= outer[1] - 1 and box[2] <= outer[2] + 1 and box[3] <= outer[3] + 1


def _meet(one: Box, other: Box, wide: float, high: float) -> bool:
    """Whether they have more than so much in common."""
    return min(one[2], other[2]) - max(one[0], other[0]) > wide and min(one[3], other[3]) - max(one[1], other[1]) > high


def _name(widget: Any) -> str:
    said = getattr(widget, "words", "") or getattr(widget, "icon", "")
    return f"{type(widget).__name__} {said!r}"

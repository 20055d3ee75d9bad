"""In how many ways can a page be looked at? Every language, size and wish, in an order that lets pages be made as seldom as can be.

Promise: the whole matrix, and a diagonal through it that touches every page, language, size and wish for the quick run.
"""

from collections import defaultdict
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from kiosk.flow.conversation import Conversation
from kiosk.screens.samples import every_state
from kiosk.window.shaping import RIGHT_TO_LEFT
from kiosk.window.text import LANGUAGE_NAMES
from sync.domain.roster import Preferences
from tests.support.driver import SIZES

WISHES = {
    "as it comes": Preferences(),
    "large": Preferences(large_text=True),
    "low": Preferences(low_layout=True),
    "for a left hand": Preferences(left_handed=True),
    "large and low, for a left hand": Preferences(large_text=True, low_layout=True, left_handed=True),
}
# Pages are made anew when the direction changes: those that run the same way come one after the other.
LANGUAGES = sorted(LANGUAGE_NAMES, key=lambda language: language in RIGHT_TO_LEFT)
LEADS = {"Staff", "TryingScanner"}
ENDS = ("as it comes", "large and low, for a left hand")
TWO = ("fr", "he")
STATES = every_state()


class Look(msgspec.Struct, frozen=True):
    """One field of the matrix."""

    state: str
    size: tuple[int, int]
    wish: str
    language: str

    def __str__(self) -> str:
        return f"{self.state} {self.size[0]}x{self.size[1]} {self.language}, {self.wish}"

    @property
    def conversation(self) -> Conversation:
        return replace(STATES[self.state], language=self.language, preferences=WISHES[self.wish])


def _by_page() -> dict[str, list[str]]:
    pages: dict[str, list[str]] = defaultdict(list)
    for state, conversation in STATES.items():
        pages[type(conversation.page).__name__].append(state)
    return dict(pages)


PAGES = _by_page()


def looks_at(page: str) -> Iterator[Look]:
    """Every field of one page. The lead's pages are the dearest, and nobody's wishes but their own change them: between as it comes and
    everything at once, two languages do.
    """
    for size in SIZES:
        for wish in WISHES:
            for language in LANGUAGES if page not in LEADS or wish in ENDS else TWO:
                yield from (Look(state, size, wish, language) for state in PAGES[page] if _is_spoken(state, language))


def diagonal(size: tuple[int, int]) -> Iterator[Look]:
    """One look at every fourth page for each size, in a language and with a wish that go round."""
    first, wishes = SIZES.index(size), list(WISHES)
    for turn, page in enumerate(sorted(PAGES)):
        if turn % len(SIZES) == first:
            states = PAGES[page]
            yield Look(states[turn % len(states)], size, wishes[turn % len(wishes)], LANGUAGES[turn % len(LANGUAGES)])


def _is_spoken(state: str, language: str) -> bool:
    """The letters of one language are a page of that language; in the others it would be the same keyboard once more."""
    letters = state.removeprefix("searching-").removeprefix("introducing-")
    return letters in (state, language) or letters not in LANGUAGES

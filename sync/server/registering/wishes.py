"""What did somebody write on the registration page, and what is missing?

Promise: a name and a yes to one sentence are required, and a place where there are places; no age, no address; what was written is kept
when something is asked again.
"""

import re
import unicodedata
from collections.abc import Mapping

import msgspec

from sync.domain.roster import Preferences
from sync.protocol.limits import NAME_CHARACTERS_MAX
from sync.server.tongues.languages import CODES, spoken
from sync.server.tongues.saying import Said, later, say

GROUP_CHARACTERS_MAX = 60
HELPS: dict[str, Said] = {
    "large_text": later("Larger letters"),
    "spoken": later("Words read out"),
    "low_layout": later("Everything within reach from a wheelchair"),
    "left_handed": later("Buttons for the left hand"),
    "calm": later("Calm: no sounds, nothing moves"),
}
"""What the kiosk can do for somebody, by the names of the roster's preferences."""

_SPACES = re.compile(r"\s+")


class Written(msgspec.Struct, frozen=True):
    """The form as it came. ``faults``: a sentence by the name of the field."""

    name: str = ""
    group: str = ""
    place: str = ""
    language: str = ""
    helps: frozenset[str] = frozenset()
    agrees: bool = False
    faults: dict[str, str] = {}

    @property
    def preferences(self) -> Preferences:
        return Preferences(self.language or None, **{name: name in self.helps for name in HELPS})


def unwritten() -> Written:
    """Return the form as it is before anybody wrote: in the language of the page."""
    return Written(language=spoken())


def written(given: Mapping[str, str], places: Mapping[str, bool]) -> Written:
    """Return what ``given`` says. ``places``: what can be chosen, and whether it is full."""
    name, group = _line(given.get("name", ""), NAME_CHARACTERS_MAX), _line(given.get("group", ""), GROUP_CHARACTERS_MAX)
    place, language = given.get("place", ""), given.get("language", "")
    faults = {}
    if not any(letter.isalnum() for letter in name):
        faults["name"] = say("Write your name, as the pass shall show it.")
    if places and place not in places:
        faults["place"] = say("Choose when you would like to help.")
    elif places and places[place]:
        faults["place"] = say("The last place there has just been taken. Please choose another one.")
    if not given.get("agrees"):
        faults["agrees"] = say("We need your yes: without your name there is no pass.")
    helps = frozenset(help_ for help_ in HELPS if given.get(help_))
    return Written(name, group, place, language if _is_known(language) else "", helps, bool(given.get("agrees")), faults)


def _is_known(language: str) -> bool:
    return language in {code.partition("-")[0] for code in CODES}


def _line(text: str, most: int) -> str:
    """Return one line of what can be seen: no control characters, no direction marks that would turn what stands beside it."""
    return "".join(letter for letter in _SPACES.sub(" ", unicodedata.normalize("NFC", text)) if letter.isprintable()).strip()[:most]

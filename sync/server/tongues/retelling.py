"""How is a sentence that something below wrote in English said again in the page's language?

The rules of an event and the jobs know no language, and what they say is kept and logged in English. A page says it again.

Promise: a sentence is known by its own English words, with its values where they stood; one that nobody wrote down here comes back as it
is, and is never lost.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from sync.server.tongues.saying import Said, english, filled

Tell = Callable[[str], str]
"""Whatever says something again."""

_PLACE = re.compile(r"\\\{(\w+)\\\}")
_NAMED_PLACE = re.compile(r"\{\w+\}")


def listed(one: Tell, between: str) -> Tell:
    """Return what says several things again that stand in one value, with ``between`` between them."""
    return lambda several: between.join(map(one, several.split(between)))


class Retelling:
    """``sentences`` as they are said below, each said ``later``; ``within`` knows the values of some places, by the place's name.

    ``is_lowered``: their first letters were made small when they were put into another sentence, and are again.
    """

    def __init__(self, sentences: Iterable[Said], within: Mapping[str, Tell] | None = None, *, is_lowered: bool = False) -> None:
        self._sentences = tuple(sentences)
        self._within = within or {}
        self._is_lowered = is_lowered
        self._known: list[tuple[re.Pattern[str], Said]] = []

    def told(self, sentence: str) -> str:
        """Return ``sentence`` in the page's language; as it is when it is none that is known."""
        for pattern, message in self._patterns():
            found = pattern.fullmatch(sentence)
            if found is not None:
                said = {place: self._value(place, value) for place, value in found.groupdict().items()}
                again = filled(message, **said)
                return again[:1].lower() + again[1:] if self._is_lowered else again
        return sentence

    def _value(self, place: str, value: str) -> str:
        return self._within[place](value) if place in self._within else value

    def _patterns(self) -> list[tuple[re.Pattern[str], Said]]:
        # Made at the first question: modules are read before there is a language.
        if not self._known:
            # The longest first: a short one with a value at its end would take a longer one for its own.
            longest_first = sorted(self._sentences, key=lambda message: -len(_NAMED_PLACE.sub("", english(message))))
            ways = re.DOTALL | re.IGNORECASE if self._is_lowered else re.DOTALL
            self._known = [(_pattern(english(message), ways), message) for message in longest_first]
        return self._known


def _pattern(message: str, ways: re.RegexFlag) -> re.Pattern[str]:
    """A value is as short as it can be, and nothing of the sentence around it."""
    return re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(message)), ways)

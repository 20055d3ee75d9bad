"""What do we say to somebody who is expected at another place, or on another day?

Promise: where and when, and that they are welcome here: nobody is sent away by a sentence.
"""

import datetime as dt

from kiosk.flow.values import Visitor
from kiosk.window.text import date, say
from sync.domain.definition import in_language


def expected_words(language: str, visitor: Visitor) -> str:
    """Return the sentence for ``visitor``; empty for whoever is where they are expected."""
    expected = visitor.expected
    if expected is None:
        return ""
    if expected.venue:
        place = in_language(expected.venue, language)
        return say(language, "You are expected at {venue}. You are just as welcome here.", venue=place)
    day = date(language, dt.date.fromisoformat(expected.day))
    return say(language, "Your day with us is {date}. You are welcome today as well.", date=day)

"""What does the kiosk say, in the language of the person before it?

Promise: every sentence of the screens goes through `say` or `say_many` with its English words in the call, where `assets/make/words.py`
finds them for the translators. A language that we do not speak is English altogether (`spoken`): never a sentence of two languages.
What came from outside (names, the event's own texts) is set apart, so that a Hebrew name leaves an English sentence whole.
"""

import datetime as dt
from decimal import Decimal

from kiosk.window.catalogues import ENGLISH, Catalogues
from kiosk.window.shaping import RIGHT_TO_LEFT, set_apart
from sync.places import assets_folder

_catalogues = Catalogues(assets_folder() / "locale")

LANGUAGE_NAMES = {
    "en": "English",
    "he": "עברית",
    "ar": "العربية",
    "ur": "اردو",
    "cy": "Cymraeg",
    "pl": "Polski",
    "fr": "Français",
}


def spoken(wanted: str) -> str:
    """The language in which we serve somebody who wants ``wanted``; the event's own texts must be taken in the same."""
    return _catalogues.spoken(wanted)


def say(language: str, message: str, **values: str | int) -> str:
    """The sentence ``message`` in ``language`` with its ``{values}`` put in."""
    language = spoken(language)
    return _filled(_catalogues.of(language).gettext(message), language, values)


def say_many(language: str, one: str, many: str, count: int, /, **values: str | int) -> str:
    """The sentence for ``count`` things; ``{count}`` is put in as people write numbers."""
    language = spoken(language)
    message = _catalogues.of(language).ngettext(one, many, count)
    known: dict[str, str | int] = {"count": count}
    return _filled(message, language, known | values)


def number(language: str, value: int | Decimal, places: int = 0) -> str:
    """``12345`` as people of that language write it, with so many ``places`` after the point."""
    language = spoken(language)
    if language == ENGLISH:  # the common case without Babel, whose import is a fifth of the time to the first frame
        return f"{value:,.{places}f}".replace("-", "−")
    from babel.numbers import format_decimal

    written: str = format_decimal(value, format=f"#,##0.{'0' * places}" if places else "#,##0", locale=language)
    return written.replace("-", "−")


def date(language: str, day: dt.date) -> str:
    """``22 November`` as people of that language write it."""
    from babel.dates import format_date

    written: str = format_date(day, format="d MMMM", locale=spoken(language))
    return written


def language_name(language: str) -> str:
    """The language's name in itself."""
    return LANGUAGE_NAMES.get(language, language)


def capital(text: str) -> str:
    """The same with its first letter large: a noun that begins a line."""
    return text[:1].upper() + text[1:]


def _filled(message: str, language: str, values: dict[str, str | int]) -> str:
    apart = {
        name: set_apart(value, in_right_to_left=language in RIGHT_TO_LEFT) if isinstance(value, str) else number(language, value)
        for name, value in values.items()
    }
    return message.format(**apart)

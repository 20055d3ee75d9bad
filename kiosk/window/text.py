"""What does the kiosk say, in the language of the person before it?

Promise: every sentence of the screens goes through `say` or `say_many`, so that a catalogue slots in without touching a screen
(its extraction words are ``say:2`` and ``say_many:2,3``). Without a catalogue for a language the English words stand.
What came from outside (names, the event's own texts) is set apart, so that a Hebrew name leaves an English sentence whole.
"""

from gettext import NullTranslations

from kiosk.window.shaping import set_apart
from kiosk.window.theme import RIGHT_TO_LEFT

_ENGLISH = NullTranslations()
_catalogues: dict[str, NullTranslations] = {}

LANGUAGE_NAMES = {
    "en": "English",
    "he": "עברית",
    "ar": "العربية",
    "ur": "اردو",
    "cy": "Cymraeg",
    "pl": "Polski",
    "fr": "Français",
}


def use_catalogue(language: str, catalogue: NullTranslations | None) -> None:
    """Take the sentences in ``language`` from ``catalogue`` from now on; none: in English again."""
    if catalogue is None:
        _catalogues.pop(language, None)
    else:
        _catalogues[language] = catalogue


def say(language: str, message: str, **values: str | int) -> str:
    """The sentence ``message`` in ``language`` with its ``{values}`` put in."""
    catalogue = _catalogues.get(language, _ENGLISH)
    return _filled(catalogue.gettext(message), language if catalogue is not _ENGLISH else "en", values)


def say_many(language: str, one: str, many: str, count: int, **values: str | int) -> str:
    """The sentence for ``count`` things; ``{count}`` is put in as people write numbers."""
    catalogue = _catalogues.get(language, _ENGLISH)
    message = catalogue.ngettext(one, many, count)
    known: dict[str, str | int] = {"count": count}
    return _filled(message, language if catalogue is not _ENGLISH else "en", known | values)


def number(language: str, value: int) -> str:
    """``12345`` as people of that language write it."""
    if language == "en":  # the common case without Babel, whose import is a fifth of the time to the first frame
        return f"{value:,}".replace("-", "−")
    from babel.numbers import format_decimal

    written: str = format_decimal(value, locale=language)
    return written.replace("-", "−")


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

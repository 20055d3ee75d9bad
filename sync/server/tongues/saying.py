"""How does the centre's Python say something to a person, in the language of whoever reads it?

Promise: the English words stand in the call, where `assets/make/centre_words.py` finds them for the translators; values are put in after
translating, numbers as people of that language write them, names set apart so that a Hebrew name leaves an English sentence whole.
What is said when a module is loaded (labels of forms, titles in a list) is said with ``later``, and put into words when it is read.
"""

import re
import unicodedata
from collections.abc import Iterable
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import TYPE_CHECKING

from babel.numbers import format_decimal
from django.utils.functional import Promise, lazystr
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy, ngettext, ngettext_lazy, override

from sync.server.tongues.languages import ENGLISH, is_right_to_left, spoken

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Later
else:
    Later = Promise

Said = str | Later
"""A text that may still have to be put into words."""

Value = str | int | Promise

later = gettext_lazy
later_many = ngettext_lazy

_APART, _TOGETHER = "\u2068", "\u2069"
"""First strong isolate and its end: what stands between keeps its own direction."""

_BEFORE_DIGITS = "\u200e"
"""Left-to-right mark: a sign between it and a digit belongs to the digit, as CLDR writes Hebrew and Arabic numbers."""

_COMMA_OF_ARABIC = frozenset({"ar", "ur"})

_LETTER = re.compile(r"[^\W\d_]")


def say(message: str, **values: Value) -> str:
    """Return the sentence ``message`` with its ``{values}`` put in."""
    return _filled(gettext(message), values)


def say_many(one: str, many: str, count: int, **values: Value) -> str:
    """Return the sentence for ``count`` things; ``{count}`` is put in as people write numbers."""
    return _filled(ngettext(one, many, count), {"count": count, **values})


def filled(message: Said, **values: Value) -> str:
    """Return a sentence that was said ``later`` with its ``{values}`` put in."""
    return _filled(str(message), values)


def number(quantity: int | Decimal, places: int = 0) -> str:
    """Return 1,234 as people of this language write it, with so many ``places`` after the point."""
    if spoken() == "en":
        return f"{quantity:,.{places}f}".replace("-", "−")
    written: str = format_decimal(quantity, format=f"#,##0.{'0' * places}" if places else "#,##0", locale=spoken())
    return written.replace("-", "−")


def percent(whole: int) -> str:
    """Return 43 %; where lines run from the right without a space, at which the sign would change sides."""
    return f"{whole}%" if is_right_to_left() else f"{whole}\u00a0%"


def signed(difference: int, written: str) -> str:
    """Return −460 or +12 of what is ``written`` without its sign, which stays before the digits where lines run from the right."""
    return held(f"{'+' if difference > 0 else '−'}{written}")


def held(written: str) -> str:
    """Return a figure whose sign (£ or −) stays before its digits where lines run from the right, even behind an Arabic word."""
    return f"{_BEFORE_DIGITS}{written}" if is_right_to_left() else written


def listed(said: Iterable[str]) -> str:
    """Return several things in a row, with the comma of the page's script."""
    return ("، " if spoken() in _COMMA_OF_ARABIC else ", ").join(said)


def apart(value: str) -> str:
    """Return a name so that it keeps its own direction within this page's sentences. What was safe in a page stays so."""
    letter = _LETTER.search(value)
    is_its_own = letter is not None and (unicodedata.bidirectional(letter.group()) in {"R", "AL"}) is not is_right_to_left()
    if not is_its_own:
        return value
    written = f"{_APART}{value}{_TOGETHER}"
    return mark_safe(written) if isinstance(value, SafeString) else written  # noqa: S308 - it was safe before, and gained no letter


def english(message: Said) -> str:
    """Return the English words of something said ``later``: for records and files, which have one language."""
    with in_english():
        return str(lazystr(message))


def in_english() -> AbstractContextManager[None]:
    """Return a context in which everything is said in English: for what is kept."""
    return override(ENGLISH)


def _filled(message: str, values: dict[str, Value]) -> str:
    return message.format(**{name: number(value) if isinstance(value, int) else apart(str(value)) for name, value in values.items()})

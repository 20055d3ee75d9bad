"""How is a quantity written: seven hats, £12.50, two hours?

Promise: a number always comes with its noun or its sign, in the words of the event's own definition.
"""

from decimal import Decimal

from kiosk.flow.values import Making
from kiosk.window.text import number, say, say_many
from sync.domain.definition import Unit, in_language
from sync.domain.written import SIGN_BEHIND, places_of, sign_of

_MINUTES_AN_HOUR = 60
_NAMES_ITS_UNIT = (Unit.MINUTES, Unit.MONEY)  # the figure does, by "min" or "£": the noun stands without it


def noun(language: str, making: Making, quantity: int) -> str:
    """The noun alone, where ``quantity`` stands somewhere else."""
    one, many = _nouns(language, making)
    if making.unit in _NAMES_ITS_UNIT:
        return many
    # For translators: {one} is the noun of one thing (hat), {many} that of several (hats); their form cannot change.
    # The number stands elsewhere. Take in each form the one that belongs to such a number.
    return say_many(language, "{one}", "{many}", quantity, one=one, many=many)


def figure(language: str, making: Making, quantity: int) -> str:
    """The number alone, as the large figure on a page: ``312``, ``£12.50``, ``1 h 30 min``."""
    if making.unit is Unit.MONEY:
        return money(language, making.currency, quantity)
    if making.unit is Unit.MINUTES:
        return duration(language, quantity)
    return number(language, quantity)


def amount(language: str, making: Making, quantity: int) -> str:
    """The number with its noun where a button or a question says it: ``7 hats``, ``45 min of gardening``; of money the sum alone."""
    if making.unit is Unit.MONEY:
        return money(language, making.currency, quantity)
    one, many = _nouns(language, making)
    if making.unit is Unit.MINUTES:
        # For translators: {time}: 45 min or 1 h 30 min. {noun}: gardening; its form cannot change.
        return say(language, "{time} of {noun}", time=duration(language, quantity), noun=many)
    # For translators: {one} is the noun of one thing (hat), {many} that of several (hats); their form cannot change. Take in
    # each form the one that such a number stands with; where neither is right, keep them apart, such as "{count} × {one}".
    return say_many(language, "{count} {one}", "{count} {many}", quantity, one=one, many=many)


def told(language: str, making: Making, quantity: int) -> str:
    """As `amount`, with the noun in any case, where nothing around it says what the money was: ``£12.50 raised``."""
    if making.unit is not Unit.MONEY:
        return amount(language, making, quantity)
    # For translators: {money}: £12.50. {noun}: raised; its form cannot change.
    return say(language, "{money} {noun}", money=money(language, making.currency, quantity), noun=in_language(making.many, language))


def money(language: str, currency: str, minor: int) -> str:
    """An amount in the currency's minor unit, with its sign: a till's ``1250`` is ``£12.50``."""
    return _money(language, currency, minor, places_of(currency))


def short_money(language: str, currency: str, minor: int) -> str:
    """The same without the pence when there are none, for targets and step tiles: ``£1,000``."""
    places = places_of(currency)
    return _money(language, currency, minor, places if minor % 10**places else 0)


def brief(language: str, making: Making, quantity: int) -> str:
    """As `figure`, without a needless ``.00``."""
    if making.unit is Unit.MONEY:
        return short_money(language, making.currency, quantity)
    return figure(language, making, quantity)


def duration(language: str, minutes: int) -> str:
    hours, rest = divmod(minutes, _MINUTES_AN_HOUR)
    if hours == 0:
        return say(language, "{minutes}\u00a0min", minutes=rest)
    if rest == 0:
        return say(language, "{hours}\u00a0h", hours=hours)
    return say(language, "{hours}\u00a0h {minutes}\u00a0min", hours=hours, minutes=rest)


def gigabytes(language: str, size_bytes: int) -> str:
    """Room on a disk, always in the one unit that shops and systems share: ``0.4 GB`` are 400,000,000 bytes."""
    return f"{number(language, Decimal(size_bytes) / 10**9, 1)}\u00a0GB"


def helping(language: str, count: int) -> str:
    if count == 0:
        return say(language, "Be the first to help today")
    return say_many(language, "{count} person is helping", "{count} people are helping", count)


def _nouns(language: str, making: Making) -> tuple[str, str]:
    return in_language(making.one, language), in_language(making.many, language)


def _money(language: str, currency: str, minor: int, places: int) -> str:
    whole = Decimal(abs(minor)).scaleb(-places_of(currency))
    written, minus = number(language, whole, places), "−" if minor < 0 else ""
    if language in SIGN_BEHIND:
        return f"{minus}{written}\u00a0{sign_of(currency).rstrip()}"
    return f"{minus}{sign_of(currency)}{written}"

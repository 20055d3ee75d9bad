"""How is a quantity written: seven hats, £12.50, two hours?

Promise: a number always comes with its noun or its sign, in the words of the event's own definition.
"""

from decimal import Decimal

from kiosk.flow.values import Making
from kiosk.window.text import number, say, say_many
from sync.domain.definition import Unit, in_language

_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "ILS": "₪"}
# As CLDR has it. Hebrew and Arabic have it after too, but in their direction of reading, which is where it stands on paper: at the left.
_SIGN_AFTER = frozenset({"fr", "pl"})
_MINOR_PLACES = 2
_WITHOUT_MINOR = frozenset({"JPY", "KRW", "VND", "CLP", "ISK"})
_MINUTES_AN_HOUR = 60


def noun(language: str, making: Making, quantity: int) -> str:
    """The noun alone, where ``quantity`` stands somewhere else."""
    one, many = _nouns(language, making)
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
    """The number with its noun, which names the unit: ``7 hats``, ``£12.50``, ``45 minutes of gardening``."""
    if making.unit is Unit.MONEY:
        return money(language, making.currency, quantity)
    one, many = _nouns(language, making)
    if making.unit is Unit.MINUTES:
        # For translators: {minute} is the noun of one (minute of gardening), {minutes} that of several; their form cannot change.
        return say_many(language, "{count} {minute}", "{count} {minutes}", quantity, minute=one, minutes=many)
    # For translators: {one} is the noun of one thing (hat), {many} that of several (hats); their form cannot change. Take in
    # each form the one that such a number stands with; where neither is right, keep them apart, such as "{count} × {one}".
    return say_many(language, "{count} {one}", "{count} {many}", quantity, one=one, many=many)


def money(language: str, currency: str, minor: int) -> str:
    """An amount in the currency's minor unit, with its sign: a till's ``1250`` is ``£12.50``."""
    return _money(language, currency, minor, 0 if currency in _WITHOUT_MINOR else _MINOR_PLACES)


def short_money(language: str, currency: str, minor: int) -> str:
    """The same without the pence when there are none, for targets and step tiles: ``£1,000``."""
    has_rest = currency not in _WITHOUT_MINOR and minor % 10**_MINOR_PLACES
    return _money(language, currency, minor, _MINOR_PLACES if has_rest else 0)


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


def helping(language: str, count: int) -> str:
    if count == 0:
        return say(language, "Be the first to help today")
    return say_many(language, "{count} person is helping", "{count} people are helping", count)


def _nouns(language: str, making: Making) -> tuple[str, str]:
    return in_language(making.one, language), in_language(making.many, language)


def _money(language: str, currency: str, minor: int, places: int) -> str:
    whole = Decimal(abs(minor)) if currency in _WITHOUT_MINOR else Decimal(abs(minor)).scaleb(-_MINOR_PLACES)
    written, minus = number(language, whole, places), "−" if minor < 0 else ""
    if language in _SIGN_AFTER:
        return f"{minus}{written}\u00a0{_sign(currency).rstrip()}"
    return f"{minus}{_sign(currency)}{written}"


def _sign(currency: str) -> str:
    return _SIGNS.get(currency, f"{currency} ")

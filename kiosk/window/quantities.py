"""How is a quantity written: seven hats, £12.50, two hours?

Promise: a number always comes with its noun or its sign, in the words of the event's own definition.
"""

from kiosk.flow.values import Making
from kiosk.window.text import number, say, say_many
from sync.domain.definition import Unit, in_language

_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "ILS": "₪"}
_WITHOUT_MINOR = frozenset({"JPY", "KRW", "VND", "CLP", "ISK"})
_MINUTES_AN_HOUR = 60


def noun(language: str, making: Making, quantity: int) -> str:
    return in_language(making.one if quantity == 1 else making.many, language)


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
    return say(language, "{quantity} {noun}", quantity=quantity, noun=noun(language, making, quantity))


def money(language: str, currency: str, minor: int) -> str:
    """An amount in the currency's minor unit, with its sign: a till's ``1250`` is ``£12.50``."""
    if currency in _WITHOUT_MINOR:
        return f"{_sign(currency)}{number(language, minor)}"
    major, rest = divmod(abs(minor), 100)
    minus = "−" if minor < 0 else ""
    return f"{minus}{_sign(currency)}{number(language, major)}.{rest:02d}"


def short_money(language: str, currency: str, minor: int) -> str:
    """The same without the pence when there are none, for targets and step tiles: ``£1,000``."""
    written = money(language, currency, minor)
    return written.removesuffix(".00")


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


def _sign(currency: str) -> str:
    return _SIGNS.get(currency, f"{currency} ")

"""How is a quantity written in English, where no catalogue of languages is at hand: on paper, on the centre's pages, in a terminal?

Promise: one way for every unit. Time is written in hours and minutes and money with its currency, and the noun of either stands without
the unit ("gardening", "raised"), so that nobody ever reads minutes of minutes or pence of pounds.
"""

from decimal import Decimal
from typing import assert_never

from sync.domain.definition import ItemKind, Texts, Unit, in_language

# ISO 4217, list one: the currencies whose minor unit is not a hundredth.
_WITHOUT_MINOR = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_WITH_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
_PLACES = dict.fromkeys(_WITHOUT_MINOR.split(), 0) | dict.fromkeys(_WITH_THOUSANDTHS.split(), 3)
_PLACES_USUALLY = 2
_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "ILS": "₪"}
_MINUTES_AN_HOUR = 60

SIGN_BEHIND = frozenset({"fr", "pl"})
"""Languages in which the sign of money stands behind the sum, as CLDR has it. Hebrew and Arabic have it after too, but in their
direction of reading, which is where it stands on paper: at the left."""


def places_of(currency: str) -> int:
    """Return how many decimals an amount of ``currency`` has: 2 for pounds, 0 for yen, 3 for dinars."""
    return _PLACES.get(currency, _PLACES_USUALLY)


def sign_of(currency: str) -> str:
    """Return what stands before an amount: the sign, else the code and a space."""
    return _SIGNS.get(currency, f"{currency} ")


def figure(item: ItemKind, quantity: int, currency: str) -> str:
    """Return the bare figure: 1,234 or 10 h 15 min or £12.34 (whole pounds without pence)."""
    match item.unit:
        case Unit.MONEY:
            return money(quantity, currency)
        case Unit.MINUTES:
            return duration(quantity)
        case Unit.ITEMS | Unit.PEOPLE:
            return f"{quantity:,}"
        case _:
            assert_never(item.unit)


def noun(item: ItemKind, quantity: int, language: str = "en") -> str:
    """Return what stands after the figure: hats, of gardening, raised."""
    written = in_language(_noun(item, quantity), language)
    return f"of {written}" if item.unit is Unit.MINUTES and language == "en" else written


def amount(item: ItemKind, quantity: int, currency: str, language: str = "en") -> str:
    """Return the figure with its noun: 10 hats, 30 min of gardening. Money says by its sign what it is: £5."""
    written = figure(item, quantity, currency)
    return written if item.unit is Unit.MONEY else f"{written} {noun(item, quantity, language)}"


def money(minor: int, currency: str) -> str:
    """Return an amount of the currency's minor unit (pence) in its major one; without the pence when there are none."""
    places = places_of(currency)
    shown = places if minor % 10**places else 0
    return f"{'−' if minor < 0 else ''}{sign_of(currency)}{Decimal(abs(minor)).scaleb(-places):,.{shown}f}"


def duration(minutes: int) -> str:
    """Return minutes as a person says them: 45 min, 2 h, 1 h 30 min."""
    hours, rest = divmod(minutes, _MINUTES_AN_HOUR)
    if hours == 0:
        return f"{rest} min"
    return f"{hours:,} h {rest} min" if rest else f"{hours:,} h"


def _noun(item: ItemKind, quantity: int) -> Texts:
    return item.one if quantity == 1 else item.many

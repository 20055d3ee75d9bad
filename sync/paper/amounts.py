"""How is a quantity written on paper? "10 hats", "£5.00", "30 minutes of gardening"."""

from sync.domain.definition import ItemKind, Unit, in_language

_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "ILS": "₪"}
_WITHOUT_MINOR_UNIT = {"JPY", "KRW", "CLP", "ISK", "VND", "XAF", "XOF"}
"""ISO 4217: currencies whose amounts have no decimals; for all others here the minor unit is a hundredth."""


def amount(item: ItemKind, quantity: int, currency: str, language: str = "en") -> str:
    """Return ``quantity`` (in the item kind's unit) with its noun, or as money."""
    if item.unit is Unit.MONEY:
        return money(quantity, currency)
    noun = in_language(item.one if quantity == 1 else item.many, language)
    return f"{quantity:,} {noun}"


def money(quantity: int, currency: str) -> str:
    """Return an amount of the currency's minor unit (pence) in its major one, with its sign or code."""
    sign = _SIGNS.get(currency, f"{currency} ")
    if currency in _WITHOUT_MINOR_UNIT:
        return f"{sign}{quantity:,}"
    whole, hundredths = divmod(quantity, 100)
    return f"{sign}{whole:,}" if hundredths == 0 else f"{sign}{whole:,}.{hundredths:02d}"

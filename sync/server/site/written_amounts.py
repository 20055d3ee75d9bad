"""How does a person write an amount of an item kind into a field?

Promise: money in the currency's major unit as at a till, time in minutes, everything else as it is counted; what was written is read
back as the same amount.
"""

from decimal import Decimal, InvalidOperation

from django import forms

from sync.domain.definition import Unit
from sync.domain.written import places_of, sign_of
from sync.eventfile.tables import QUANTITY_MAX
from sync.server.tongues.saying import say

_BETWEEN = dict.fromkeys(map(ord, ",;،؛"), " ")
CHARACTERS_MAX = 30
"""Of one amount: more than any that is allowed has."""


def amount_answer(quantity: int, unit: Unit, currency: str) -> str:
    """Return an amount as its field says it: 1200 for twelve hundred hats or pounds, 12.50 where there are pence."""
    if unit is not Unit.MONEY:
        return str(quantity)
    places = places_of(currency)
    return str(Decimal(quantity).scaleb(-places).quantize(Decimal(1) if quantity % 10**places == 0 else Decimal(1).scaleb(-places)))


def amount_said(text: str, unit: Unit, currency: str, least: int = 1) -> int:
    """Return the amount that ``text`` says, in the item kind's unit. Raises ``ValidationError`` in plain words."""
    plain = text.strip().removeprefix(sign_of(currency).strip()).replace(",", "").replace(" ", "")
    example = "12.50" if unit is Unit.MONEY and places_of(currency) else "30"
    try:
        number = Decimal(plain) if plain.isascii() and len(plain) <= CHARACTERS_MAX else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or abs(number.adjusted()) > CHARACTERS_MAX:
        raise forms.ValidationError(
            say("“{text}” is no amount. Write a number, such as {example}.", text=text[:CHARACTERS_MAX], example=example)
        )
    if unit is Unit.MONEY:
        number = number.scaleb(places_of(currency))
    if number != number.to_integral_value():
        raise forms.ValidationError(say("“{text}” cannot be counted: write a number such as {example}.", text=text, example=example))
    if not least <= number <= QUANTITY_MAX:
        raise forms.ValidationError(
            say("“{text}” is too little.", text=text) if number < least else say("“{text}” is too much.", text=text)
        )
    return int(number)


def amounts_said(text: str, unit: Unit, currency: str) -> tuple[int, ...]:
    """Return several amounts that stand between commas, of whatever script, or spaces."""
    return tuple(amount_said(each, unit, currency) for each in text.translate(_BETWEEN).split())

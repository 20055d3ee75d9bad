"""How many? The log page, and the keypad that it shares with the lead's counting.

Promise: never below zero, never more than fits the page; money is typed like at a till; a very large amount is asked about once
and never refused; nothing is recorded before the deed button.
"""

from typing import assert_never

from msgspec.structs import replace

from kiosk.flow import times
from kiosk.flow.conversation import Conversation, Moment, Step
from kiosk.flow.events import BackPressed, DeedPressed, DigitErased, DigitPressed, KeypadPressed, LogPressed, Press, StepPressed
from kiosk.flow.pages import Logging
from kiosk.flow.people_events import OutcomeChosen
from kiosk.flow.requests import PrepareTap, RecordItems
from kiosk.flow.turns import ask, extended, opening_amount, show, show_present, stay, touched
from kiosk.flow.values import Making, Visitor


def changed_amount(amount: int, press: StepPressed | DigitPressed | DigitErased) -> int:
    """Return the amount after one key; a key that would leave 0 … AMOUNT_MAX changes as far as it can, or not at all for a digit."""
    match press:
        case StepPressed():
            return min(max(amount + press.by, 0), times.AMOUNT_MAX)
        case DigitPressed() | DigitErased():
            return changed_digits(amount, press, times.AMOUNT_MAX)
        case _:
            assert_never(press)


def changed_digits(number: int, press: DigitPressed | DigitErased, most: int) -> int:
    """Return ``number`` after one key of the pad; a digit that would go beyond ``most`` changes nothing."""
    if isinstance(press, DigitErased):
        return number // 10
    if press.digit not in _DIGITS:
        return number
    typed = number * 10 ** len(press.digit) + int(press.digit)
    return typed if typed <= most else number


_DIGITS = frozenset("0123456789") | {"00"}


def open_log(conversation: Conversation, visitor: Visitor, item: int | None, moment: Moment) -> Step:
    """Open the log page for the making of ``item`` (none: the first); somebody whose activity makes nothing stays where they are."""
    making = _making(visitor, item)
    if making is None:
        return stay(conversation)
    page = Logging(visitor=visitor, making=making, amount=opening_amount(making), tap_id=moment.tap_id, until_ms=moment.now_ms)
    return show(conversation, extended(page, moment), PrepareTap(moment.tap_id))


def _making(visitor: Visitor, item: int | None) -> Making | None:
    return next((making for making in visitor.makings if item is None or making.item == item), None)


def on_logging(conversation: Conversation, page: Logging, press: Press, moment: Moment) -> Step:
    is_being_recorded = conversation.asked == page.tap_id
    match press:
        case BackPressed():
            return _back(conversation, page, moment)
        case _ if is_being_recorded:
            return stay(conversation)
        case LogPressed():
            return open_log(conversation, page.visitor, press.item, moment)
        case OutcomeChosen():
            return _with_outcome(conversation, page, press.item, moment)
        case _ if page.asks_outcome:
            return stay(conversation)
        case StepPressed():
            return touched(conversation, replace(page, amount=changed_amount(page.amount, press), really=False), moment)
        case DigitPressed() | DigitErased() if page.keypad:
            return touched(conversation, replace(page, amount=changed_amount(page.amount, press), really=False), moment)
        case KeypadPressed():
            return touched(conversation, _with_keypad(page), moment)
        case DeedPressed():
            return _add(conversation, page, moment)
        case _:
            return stay(conversation)


def _with_outcome(conversation: Conversation, page: Logging, item: int, moment: Moment) -> Step:
    chosen = next((outcome for outcome in page.making.outcomes if outcome.item == item), None)
    return touched(conversation, replace(page, outcome=chosen), moment) if chosen else stay(conversation)


def _with_keypad(page: Logging) -> Logging:
    """Opening the keypad begins a new number: what stood there was a guess or the steps', and typing behind it would say 17 for 7."""
    return replace(page, keypad=False) if page.keypad else replace(page, keypad=True, amount=0, really=False)


def _add(conversation: Conversation, page: Logging, moment: Moment) -> Step:
    if page.amount == 0:
        return stay(conversation)
    if page.amount > page.making.sensible_max and not page.really:
        return touched(conversation, replace(page, really=True), moment)
    making = page.making
    item = page.outcome.item if page.outcome else making.item
    request = RecordItems(page.visitor.who, making.activity, item, page.amount, page.tap_id)
    return ask(conversation, request)


def _back(conversation: Conversation, page: Logging, moment: Moment) -> Step:
    """One step back: from the question, from the keypad, from what became of it, from the page."""
    if page.really:
        return touched(conversation, replace(page, really=False), moment)
    if page.keypad:
        return touched(conversation, replace(page, keypad=False), moment)
    if page.outcome:
        return touched(conversation, replace(page, outcome=None), moment)
    return show_present(conversation, page.visitor, moment)

"""How does progress look in one glance: ring, picture, number, and what of?

Promise: the number is the largest thing; a making without a target shows what stands, without a ring that could never close.
"""

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.flow.values import Making
from kiosk.screens.pieces.medallion import Medallion
from kiosk.screens.pieces.row import Column, Row
from kiosk.screens.pieces.words import Words
from kiosk.screens.rules import load_beside
from kiosk.window.quantities import brief, noun
from kiosk.window.text import capital, say
from sync.domain.definition import Unit, in_language

load_beside(__file__, uses=(Column, Medallion, Words))


class MakingRow(Row):
    """One item kind with what stands of it."""

    picture = StringProperty("")
    share = NumericProperty(0)
    has_target = BooleanProperty(False)
    figure = StringProperty("")
    noun = StringProperty("")

    def show(self, language: str, making: Making) -> None:
        self.picture, self.share = making.picture, share_of(making)
        self.has_target = bool(making.target)
        self.figure = brief(language, making, making.made)
        named = noun(language, making, making.target or making.made)
        if making.target and making.unit in (Unit.MONEY, Unit.MINUTES):
            self.noun = say(language, "{noun}, of {target}", noun=named, target=brief(language, making, making.target))
        elif making.target:
            self.noun = say(language, "of {target} {noun}", target=brief(language, making, making.target), noun=named)
        else:
            self.noun = say(language, "{noun} so far", noun=named)


def share_of(making: Making) -> float:
    """How far the ring is closed."""
    return min(making.made / making.target, 1.0) if making.target else 0.0


def standing(language: str, making: Making) -> str:
    """``Hats: 312 of 500 for the neonatal ward``."""
    name = capital(in_language(making.many, language))
    made = brief(language, making, making.made)
    whom = in_language(making.beneficiary, language) if making.beneficiary else ""
    values = {"noun": name, "made": made, "target": brief(language, making, making.target or 0), "whom": whom}
    if making.target and whom:
        return say(language, "{noun}: {made} of {target} for {whom}", **values)
    if making.target:
        return say(language, "{noun}: {made} of {target}", **values)
    if whom:
        return say(language, "{noun}: {made} so far, for {whom}", **values)
    return say(language, "{noun}: {made} so far", **values)


def deed_of(language: str, making: Making, written: str) -> str:
    """``7 hats for the neonatal ward.``, the thanks of a page."""
    if making.beneficiary:
        return say(language, "{amount} for {whom}.", amount=written, whom=in_language(making.beneficiary, language))
    return say(language, "{amount}.", amount=written)


def wish_to_log(language: str, making: Making) -> str:
    """``Log hats``, on a tile."""
    noun = in_language(making.many, language)
    # For translators: {noun}: raised, or raised for Swifts; its form cannot change.
    return say(language, "Log money {noun}", noun=noun) if making.unit is Unit.MONEY else say(language, "Log {noun}", noun=noun)

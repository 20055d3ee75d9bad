"""How does progress look in one glance: ring, picture, number, and what of?

Promise: the number is the largest thing; a making without a target shows what stands, without a ring that could never close.
"""

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.flow.values import Making
from kiosk.screens.pieces.medallion import Medallion
from kiosk.screens.pieces.row import Blocks, Column, Row
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
    noun_room = NumericProperty(0)  # what the longest of its neighbours takes

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


class MakingRows(Blocks):
    """Several of them. Beside each other their numbers stand on one line, however many lines the nouns take."""

    def __init__(self, **wanted: Any) -> None:
        self._even_again = Clock.create_trigger(self._even, -1)
        super().__init__(**wanted)

    def add_widget(self, row: Any, *arguments: Any, **more: Any) -> None:
        super().add_widget(row, *arguments, **more)
        row.ids.noun.fbind("height", self._even_again)
        self._even_again()

    def remove_widget(self, row: Any, *arguments: Any, **more: Any) -> None:
        row.ids.noun.funbind("height", self._even_again)
        super().remove_widget(row, *arguments, **more)
        self._even_again()

    def _even(self, *_change: object) -> None:
        most = max((row.ids.noun.height for row in self.children), default=0)
        for row in self.children:
            row.noun_room = most


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

"""What is asked for, by whom, and how far are we? The sheet beside the numbers of the log page.

Promise: the target is its largest text, however many words the wishes have; what is not said takes no room; a full target is a joy.
"""

from functools import partial, reduce
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.flow.values import Making
from kiosk.screens.pieces.card import Card
from kiosk.screens.pieces.joy import JoyMedallion
from kiosk.screens.pieces.making import share_of, standing
from kiosk.screens.pieces.row import Column
from kiosk.screens.pieces.words import LEADING, Words
from kiosk.screens.rules import load_beside
from kiosk.window.quantities import amount
from kiosk.window.text import capital, say
from kiosk.window.theme import theme
from sync.domain.definition import in_language

# Of the sheet in landscape: the picture has the rest, and gives way to words only where there are many.
_WORDS_SHARE, _MANY_WORDS_SHARE, _LARGE_MORE, _MANY_WORDS = 0.66, 0.86, 0.1, 190
_LIES_BELOW = 0.7  # of its width: a sheet that is lower than that has its words beside the picture
_STRONG = 1.8  # large type takes about so much more room for a letter


class AskedWords(Words):
    """One sentence of the sheet, as high as it needs to be."""

    is_beside = BooleanProperty(False)


class AskedSheet(Card):
    """Picture and progress, who asks for what, what there is enough of, and what a kit is made of."""

    picture = StringProperty("")
    share = NumericProperty(0)
    has_target = BooleanProperty(False)
    is_full = BooleanProperty(False)
    joy = StringProperty("")
    standing = StringProperty("")
    wishes = StringProperty("")
    is_lying = BooleanProperty(False)
    """Whether there is more room beside the picture than below it."""

    def __init__(self, **wanted: Any) -> None:
        super().__init__(**wanted)
        self.share_out_again = Clock.create_trigger(self._share_out, -1)
        self.bind(size=self.share_out_again)
        for name in ("joy", "standing", "wishes"):
            self.fbind(name, self.share_out_again)

    def show(self, language: str, making: Making) -> None:
        self.picture, self.share = making.picture, share_of(making)
        self.has_target, self.is_full = bool(making.target), making.is_full
        self.joy = say(language, "Target reached!") if making.is_full else ""
        self.standing = standing(language, making)
        wishes = (need_of(language, making), enough_of(language, making), kit_of(language, making))
        self.wishes = "\n".join(wish for wish in wishes if wish)

    def _share_out(self, *_change: object) -> None:
        """Give each sentence room by its length; a short one takes no more than it needs, and type steps down before words are cut."""
        self.is_lying = theme.portrait and self.height < self.width * _LIES_BELOW
        wishes = self.ids.wishes
        sentences = [each for each in self.ids.texts.children if isinstance(each, AskedWords)]
        weights = {each: len(each.words) * (_STRONG if each.strong else 1.0) for each in sentences}
        total = max(sum(weights.values()), 1)
        room = self.height - 2 * theme.close - theme.tight * len(sentences)
        if not self.is_lying:
            room *= _WORDS_SHARE if total < _MANY_WORDS else _MANY_WORDS_SHARE + _LARGE_MORE * theme.large
        others = [each for each in sentences if each is not wishes.__self__]
        for each in others:
            each.height_max = max(room * weights[each] / total, theme.note * LEADING)
        # What the others leave, not what they might have taken.
        wishes.height_max = max(room - sum(each.height for each in others), theme.note * LEADING)


def need_of(language: str, making: Making) -> str:
    """``They ask for: green and small.``; empty where nobody said what they would like."""
    asked = making.asked
    if asked is None:
        return ""
    if not asked.is_open:
        return say(language, "They have all they can use. What you make still counts.")
    need = in_language(asked.need, language)
    how_many = ""
    if asked.wanted and asked.wanted != making.target:
        how_many = say(language, "They asked for {amount}.", amount=amount(language, making, asked.wanted))
    asks = say(language, "They ask for: {need}", need=need) if need else ""
    return f"{asks} {how_many}".strip()


def needed_most(language: str, making: Making) -> str:
    """``Most needed: hats for the neonatal ward. Green and small. Enough of: red``, on the welcome page."""
    noun = in_language(making.many, language)
    if making.beneficiary:
        whom = in_language(making.beneficiary, language)
        needed = say(language, "Most needed: {noun} for {whom}.", noun=noun, whom=whom)
    else:
        needed = say(language, "Most needed: {noun}.", noun=noun)
    need = in_language(making.asked.need, language) if making.asked else ""
    return " ".join(text for text in (needed, need, enough_of(language, making)) if text)


def enough_of(language: str, making: Making) -> str:
    """``Enough of: red``."""
    enough = in_language(making.asked.enough, language) if making.asked and making.asked.is_open else ""
    return say(language, "Enough of: {what}", what=enough) if enough else ""


def kit_of(language: str, making: Making) -> str:
    """``One gift bag is: 2 bars of soap, 1 towel``."""
    if not making.parts:
        return ""
    # For translators: a line of what a kit is made of. {part}: bars of soap; its form cannot change.
    parts = [say(language, "{quantity} {part}", quantity=part.quantity, part=in_language(part.name, language)) for part in making.parts]
    return capital(
        say(language, "One {noun} is: {parts}", noun=in_language(making.one, language), parts=reduce(partial(_joined, language), parts))
    )


def _joined(language: str, first: str, second: str) -> str:
    # For translators: two parts of a list, as in "2 bars of soap, 1 towel".
    return say(language, "{first}, {second}", first=first, second=second)


load_beside(__file__, uses=(AskedSheet, Column, JoyMedallion, Words))

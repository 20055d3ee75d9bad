"""What became of it, and how many? A number between − and +, the item kind's own steps, and a keypad behind the number.

Promise: seven hats are two taps; money comes in as on a till; a very large number is asked about once, kindly; one question at a time.
"""

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.flow.conversation import Conversation
from kiosk.flow.events import DigitPressed, LogPressed, StepPressed
from kiosk.flow.pages import Logging
from kiosk.flow.people_events import OutcomeChosen
from kiosk.flow.values import Making, Outcome
from kiosk.screens.choosing import columns_for
from kiosk.screens.pieces.asked import AskedSheet
from kiosk.screens.pieces.buttons import QuietButton, StepTile, Tile
from kiosk.screens.pieces.card import Card
from kiosk.screens.pieces.hiding import show_when
from kiosk.screens.pieces.pads import Counter, NumberPad
from kiosk.screens.pieces.row import kept
from kiosk.screens.rules import load_beside
from kiosk.screens.screen import Screen
from kiosk.window.quantities import amount, brief, figure
from kiosk.window.text import capital, number, say
from kiosk.window.theme import theme
from sync.domain.definition import Unit, in_language, with_outcome

load_beside(__file__, uses=(AskedSheet, Counter, NumberPad))

_STEPS_MAX = 4
_BESIDE_MAX = 3
"""So many outcomes stand beside the sheet; more have the page for themselves."""
_TILE_ALONE, _TILE_BESIDE = 180, 108
_WORK_SHARE, _PAD_SHARE = 0.6, 0.69
"""Of the width, beside the sheet; six large keys in a row within reach need more."""


class Question(Card):
    """Really?"""

    words = StringProperty("")


class OutcomeTile(Tile):
    """What became of it: picture and words, and its place where two have the same picture."""

    item = NumericProperty(0)
    picture = StringProperty("")
    place = StringProperty("")
    is_upright = BooleanProperty(False)
    picture_share = NumericProperty(0.3)  # of the tile's width
    words = StringProperty("")
    so_far = StringProperty("")


class PlusTile(StepTile):
    """+5 of what is counted."""

    step = NumericProperty(0)


class StillNeeded(QuietButton):
    """Enough of these: what is needed more at this activity."""


class LoggingScreen(Screen):
    title = StringProperty("")
    figure = StringProperty("")
    deed = StringProperty("")
    back = StringProperty("")
    question = StringProperty("")
    can_act = BooleanProperty(False)
    can_take = BooleanProperty(False)
    is_keypad = BooleanProperty(False)
    is_till = BooleanProperty(False)
    is_really = BooleanProperty(False)
    is_counting = BooleanProperty(True)  # the number stands there to be changed
    is_stepping = BooleanProperty(True)
    is_alone = BooleanProperty(False)  # the outcomes have the page for themselves
    has_room_above = BooleanProperty(True)
    still = StringProperty("")
    outcome_columns = NumericProperty(1)
    outcomes_height = NumericProperty(0)
    work_share = NumericProperty(_WORK_SHARE)

    def show(self, conversation: Conversation) -> None:
        page, language = conversation.page, conversation.language
        assert isinstance(page, Logging)
        making = page.making
        self._making = making
        # A keypad beside the sheet needs all the height; what it counts stands on the sheet and on the deed.
        self.title = "" if page.keypad and not page.really and not theme.portrait else capital(title_of(language, page))
        self.ids.asked.show(language, making)
        self.figure = figure(language, making, page.amount)
        self.can_act = self.can_take = page.amount > 0
        self.is_keypad, self.is_till = page.keypad and not page.really, making.unit is Unit.MONEY
        self.is_counting = not page.really and not page.asks_outcome
        self.is_stepping = self.is_counting and not self.is_keypad
        beside_max = _BESIDE_MAX - (theme.large and not theme.portrait)  # large letters take a third line of height
        self.is_alone = page.asks_outcome and (theme.low or len(making.outcomes) > beside_max)
        self.has_room_above = self.is_alone or not (theme.portrait or (self.is_keypad and not theme.low))
        self.work_share = _PAD_SHARE if self.is_keypad and theme.large and theme.low else _WORK_SHARE
        show_when(self.ids.pad, is_wanted=self.is_keypad)
        show_when(self.ids.deed, is_wanted=not page.asks_outcome)
        self._show_outcomes(language, page)
        self._show_still_needed(language, page)
        self._show_deed(language, page)
        self._show_steps(language, making)
        self._show_question(language, page)

    def step(self, direction: int) -> None:
        """− or +: by the item kind's smallest step."""
        self.tell(StepPressed(direction * min(self._making.steps, default=1)))

    def digit(self, digit: str) -> None:
        self.tell(DigitPressed(digit))

    def log_still(self) -> None:
        if self._still is not None:
            self.tell(LogPressed(self._still.item))

    def _show_still_needed(self, language: str, page: Logging) -> None:
        """A full target offers what this activity needs more; it never says that these do not count."""
        self._still = still_needed(page) if self.is_stepping and page.making.is_full else None
        self.still = say(language, "Still needed: {noun}", noun=in_language(self._still.many, language)) if self._still else ""
        show_when(self.ids.still_above, is_wanted=bool(self.still) and theme.portrait)
        show_when(self.ids.still_between, is_wanted=bool(self.still) and not theme.portrait)

    def _show_outcomes(self, language: str, page: Logging) -> None:
        outcomes = page.making.outcomes if page.asks_outcome else ()
        tiles = self.ids.outcomes
        self.outcome_columns = columns_for(len(outcomes), is_portrait=theme.portrait) if self.is_alone else 1
        rows = -(-len(outcomes) // self.outcome_columns)
        most = theme.dp(_TILE_ALONE if self.is_alone else _TILE_BESIDE)
        room = theme.reach - theme.deed_height - self.padding[3] - 2 * theme.close
        if not theme.low:
            room -= self.padding[1] + theme.title * 1.24 * 2
        each = max(theme.touch_least, min(most, (room + theme.close) / rows - theme.close)) if rows else 0
        self.outcomes_height = rows * each + max(rows - 1, 0) * theme.close
        pictures = [outcome.picture for outcome in outcomes]
        for place, (tile, outcome) in enumerate(zip(kept(tiles, len(outcomes), self._tile), outcomes, strict=True), 1):
            tile.item, tile.words = outcome.item, capital(in_language(outcome.name, language))
            tile.picture, tile.is_upright = outcome.picture, self.is_alone and not (theme.portrait or theme.low)
            tile.place = number(language, place) if pictures.count(outcome.picture) > 1 else ""
            is_tight = self.is_alone and rows > 1
            if is_tight and theme.low and tile.place:
                tile.picture = ""  # the figure tells it apart, and the words need the width
            tile.picture_share = 0.22 if is_tight and not tile.is_upright else 0.3
            tile.so_far = "" if is_tight or (self.is_alone and theme.low) else _so_far(language, page.making, outcome)
        show_when(tiles, is_wanted=page.asks_outcome)

    def _tile(self) -> OutcomeTile:
        tile = OutcomeTile()
        tile.bind(on_act=lambda tile: self.tell(OutcomeChosen(int(tile.item))))
        return tile

    def _show_deed(self, language: str, page: Logging) -> None:
        written = amount(language, page.making, page.amount)
        self.is_really = page.really
        if page.amount == 0:
            noun = in_language(page.making.many, language)
            self.deed = say(language, "Add money") if page.making.unit is Unit.MONEY else say(language, "Add {noun}", noun=noun)
        elif page.really:
            self.deed = say(language, "Yes, {amount}", amount=written)
        else:
            self.deed = say(language, "Add {amount}", amount=written)
        self.back = say(language, "Change it") if page.really else say(language, "Back")

    def _show_steps(self, language: str, making: Making) -> None:
        steps = self.ids.steps
        wanted = [f"+{brief(language, making, step)}" for step in making.steps[:_STEPS_MAX]]
        for tile, words, step in zip(kept(steps, len(wanted), self._step_tile), wanted, making.steps, strict=False):
            tile.words, tile.step = words, step

    def _step_tile(self) -> PlusTile:
        tile = PlusTile()
        tile.bind(on_act=lambda tile: self.tell(StepPressed(int(tile.step))))
        return tile

    def _show_question(self, language: str, page: Logging) -> None:
        self.question = say(language, "That is a lot. Is it really {amount}?", amount=amount(language, page.making, page.amount))
        show_when(self.ids.question, is_wanted=page.really)
        show_when(self.ids.counter, is_wanted=self.is_counting)
        show_when(self.ids.steps, is_wanted=self.is_stepping)


def title_of(language: str, page: Logging) -> str:
    """The one question of the page."""
    making = page.making
    noun = in_language(making.many, language)
    if page.asks_outcome:
        return say(language, "What became of the {noun}?", noun=noun)
    if page.outcome:
        noun = with_outcome(making.many, page.outcome.name, language)
    match making.unit:
        case Unit.MINUTES:
            return say(language, "{noun}: how long?", noun=noun)
        case Unit.MONEY:
            return say(language, "{noun}: how much?", noun=noun)
        case Unit.ITEMS | Unit.PEOPLE:
            return say(language, "How many {noun}?", noun=noun)


def still_needed(page: Logging) -> Making | None:
    """What else of this activity is needed most."""
    others = [each for each in page.visitor.makings if each.item != page.making.item and not each.is_full]
    others = [each for each in others if each.asked is None or each.asked.is_open]
    return max(others, key=lambda each: each.still_wanted / (each.still_wanted + each.made or 1), default=None)


def _so_far(language: str, making: Making, outcome: Outcome) -> str:
    return say(language, "{amount} so far", amount=brief(language, making, outcome.made)) if outcome.made else ""

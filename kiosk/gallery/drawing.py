"""How does a picture of each page come about? The stage in a window off screen, one state after the other.

Promise: a picture is ``SIZE/WISH/LANGUAGE/STATE.png``; pages are made anew only where size, wish or direction changes.
"""

from datetime import UTC, datetime

from kiosk.gallery.choices import LARGEST_PX, WISHES, Choice
from kiosk.window.environment import Display, prepare

# Off screen a window can shrink and not grow beyond what it began with.
LARGEST = Display(width_px=LARGEST_PX[0], height_px=LARGEST_PX[1], offscreen=True)
NOON = datetime(2026, 11, 22, 11, 4, tzinfo=UTC)
FILLS_IN_S = 0.7


def draw(choice: Choice) -> list[str]:
    """Draw what was chosen; return the pictures' names below the folder."""
    prepare(LARGEST)
    from msgspec.structs import replace

    from kiosk.gallery.wordless import hide_words
    from kiosk.screens.samples import NOW_MS, every_state
    from kiosk.screens.screen import Outside
    from kiosk.screens.stage import Stage
    from kiosk.window.opening import open_window
    from kiosk.window.stepping import Stepping
    from kiosk.window.theme import Colours, theme

    stepping = Stepping(open_window(LARGEST))
    stage = Stage(Outside(tell=lambda _event: None, now_ms=lambda: NOW_MS, local_time=lambda: NOON))
    stepping.window.add_widget(stage)
    states = {state: conversation for state, conversation in every_state().items() if choice.is_wanted(state)}
    names: list[str] = []
    for width, height in choice.sizes:
        stepping.resize(width, height)
        for wish in choice.wishes:
            stage.wear(Colours(WISHES[wish].colours))
            for language in choice.languages:
                for state, conversation in states.items():
                    stage.show(replace(conversation, language=language, preferences=WISHES[wish].preferences))
                    stepping.wait(FILLS_IN_S if state.startswith("thanks") else 0)
                    stepping.settle()
                    if WISHES[wish].is_wordless:
                        hide_words(stage)
                        stepping.settle()
                    name = f"{width}x{height}/{wish}/{language}/{state}.png"
                    stepping.screenshot(choice.folder / name)
                    names.append(name)
            theme.turn += WISHES[wish].is_wordless  # what was hidden is made anew
    return names

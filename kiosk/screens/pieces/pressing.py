"""What does a finger feel?

Promise: whatever can be pressed answers at once, in the frame of the touch, and acts once, when the finger lifts within it. A touch
belongs to the first thing that it met.
"""

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty
from kivy.uix.widget import Widget

from kiosk.window.theme import theme


class Pressing(Widget):
    """A behaviour: tells ``on_act`` when it was pressed. ``can_act`` false: it is shown, but does nothing."""

    __events__ = ("on_act",)
    is_pressed = BooleanProperty(False)
    can_act = BooleanProperty(True)

    def on_touch_down(self, touch: Any) -> bool:
        if self.disabled or not self.collide_point(*touch.pos) or getattr(touch, "is_mouse_scrolling", False):
            return False
        if self.can_act:
            touch.grab(self)
            self.is_pressed = True
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        self.is_pressed = self.collide_point(*touch.pos)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        if self.is_pressed:
            # A quick tap must still be seen: the pressed look stays for a moment, the act does not wait for it.
            Clock.schedule_once(self._lift, theme.tokens.duration.press / 1000)
            if self.can_act:
                self.dispatch("on_act")
        return True

    def _lift(self, *_late: object) -> None:
        self.is_pressed = False

    def on_act(self, *_arguments: object) -> None:
        """Was pressed and let go."""

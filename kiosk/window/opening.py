"""How does the one window of the process come up, and what keeps a volunteer inside?

Promise: `open_window` may be called again and gives the same window. No key closes it; a window that is drawn without a display
does not pile up frames in memory.
"""

from typing import Any

from kiosk.window.environment import Display

_KEYS_OF_KIVY = {27, 282}  # Escape leaves, F1 opens Kivy's own settings; neither is for a volunteer


def open_window(display: Display) -> Any:
    """Make Kivy's window, or return it. `environment.prepare` must have been called with the same display."""
    from kivy.base import EventLoop
    from kivy.core.window import Window

    if Window is None:
        raise NoWindow("no window could be opened: is there a display, and is libGL installed? `manyhands doctor` says what is missing.")
    EventLoop.ensure_window()
    Window.unbind(on_keyboard=_keep_inside)
    Window.bind(on_keyboard=_keep_inside)
    if display.offscreen:
        Window.unbind(on_flip=_finish_frame)
        Window.bind(on_flip=_finish_frame)
    return Window


class NoWindow(Exception):
    """The machine gives us no window. The kiosk cannot start; `manyhands doctor` names the remedy."""


def _keep_inside(_window: object, key: int, *_rest: object) -> bool:
    return key in _KEYS_OF_KIVY


def _finish_frame(*_event: object) -> None:
    """Wait for the drawing: off screen nothing else does, and unfinished frames are kept in memory by the gigabyte."""
    from kivy.graphics.opengl import glFinish

    glFinish()

"""The composition root: the only place that knows every part of the kiosk."""

from kiosk.app.fittings import Outfit
from kiosk.app.kiosk import Kiosk, build
from kiosk.app.run import main, run

__all__ = ["Kiosk", "Outfit", "build", "main", "run"]

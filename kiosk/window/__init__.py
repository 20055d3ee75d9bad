"""Drawing on a screen and being touched: everything between Kivy and our screens. Importing it shields Kivy (`environment`)."""

from kiosk.window.environment import shield

shield()

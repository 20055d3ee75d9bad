"""Drawing on a screen and being touched: everything between Kivy and our screens."""

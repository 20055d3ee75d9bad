"""The screen: everything a person at the venue sees or touches. Only code in this package imports Kivy."""

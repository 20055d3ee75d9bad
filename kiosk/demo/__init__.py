"""A whole small day on one machine: a centre, a kiosk, sample cards, and a tour that plays by itself."""

from kiosk.demo.command import main

__all__ = ["main"]

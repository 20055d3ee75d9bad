"""What can stand on the screen while somebody comes in without a card? The search for a name and the pages of newcomers, as plain values.

Promise: as ``kiosk.flow.pages``; whatever was typed or counted is carried from page to page, so that going back loses nothing.
"""

import msgspec

from kiosk.flow.values import Member, Newcomer, Undo, Visitor


class Searching(msgspec.Struct, frozen=True):
    """Who has no card types their name, or the digits of their spoken code. ``layout`` is the keyboard's language, or ``digits``.
    ``lead``: it is the lead of this number who looks for somebody, to print for them. ``digits_only``: the venue does not want
    volunteers to look names up. ``newcomer``: who looks for the party that they belong to.
    """

    typed: str
    layout: str
    found: tuple[Member, ...]
    tap_id: bytes
    until_ms: int
    lead: int | None = None
    digits_only: bool = False
    newcomer: Newcomer | None = None


class Introducing(msgspec.Struct, frozen=True):
    """What is your name? That of a group may stay empty."""

    newcomer: Newcomer
    tap_id: bytes
    until_ms: int


class Consenting(msgspec.Struct, frozen=True):
    """What is kept and until when: the deed agrees, and checks in."""

    newcomer: Newcomer
    tap_id: bytes
    until_ms: int


Newcomers = Introducing | Consenting
"""A page that asks a newcomer something."""


class PassShown(msgspec.Struct, frozen=True):
    """Checked in, with a pass to photograph: ``code`` is its text. ``undo`` none: it is only shown again."""

    visitor: Visitor
    code: str
    until_ms: int
    undo: Undo | None

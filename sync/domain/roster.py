"""Who is expected? What the centre tells a kiosk about people, and no more than the door needs.

Promise: a name as the card shows it, a party, an activity, preferences; nothing else. A roster is erasable: entries never hold
anything of it but the 8-byte reference. Parties are here and not in the definition because a family's name is personal (S11).
"""

from enum import StrEnum

import msgspec


class Preferences(msgspec.Struct, frozen=True, omit_defaults=True):
    """How this person wants the kiosk to be while it speaks with them; none: as the venue has it."""

    language: str | None = None
    large_text: bool = False
    spoken: bool = False
    low_layout: bool = False
    left_handed: bool = False
    calm: bool = False


class Volunteer(msgspec.Struct, frozen=True):
    """One person who is expected. ``venue`` and ``activity`` none: anywhere, chosen at the door. ``pass_serial`` is the number of the
    newest pass that was issued: an older one was reissued and opens nothing. ``spoken_code`` are the ten digits of ``sync.domain.spoken``.
    ``shift`` is the number of the piece of time that they come for; none: any.
    """

    who: bytes
    shown_name: str
    venue: int | None = None
    activity: int | None = None
    party: bytes | None = None
    preferences: Preferences = Preferences()
    pass_serial: int = 0
    spoken_code: str = ""
    shift: int | None = None


class PartyKind(StrEnum):
    """A family has named members; a class may come by number; a group is people who came together."""

    FAMILY = "family"
    CLASS = "class"
    GROUP = "group"


class Party(msgspec.Struct, frozen=True):
    """People who come together. A party without members is counted by headcount; it has a pass of its own. ``expected_adults`` of the
    ``expected_headcount`` are adults.
    """

    who: bytes
    shown_name: str
    kind: PartyKind
    venue: int | None = None
    activity: int | None = None
    expected_headcount: int = 1
    pass_serial: int = 0
    preferences: Preferences = Preferences()
    spoken_code: str = ""
    expected_adults: int = 0


class Lead(msgspec.Struct, frozen=True):
    """Somebody in charge at a venue. ``pin_hash`` is an argon2id hash (PyNaCl ``pwhash.str``) of the digits for the staff screens.
    ``card_serial`` is the number of their newest card: an older one was taken back.
    """

    no: int
    shown_name: str
    venue: int
    pin_hash: bytes
    telephone: str = ""
    card_serial: int = 0


class Roster(msgspec.Struct, frozen=True):
    """Everybody expected at one venue, as of ``version`` (only grows)."""

    version: int
    volunteers: tuple[Volunteer, ...] = ()
    parties: tuple[Party, ...] = ()
    leads: tuple[Lead, ...] = ()

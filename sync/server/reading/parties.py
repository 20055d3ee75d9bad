"""How is a party said in words: a family of five, a class of thirty?"""

from typing import assert_never

from sync.domain.roster import Party, PartyKind
from sync.server.tongues.saying import say_many


def party_in_words(party: Party) -> str:
    """Return what kind of party that is, and how many are expected."""
    match party.kind:
        case PartyKind.FAMILY:
            return say_many("family of {count}", "family of {count}", party.expected_headcount)
        case PartyKind.CLASS:
            return say_many("class of {count}", "class of {count}", party.expected_headcount)
        case PartyKind.GROUP:
            return say_many("group of {count}", "group of {count}", party.expected_headcount)
        case _:
            assert_never(party.kind)

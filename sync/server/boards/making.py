"""How does a board come about, and how does it end?

Promise: nobody can guess a link; a site that may frame a board is named whole, with its scheme, and nothing else gets into the header.
"""

import re
import secrets

import msgspec

from sync.server.boards.models import Board
from sync.server.endings.ledger import Kind, write_down

SECRET_BYTES = 24
SITES_MAX = 10
LEAST_USUALLY, LEAST_MAX = 5, 1_000
"""Below five a figure can be about somebody: one signer, two pensioners."""

_SITE = re.compile(r"https://[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::[0-9]{1,5})?")


class BadSite(Exception):
    """What was written is no address of a site."""

    def __init__(self, site: str) -> None:
        super().__init__(site)
        self.site = site


class Wishes(msgspec.Struct, frozen=True):
    """What a board shall show."""

    title: str
    items: tuple[int, ...]
    shows_people: bool = True
    shows_hours: bool = True
    shows_venues: bool = True
    least: int = LEAST_USUALLY
    sites: tuple[str, ...] = ()


def make(event: int, wishes: Wishes, made_by: str, now_ms: int) -> Board:
    """Make a board with a link of its own."""
    return Board.objects.create(
        secret=secrets.token_urlsafe(SECRET_BYTES),
        event=event,
        title=wishes.title,
        items=list(wishes.items),
        shows_people=wishes.shows_people,
        shows_hours=wishes.shows_hours,
        shows_venues=wishes.shows_venues,
        least=wishes.least,
        sites=list(wishes.sites),
        made_by=made_by,
        made_ms=now_ms,
    )


def take_back(board: Board, now_ms: int) -> None:
    """Let the link open nothing any more."""
    if Board.objects.filter(pk=board.pk, taken_back_ms=None).update(taken_back_ms=now_ms):
        write_down(Kind.BOARD, board.secret, at_ms=now_ms)


def sites_of(written: str) -> tuple[str, ...]:
    """Return the sites that somebody wrote, with spaces, commas or lines between. Raises ``BadSite``."""
    found = tuple(dict.fromkeys(site.strip("/").lower() for site in re.split(r"[\s,]+", written) if site))
    for place, site in enumerate(found):
        if place >= SITES_MAX or _SITE.fullmatch(site) is None:
            raise BadSite(site)
    return found

"""What stands on a venue's poster? The same invitation in every language of the venue, and one code."""

from django.utils.translation import override

from sync.domain.definition import Definition, Venue
from sync.paper.poster import Poster
from sync.server.site import amounts
from sync.server.tongues.languages import TONGUES
from sync.server.tongues.saying import say


def card_of(definition: Definition, venue: Venue, address: str) -> Poster:
    """Return the poster of ``venue``: in the first language of the venue large, in its others below."""
    spoken = {code.partition("-")[0]: code for code, _name in TONGUES}
    languages = [spoken[one] for one in (*venue.languages, *definition.event.languages) if one in spoken]
    lines = []
    for language in dict.fromkeys(languages):
        with override(language):
            lines.append(say("Come and help: register here"))
    with override(languages[0] if languages else None):
        event = definition.event
        return Poster(
            amounts.named(event.name), amounts.day(event.opens_ms, event), amounts.named(venue.name), venue.town, tuple(lines), address
        )

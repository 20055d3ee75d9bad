"""In which words does a certificate say what somebody achieved?

Promise: in one of the seven languages, whole sentences only; the same figures as the row that its code leads to.
"""

from collections.abc import Iterator

from django.utils.translation import override

from sync.domain.definition import ItemKind, Unit
from sync.paper.certificate import FIGURES_MAX, CertificatePage, Figure
from sync.server.certificates.achieved import Achieved
from sync.server.certificates.models import Issued, Whose
from sync.server.people.codes import GROUP_SIGNS
from sync.server.reading.event import Published
from sync.server.site import amounts
from sync.server.tongues.languages import CODES, ENGLISH, is_right_to_left
from sync.server.tongues.saying import say, say_many

SPOKEN = {code.partition("-")[0]: code for code in CODES} | {code: code for code in CODES}
"""Events and rosters say en, pages en-gb."""


def language_of(wanted: str, achieved: Achieved, published: Published) -> str:
    """Return the language to write in: what was asked for, else the person's own, else the event's first."""
    for code in (wanted, achieved.language or "", *published.definition.event.languages):
        if code in SPOKEN:
            return SPOKEN[code]
    return ENGLISH


def page_of(published: Published, achieved: Achieved, issued: Issued, language: str, address: str) -> CertificatePage:
    """Return the certificate in words. ``address`` is the centre's own, without a path."""
    with override(language):
        shown = list(figures_of(published, issued))
        event = published.definition.event
        return CertificatePage(
            title=say("Certificate of good deeds"),
            to=say("With thanks to"),
            name=_name(published, achieved),
            sentence=_sentence(published, achieved),
            figures=tuple(shown[:FIGURES_MAX]),
            more=say("and also: {things}", things=_listed(shown[FIGURES_MAX:])) if len(shown) > FIGURES_MAX else "",
            thanks=say("Many hands make a day."),
            signed=say("For {organisation}", organisation=issued.organisation),
            made=say("Made out on {day}", day=amounts.day(issued.made_ms, event)),
            check=say("To check these figures, scan the code or open {address} and type:", address=f"{_bare(address)}/certificate"),
            code=grouped(issued.code),
            link=f"{address}/certificate/{grouped(issued.code)}".upper(),
            is_right_to_left=is_right_to_left(),
        )


def figures_of(published: Published, issued: Issued) -> Iterator[Figure]:
    """Yield the figures in the language that is spoken: people where there are several, time, and what was made."""
    event = published.definition.event
    if issued.whose != Whose.VOLUNTEER:
        yield Figure(amounts.number(issued.people), say_many("person helped", "people helped", issued.people), "helpers")
    yield Figure(amounts.duration(issued.minutes), say("of time given"), "minutes")
    for no, quantity in issued.items:
        item = published.definition.item(no) or ItemKind(no, {"en": ""}, {"en": ""}, Unit.ITEMS, "helpers")
        words = amounts.noun(quantity, item) or say("things")
        yield Figure(amounts.figure(quantity, item, event), words, item.picture)


def grouped(code: str) -> str:
    """Return ABCD-EFGH-JKMN-PQRS."""
    return "-".join(code[first : first + GROUP_SIGNS] for first in range(0, len(code), GROUP_SIGNS))


def _sentence(published: Published, achieved: Achieved) -> str:
    event = published.definition.event
    day, name = amounts.day(event.opens_ms, event), amounts.named(event.name)
    venue = published.definition.venue(achieved.venue)
    if venue is None or achieved.whose is Whose.VENUE:
        return say("for helping at {event}, on {day}", event=name, day=day)
    return say("for helping at {venue}, at {event}, on {day}", venue=amounts.named(venue.name), event=name, day=day)


def _name(published: Published, achieved: Achieved) -> str:
    venue = published.definition.venue(achieved.venue) if achieved.whose is Whose.VENUE else None
    return achieved.name if venue is None else amounts.named(venue.name)


def _listed(figures: list[Figure]) -> str:
    return " · ".join(f"{one.figure} {one.words}" for one in figures)


def _bare(address: str) -> str:
    return address.split("://", 1)[-1]

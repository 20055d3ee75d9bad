"""A workshop in the small day: things that come out mended or beyond saving, for somebody who asked for some of them."""

from msgspec.structs import replace

from sync.domain.definition import Activity, Beneficiary, Definition, ItemKind, Output, Part, Unit, Wanted, outcome_no
from tests.support.day import HATS, SCHOOL, small_definition

WORKSHOP, OBJECTS, SHELTER = 5, 5, 3
MENDED, LOST = outcome_no(OBJECTS, 0), outcome_no(OBJECTS, 1)


def with_workshop(sensible_max: int = 40) -> Definition:
    """Return the small definition with a workshop at the school."""
    plain = small_definition()
    objects = ItemKind(
        OBJECTS,
        {"en": "object", "fr": "objet"},
        {"en": "objects", "fr": "objets"},
        Unit.ITEMS,
        "upcycling",
        sensible_max=sensible_max,
        parts=(Part({"en": "handle"}, 2),),
        outcomes=({"en": "mended", "cy": "wedi'i drwsio"}, {"en": "beyond saving"}),
    )
    shelter = Beneficiary(
        SHELTER, {"en": "the shelter"}, {"en": "Chairs, please."}, {"en": "lamps"}, (Wanted(OBJECTS, 60), Wanted(HATS, 5))
    )
    return replace(
        plain,
        activities=(*plain.activities, Activity(WORKSHOP, SCHOOL, {"en": "Mending"}, "upcycling", outputs=(Output(OBJECTS, 60, SHELTER),))),
        items=(*plain.items, objects),
        beneficiaries=(*plain.beneficiaries, shelter),
    )

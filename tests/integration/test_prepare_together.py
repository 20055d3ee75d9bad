"""What if several do it at once: coordinators who keep, one who publishes, kiosks that pull meanwhile?"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import msgspec
import pytest

from sync.protocol import envelope, paths, signing
from sync.protocol.messages import Manifest, PullAsk, PullReply
from tests.support.centre import KINDS, set_up_django
from tests.support.day import EVENT, KNITTING, WARD
from tests.support.wiring import WiredCentre, add_device, signed_by, wired_centre

set_up_django()

ROUNDS = 6


@pytest.fixture(params=KINDS)
def centre(request: pytest.FixtureRequest) -> Iterator[WiredCentre]:
    with wired_centre(request.param) as centre:
        add_device(7)
        yield centre


def together(*works: Callable[[], Any]) -> list[Any]:
    """Do all at once, each in a thread and on a connection of its own; a fault in one is raised here."""
    from django.db import connections

    start = Barrier(len(works))

    def one(work: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(one, works))


def by(who: str) -> Any:
    from sync.server.audit.log import Actor
    from sync.server.drafting.keeping import Author
    from sync.server.people.organisations import only_organisation

    return Author(who, Actor(who, only_organisation(), EVENT), 1_800_000_000_000)


def write(kind: Any, no: int, who: str, **said: str) -> Any:
    """Keep a form that was opened now, with ``said`` in it."""
    from sync.server.drafting.forms import FORMS
    from sync.server.drafting.saving import Filled, save
    from sync.server.reading.drafts import draft_of, part_in

    drafted = draft_of(EVENT)
    assert drafted is not None
    answers = FORMS[kind].answers_of(part_in(drafted.definition, kind, no), drafted.definition)
    answers |= {name: (value,) for name, value in said.items()}
    return save(EVENT, Filled(kind, no, drafted.revision, answers), by(who))


def pulled(centre: WiredCentre, known: int) -> Manifest | None:
    """What a kiosk that knows manifest ``known`` is told, checked with the centre's key as a kiosk does."""
    asked = signed_by(7, signing.PULL, PullAsk(7, b"nonce", known, 0, b"", ()))
    reply = centre.ask(paths.PULL, asked, signing.PULL_REPLY, PullReply)
    if reply.manifest is None:
        return None
    return envelope.decode(signing.open_signed(reply.manifest, signing.MANIFEST, signing.NO_NONCE, (centre.key,)), Manifest)


def test_everybody_who_keeps_something_else_at_once_is_kept(centre: WiredCentre) -> None:
    from sync.server.drafting.models import Change
    from sync.server.drafting.parts import Kind
    from sync.server.drafting.saving import Saved
    from sync.server.reading.drafts import draft_of

    del centre
    kept = together(
        lambda: write(Kind.VENUE, WARD, "Ruth", town="Brannock"),
        lambda: write(Kind.VENUE, WARD, "Naomi", door_en="Blue door"),
        lambda: write(Kind.ACTIVITY, KNITTING, "Idris", places="30"),
        lambda: write(Kind.EVENT, 0, "Gwen", name_cy="Diwrnod"),
    )
    assert all(isinstance(one, Saved) for one in kept), kept
    drafted = draft_of(EVENT)
    assert drafted is not None
    venue, activity = drafted.definition.venue(WARD), drafted.definition.activity(KNITTING)
    assert venue is not None
    assert activity is not None
    assert (venue.town, venue.door["en"], activity.places, drafted.definition.event.name["cy"]) == ("Brannock", "Blue door", 30, "Diwrnod")
    assert list(Change.objects.order_by("revision").values_list("revision", flat=True)) == [1, 2, 3, 4]


def test_a_kiosk_that_pulls_while_somebody_publishes_gets_one_whole_version_or_the_other(centre: WiredCentre) -> None:
    from sync.server.drafting.parts import Kind
    from sync.server.drafting.release import release
    from sync.server.reading.drafts import draft_of

    def publish_often() -> int:
        for target in range(ROUNDS):
            write(Kind.ACTIVITY, KNITTING, "Ruth", **{"outputs-0-target": str(600 + target)})
            drafted = draft_of(EVENT)
            assert drafted is not None
            release(EVENT, drafted.revision, by("Ruth"))
        return ROUNDS

    def pull_often() -> list[Manifest]:
        told: list[Manifest] = []
        for _ in range(ROUNDS * 4):
            manifest = pulled(centre, told[-1].version if told else 0)
            if manifest is not None:
                told.append(manifest)
        return told

    from sync.domain.definition import Definition

    _, told, _ = together(publish_often, pull_often, pull_often)
    versions = [manifest.version for manifest in told]
    assert versions == sorted(set(versions)), "a kiosk never goes back"
    for manifest in told:
        definition = msgspec.msgpack.decode(manifest.definition, type=Definition)
        activity = definition.activity(KNITTING)
        assert activity is not None
        # Each version says one target: 500 at first, then one more each time.
        assert activity.outputs[0].target == (500 if definition.version == 1 else 598 + definition.version)
    last = pulled(centre, 0)
    assert last is not None
    assert msgspec.msgpack.decode(last.definition, type=Definition).version == 1 + ROUNDS


def test_of_two_who_publish_the_same_draft_at_once_one_publishes(centre: WiredCentre) -> None:
    from sync.server.drafting.keeping import ChangedMeanwhile
    from sync.server.drafting.models import Version
    from sync.server.drafting.parts import Kind
    from sync.server.drafting.release import release
    from sync.server.reading.drafts import draft_of

    del centre
    write(Kind.VENUE, WARD, "Ruth", town="Brannock")
    drafted = draft_of(EVENT)
    assert drafted is not None

    def publish() -> str:
        try:
            return f"version {release(EVENT, drafted.revision, by('Ruth')).version}"
        except ChangedMeanwhile:
            return "told to look again"

    assert set(together(publish, publish)) <= {"version 2", "told to look again"}
    assert list(Version.objects.order_by("version").values_list("version", flat=True)) == [1, 2]


def test_what_was_recorded_before_a_version_adds_up_the_same_after_it(centre: WiredCentre) -> None:
    from sync.domain.facts import ItemsLogged
    from sync.server.drafting.keeping import keep
    from sync.server.drafting.parts import Kind, closed
    from sync.server.drafting.release import release
    from sync.server.reading.drafts import draft_of
    from tests.support.pushing import Pusher

    kiosk = Pusher(7, venue=WARD)
    kiosk.add(ItemsLogged(KNITTING, 1, 12), venue=WARD)
    centre.post(paths.PUSH, envelope.pack(kiosk.push()))
    before = sums(centre)
    assert before
    drafted = draft_of(EVENT)
    assert drafted is not None
    keep(EVENT, drafted.revision, closed(drafted.definition, Kind.VENUE, WARD), by("Ruth"))
    release(EVENT, drafted.revision + 1, by("Ruth"))
    assert sums(centre) == before


def sums(centre: WiredCentre) -> list[tuple[Any, ...]]:
    """Every figure that the ledger holds."""
    return centre.database.rows("SELECT * FROM ledger_subtotal ORDER BY 1")

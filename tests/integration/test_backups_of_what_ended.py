"""Something was ended after the backup was made, then the backup came back: does it open anything again? On both databases."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.backed_up import backed_up_centre, only_backup, run
from tests.support.centre import KINDS, set_up_django
from tests.support.day import EVENT, WARD, small_definition, small_roster
from tests.support.pushing import NOW_MS
from tests.support.wiring import WiredCentre, add_device

set_up_django()

LATER_MS = NOW_MS + 60_000
YEAR_MS = 365 * 24 * 3_600_000
STOLEN, OURS = 1, 2


@pytest.fixture(params=KINDS)
def centre(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WiredCentre]:
    state = tmp_path / "state"
    state.mkdir()
    with backed_up_centre(request.param, state) as centre:
        yield centre


class Things:
    """Two of each that opens something: the first is to end, the second is to stay."""

    def __init__(self) -> None:
        from django.contrib.auth.models import User

        from sync.server.api import tokens
        from sync.server.audit.log import Actor
        from sync.server.boards.making import Wishes, make
        from sync.server.people import inviting
        from sync.server.people.models import Account, Membership, Organisation, Role
        from sync.server.publishing.publish import publish
        from sync.server.webhooks import making

        publish(small_definition(), {WARD: small_roster()}, NOW_MS)
        add_device(STOLEN)
        add_device(OURS)
        organisation = Organisation.objects.create(name="The Council")
        self.users = [User.objects.create_user(name) for name in ("gone", "stays")]
        for user in self.users:
            Account.objects.create(user=user, organisation=organisation)
            Membership.objects.create(user=user, role=Role.COORDINATOR)
        self.by = Actor("Ruth", organisation.pk, EVENT, self.users[1].pk)
        self.tokens = [tokens.make(self.by, name, tokens.Scope(), NOW_MS + YEAR_MS, NOW_MS) for name in "ab"]
        self.hooks = [making.make(self.by, name, f"https://{name}.example.org/", shows_small=False, now_ms=NOW_MS)[0] for name in "ab"]
        self.boards = [make(EVENT, Wishes(name, ()), "Ruth", NOW_MS) for name in "ab"]
        self.links = [inviting.invite(self.by, name, inviting.Place(Role.VIEWER), NOW_MS) for name in ("used", "withdrawn", "open")]

    def end(self) -> None:
        from sync.server.api import tokens
        from sync.server.boards.making import take_back
        from sync.server.devices.enrolment import revoke
        from sync.server.people import changing, inviting
        from sync.server.webhooks import making

        revoke(STOLEN, LATER_MS)
        tokens.revoke(self.by, self.tokens[0][0], LATER_MS)
        making.remove(self.by, self.hooks[0], LATER_MS)
        take_back(self.boards[0], LATER_MS)
        inviting.join(self.links[0][1], "newcomer", "a long and plain sentence", "", LATER_MS)
        inviting.withdraw(self.by, int(self.by.organisation or 0), self.links[1][0].pk, LATER_MS)
        changing.remove(self.by, self.users[0])

    def opens(self) -> dict[str, Any]:
        """What still opens something, by kind."""
        from django.contrib.auth.models import User

        from sync.server.api.models import Token
        from sync.server.boards.models import Board
        from sync.server.devices.models import Device
        from sync.server.people.models import Invitation
        from sync.server.webhooks.models import Webhook

        return {
            "kiosks": set(Device.objects.filter(revoked_ms=None).exclude(no=0).values_list("no", flat=True)),
            "tokens": set(Token.objects.filter(revoked_ms=None).values_list("name", flat=True)),
            "webhooks": set(Webhook.objects.filter(removed_ms=None).values_list("name", flat=True)),
            "boards": set(Board.objects.filter(taken_back_ms=None).values_list("title", flat=True)),
            "links": set(Invitation.objects.filter(used_ms=None, withdrawn_ms=None).values_list("shown_name", flat=True)),
            "accounts": set(User.objects.values_list("username", flat=True)),
        }


LEFT = {"kiosks": {OURS}, "tokens": {"b"}, "webhooks": {"b"}, "boards": {"b"}, "links": {"open"}, "accounts": {"stays"}}


@pytest.mark.usefixtures("centre")
def test_what_was_ended_after_the_backup_stays_ended_and_nothing_else_ends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from sync.server.devices.models import Device
    from sync.server.endings.again import reapply

    things = Things()
    assert run("backup", tmp_path) == 0
    things.end()
    assert run("restore", only_backup(tmp_path), "--replace") == 0
    assert things.opens() == LEFT
    assert Device.objects.get(no=STOLEN).revoked_ms == LATER_MS
    assert revoked_in_manifest() == {STOLEN}
    assert "Ended anew: 7 " in capsys.readouterr().out
    assert reapply() == 0


def revoked_in_manifest() -> set[int]:
    from sync.protocol import envelope
    from sync.protocol.messages import Manifest
    from sync.server.publishing.models import Publication
    from sync.server.publishing.publish import manifest_of

    return {one.device for one in envelope.decode(manifest_of(Publication.objects.get()).body, Manifest).revoked}


@pytest.mark.usefixtures("centre")
def test_who_has_the_record_learns_nothing_from_it(tmp_path: Path) -> None:
    from django.test.utils import override_settings

    from sync.server.endings.ledger import Endings, Kind

    things = Things()
    things.end()
    kept = (tmp_path / "state" / "endings.jsonl").read_bytes()
    assert len(kept.split()) == 7
    for told in (b"gone", b"example.org", things.tokens[0][1].encode(), things.boards[0].secret.encode(), things.links[1][1].encode()):
        assert told not in kept
    digest = bytes(things.tokens[0][0].digest)
    assert Endings().when(Kind.TOKEN, digest) is not None
    with override_settings(SECRET_KEY="the secret of another centre, as long as ours"):
        assert Endings().when(Kind.TOKEN, digest) is None, "nobody tries out what may have ended"


@pytest.mark.usefixtures("centre")
def test_a_number_or_a_name_that_is_given_again_is_not_what_was_ended(tmp_path: Path) -> None:
    from django.contrib.auth.models import User

    from sync.server.api import tokens

    things = Things()
    assert run("backup", tmp_path) == 0
    later, _ = tokens.make(things.by, "later", tokens.Scope(), NOW_MS + YEAR_MS, NOW_MS)
    tokens.revoke(things.by, later, LATER_MS)
    things.end()
    User.objects.create_user("gone")
    assert run("restore", only_backup(tmp_path), "--replace") == 0
    another, _ = tokens.make(things.by, "another", tokens.Scope(), NOW_MS + YEAR_MS, NOW_MS)
    User.objects.create_user("gone")
    from sync.server.endings.again import reapply

    assert another.pk == later.pk
    assert reapply() == 0
    assert things.opens() == {**LEFT, "tokens": {"b", "another"}, "accounts": {"stays", "gone"}}


@pytest.mark.usefixtures("centre")
def test_a_record_that_cannot_be_written_stops_no_ending(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "state" / "endings.jsonl").mkdir()
    things = Things()
    things.end()
    assert things.opens()["kiosks"] == {OURS}
    assert "would bring it back" in caplog.text

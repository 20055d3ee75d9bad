"""A role, a password, a second step or a pass was taken away after the backup was made: does a restore give it back? On both databases."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sync.domain.roster import Lead
from tests.support.backed_up import backed_up_centre, only_backup, run
from tests.support.centre import KINDS, set_up_django
from tests.support.day import AHMED, EVENT, MIRIAM, SCHOOL, WARD, small_definition, small_roster
from tests.support.pushing import NOW_MS
from tests.support.wiring import WiredCentre

set_up_django()

BEFORE, AFTER = "a long and plain sentence", "another long and plain sentence"


@pytest.fixture(params=KINDS)
def centre(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WiredCentre]:
    state = tmp_path / "state"
    state.mkdir()
    with backed_up_centre(request.param, state) as centre:
        yield centre


@pytest.fixture
def ruth(centre: WiredCentre) -> Any:
    """Who changes what others may, in an organisation with a published event, two passes and a lead card."""
    from django.contrib.auth.models import User

    from sync.server.audit.log import Actor
    from sync.server.people.models import Account, Membership, Organisation, Role
    from sync.server.publishing.publish import publish

    del centre
    roster = small_roster()
    lead = Lead(7, "Ann", WARD, b"")
    ward = msgspec.structs.replace(roster, volunteers=roster.volunteers[:1], parties=(), leads=(lead,))
    publish(small_definition(), {WARD: ward, SCHOOL: msgspec.structs.replace(roster, volunteers=roster.volunteers[1:])}, NOW_MS)
    organisation = Organisation.objects.create(name="The Council")
    for name in ("ruth", "bea", "ann"):
        user = User.objects.create_user(name, password=BEFORE)
        Account.objects.create(user=user, organisation=organisation)
        Membership.objects.create(user=user, role=Role.COORDINATOR)
    return Actor("Ruth", organisation.pk, EVENT, user_called("ruth").pk)


def user_called(name: str) -> Any:
    from django.contrib.auth.models import User

    return User.objects.get(username=name)


def roles_of(name: str) -> set[str]:
    from sync.server.people.ending import held_by

    return {role for role, _, _ in held_by(user_called(name))}


def serials() -> dict[Any, int]:
    """The number of everybody's newest pass or card."""
    from sync.server.publishing.models import RosterRow
    from sync.server.publishing.roster import person_of

    people = [person_of(row) for row in RosterRow.objects.all()]
    return {
        one.no if isinstance(one, Lead) else one.who: one.card_serial if isinstance(one, Lead) else one.pass_serial for one in people if one
    }


def step_of(name: str, kind: str) -> Any:
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.create(user=user_called(name), type=kind, data={})


def restore(folder: Path) -> None:
    from sync.server.endings.again import reapply

    assert run("restore", only_backup(folder), "--replace") == 0
    assert reapply() == 0, "once is enough"


def test_a_role_that_was_taken_away_stays_away_and_one_that_was_given_again_stays(ruth: Any, tmp_path: Path) -> None:
    from sync.server.audit.models import AuditLine
    from sync.server.people.changing import change_place
    from sync.server.people.inviting import Place
    from sync.server.people.models import Role

    assert run("backup", tmp_path) == 0
    for name in ("bea", "ann"):
        change_place(ruth, user_called(name), Place(Role.VIEWER), EVENT, "viewer of every event")
    change_place(ruth, user_called("ann"), Place(Role.COORDINATOR), EVENT, "coordinator of every event")
    restore(tmp_path)
    assert {name: roles_of(name) for name in ("ruth", "bea", "ann")} == {"ruth": {"coordinator"}, "bea": set(), "ann": {"coordinator"}}
    assert AuditLine.objects.filter(what="Took a role off bea that a backup had brought back: coordinator.").exists()


def test_a_password_that_was_changed_opens_nothing_any_more(ruth: Any, tmp_path: Path) -> None:
    from sync.server.people import inviting
    from sync.server.people.accounts import ClosedAccounts

    assert run("backup", tmp_path) == 0
    ClosedAccounts().set_password(user_called("bea"), AFTER)
    _, code = inviting.offer_reset(ruth, user_called("ann"), NOW_MS)
    inviting.choose_password(code, AFTER, "", NOW_MS)
    restore(tmp_path)
    assert [user_called(name).has_usable_password() for name in ("ruth", "bea", "ann")] == [True, False, False]
    assert not user_called("bea").check_password(BEFORE)
    _, code = inviting.offer_reset(ruth, user_called("bea"), NOW_MS)
    inviting.choose_password(code, BEFORE, "", NOW_MS)
    restored = run("backup", tmp_path / "later.mhbackup")
    assert (restored, run("restore", tmp_path / "later.mhbackup", "--replace")) == (0, 0)
    assert user_called("bea").check_password(BEFORE), "the same words chosen anew are another password"


def test_a_second_step_that_was_taken_off_stays_off_and_its_owner_needs_a_link(ruth: Any, tmp_path: Path) -> None:
    from allauth.mfa.base.internal.flows import delete_and_cleanup
    from allauth.mfa.models import Authenticator
    from django.test import RequestFactory

    from sync.server.people.changing import drop_second_step

    lost, stays = step_of("bea", "webauthn"), step_of("bea", "totp")
    step_of("ann", "totp")
    assert run("backup", tmp_path) == 0
    request = RequestFactory().get("/")
    request.user = user_called("bea")
    delete_and_cleanup(request, lost)
    drop_second_step(ruth, user_called("ann"))
    restore(tmp_path)
    assert list(Authenticator.objects.values_list("user__username", "type")) == [("bea", stays.type)]
    assert user_called("bea").has_usable_password(), "the other step still guards it"
    assert not user_called("ann").has_usable_password(), "nothing would guard it but a password"


def test_a_pass_and_a_lead_card_that_were_issued_anew_stay_the_newest(ruth: Any, tmp_path: Path) -> None:
    from sync.server.papers.leads import renew
    from sync.server.papers.passes import issue_anew
    from sync.server.publishing.models import Publication

    del ruth
    before = serials()
    assert run("backup", tmp_path) == 0
    for _ in range(2):
        assert issue_anew(EVENT, MIRIAM, "Ruth")
        assert renew(EVENT, WARD, 7)
    newest, version = serials(), Publication.objects.get().roster_version
    restore(tmp_path)
    assert (serials(), newest[MIRIAM], newest[7]) == (newest, before[MIRIAM] + 2, before[7] + 2)
    assert newest[AHMED] == before[AHMED]
    assert 0 < Publication.objects.get().roster_version <= version, "kiosks are told as of any change of the roster"


def test_the_record_holds_no_password_and_no_name(ruth: Any, tmp_path: Path) -> None:
    from sync.server.people.accounts import ClosedAccounts
    from sync.server.people.changing import drop_second_step

    kept = user_called("bea").password
    step_of("bea", "totp")
    drop_second_step(ruth, user_called("bea"))
    ClosedAccounts().set_password(user_called("bea"), AFTER)
    written = (tmp_path / "state" / "endings.jsonl").read_text()
    assert len(written.split()) == 2
    assert not any(told in written for told in ("bea", kept, kept.rpartition("$")[2]))

"""Does the audit log keep what was done, and can nobody take a line out of it?"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sync.domain.facts import ItemsLogged
from tests.support.centre import KINDS, django_on, fresh_database, set_up_django
from tests.support.centre_day import HALL, RAINBOW, CentreDay
from tests.support.site_pages import browser_of, centre_day

set_up_django()


@pytest.fixture
def own_day() -> Iterator[CentreDay]:
    with centre_day(filled=False) as day:
        yield day


def lines() -> list[tuple[str, str, str]]:
    from sync.server.audit.models import AuditLine

    return [(line.who, line.address, line.what) for line in AuditLine.objects.order_by("pk")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_line_can_be_added_and_neither_changed_nor_removed(kind: str) -> None:
    from django.db import DatabaseError, connection, transaction

    from sync.server.audit.deeds import Deed
    from sync.server.audit.log import Actor, did, looked
    from sync.server.audit.models import AuditLine

    with fresh_database(kind) as database, django_on(database):
        did(Actor("Ruth Adeyemi", 1), Deed.DEVICE_REVOKED, "Revoked kiosk 7.")
        looked(Actor("Ruth Adeyemi", 1, 7, 3, "192.0.2.1"), "Saw who is at the Rainbow Room.", RAINBOW)
        kept = list(AuditLine.objects.order_by("pk").values())
        attempts: list[Callable[[], Any]] = [
            lambda: AuditLine.objects.all().delete(),
            lambda: AuditLine.objects.update(who="Nobody"),
            lambda: connection.cursor().execute("DELETE FROM audit_auditline"),
            lambda: connection.cursor().execute("UPDATE audit_auditline SET what = 'nothing'"),
        ]
        if kind == "postgresql":
            attempts.append(lambda: connection.cursor().execute("TRUNCATE audit_auditline"))
        for attempt in attempts:
            with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
                attempt()
        assert list(AuditLine.objects.order_by("pk").values()) == kept
        assert [line["deed"] for line in kept] == ["device-revoked", "names-seen"]


def test_every_deed_has_its_theme() -> None:
    from sync.server.audit.deeds import THEMES, Deed

    assert sorted(deed for deeds in THEMES.values() for deed in deeds) == sorted(Deed)
    assert all(deed in THEMES[deed.theme] for deed in Deed)


def test_what_is_done_about_devices_and_flags_is_written_down_with_who_and_from_where(own_day: CentreDay) -> None:
    from sync.server.devices.models import Enrolment
    from sync.server.ledger.models import RaisedFlag

    coordinator: Any = browser_of("coordinator")
    own_day.ask("Spare kiosk", 901)
    own_day.ask("Unknown laptop", 902)
    spare, laptop = Enrolment.objects.order_by("pk").values_list("pk", flat=True)
    coordinator.post(f"/devices/asking/{spare}/approve", {"venue": str(HALL)})
    coordinator.post(f"/devices/asking/{spare}/approve", {"venue": str(HALL)})
    coordinator.post(f"/devices/asking/{laptop}/refuse")
    kiosk = own_day.enrol(7, RAINBOW, "Rainbow door")
    kiosk.add(ItemsLogged(1, 1, 51), own_day.now_ms - 60_000)
    own_day.take(kiosk)
    flag = RaisedFlag.objects.get().pk
    browser_of("venue_lead").post(f"/flags/{flag}/settle")
    browser_of("venue_lead").post(f"/flags/{flag}/settle")
    coordinator.post("/devices/7/revoke")
    kiosk.add(ItemsLogged(1, 1, 2), own_day.now_ms)
    own_day.take(kiosk)
    coordinator.post(f"/flags/{RaisedFlag.objects.get(settled_ms=None).pk}/accept")
    ruth, idris = "Ruth Adeyemi (coordinator)", "Idris Morgan (venue_lead)"
    assert lines() == [
        (ruth, "127.0.0.1", "Approved Spare kiosk as kiosk 1 at Tanner Street Community Hall."),
        (ruth, "127.0.0.1", "Refused Unknown laptop, which asked to join."),
        (idris, "127.0.0.1", "Settled a flag: unusually many, entry 1 of kiosk 7."),
        (ruth, "127.0.0.1", "Revoked kiosk 7, Rainbow door, at Rainbow Room, St Brannoc’s Hospital."),
        (ruth, "127.0.0.1", "Accepted what kiosk 7 sent: 1 entry counts from now on."),
    ]


@pytest.mark.parametrize(("is_behind_proxy", "address"), [(False, "127.0.0.1"), (True, "198.51.100.4")])
def test_a_proxy_is_believed_only_where_one_was_said_to_stand(is_behind_proxy: bool, address: str) -> None:  # noqa: FBT001 - a case of the table above
    from django.test import RequestFactory, override_settings

    from sync.server.people.address import address_of

    request = RequestFactory().get("/", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.4"})
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https") if is_behind_proxy else None):
        assert address_of(request) == address

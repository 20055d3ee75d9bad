"""Do supervisors, load balancers and Prometheus hear what they need, and nobody anything of a person?"""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from prometheus_client.parser import text_string_to_metric_families

from sync.protocol import paths
from sync.server.environment import BadSetting, read_environment
from tests.support.backed_up import Kiosk
from tests.support.centre import KINDS, django_on, fresh_database, set_up_django
from tests.support.day import SCHOOL
from tests.support.pushing import NOW_MS, key_of
from tests.support.wiring import WiredCentre, add_device, wired_centre

set_up_django()

TOKEN = "a token that only the one who looks at the figures has"


@pytest.fixture(params=KINDS)
def centre(request: pytest.FixtureRequest) -> Iterator[WiredCentre]:
    with wired_centre(request.param) as centre:
        yield centre


class Asking:
    """The whole application as a socket would reach it, with a token, or behind a proxy."""

    def __init__(self, token: str = "", *, is_behind_proxy: bool = False, pages: Any = None) -> None:
        from sync.server.vitals.figures import Figures
        from sync.server.vitals.probes import PATHS, Door, Probes
        from sync.server.vitals.requests import Counted
        from sync.server.wire.application import Wire, before
        from sync.server.wsgi import pages as all_pages

        self.figures = Figures(now_ms=lambda: NOW_MS)
        probes = Probes(before(Wire(lambda: NOW_MS), pages or all_pages), Door(token, is_behind_proxy), self.figures)
        self._app: Any = Counted(probes, self.figures.took, frozenset((paths.PUSH, *PATHS)), trusts_proxy=is_behind_proxy)
        self.headers: dict[str, str] = {}

    def get(self, path: str, method: str = "GET", **more: str) -> tuple[int, str]:
        told: list[Any] = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(),
            "wsgi.url_scheme": "http",
            **more,
        }
        body = self._app(environ, lambda status, headers, *_: told.extend((status, headers)))
        content = b"".join(body)
        status, headers = told
        self.headers = dict(headers)
        return int(status.split()[0]), content.decode(errors="replace")

    def figure(self, name: str, **labels: str) -> float:
        """One figure as Prometheus reads it."""
        _, text = self.get("/metrics", HTTP_AUTHORIZATION=f"Bearer {TOKEN}")
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                if sample.name == f"manyhands_{name}" and labels.items() <= sample.labels.items():
                    return float(sample.value)
        raise AssertionError(f"there is no {name} {labels} in\n{text}")


@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize("path", ["/health", "/health/live", "/health/ready"])
def test_a_centre_that_is_well_says_so_by_any_name(path: str) -> None:
    from sync.server.openapi import description

    status, said = Asking().get(path, HTTP_HOST="10.1.2.3:8080")
    assert (status, json.loads(said)) == (200, {"status": "ok"})
    schema = description()["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    OAS31Validator(schema).validate(json.loads(said))
    assert Asking().get(path, method="POST")[0] == 405
    assert Asking().get(path, method="HEAD") == (200, "")


def test_a_database_that_is_away_makes_it_live_but_not_ready() -> None:
    class Away:
        url = "sqlite:////nowhere/at/all.sqlite3"

    with django_on(Away()):  # type: ignore[arg-type]  # only its address is looked at
        asking = Asking()
        assert asking.get("/health/live")[0] == 200
        for path in ("/health/ready", "/health"):
            status, said = asking.get(path)
            assert (status, json.loads(said)) == (503, {"status": "no database"})
        assert asking.figure("database_up") == 0


def test_old_tables_make_it_not_ready_until_they_are_up_to_date() -> None:
    from django.core.management import call_command
    from django.db import connection

    with fresh_database("sqlite") as database, django_on(database):
        call_command("migrate", "backups", "zero", verbosity=0)
        asking = Asking()
        status, said = asking.get("/health/ready")
        assert (status, json.loads(said)) == (503, {"status": "tables are not up to date"})
        call_command("migrate", verbosity=0)
        assert asking.get("/health/ready")[0] == 200
        connection.close()


def test_the_figures_are_what_the_ledger_holds(centre: WiredCentre) -> None:
    kiosk = Kiosk(centre, 1)
    kiosk.log(1, 2, 3)
    kiosk.sync()
    add_device(2, SCHOOL)
    asking = Asking(TOKEN)
    figures = {name: asking.figure(name) for name in ("entries", "journals", "devices", "epoch", "unread_entries", "database_up")}
    assert figures == {"entries": 3, "journals": 1, "devices": 2, "epoch": 1, "unread_entries": 3, "database_up": 1}
    assert asking.figure("venues_silent") == 1, "the school has a kiosk that was never heard"
    assert asking.figure("database_bytes") > 10_000
    assert asking.figure("backup_proven_timestamp_seconds") == 0


@pytest.mark.usefixtures("centre")
def test_pushes_are_counted_by_how_long_they_took() -> None:
    asking = Asking(TOKEN)
    for _ in range(3):
        asking.get(paths.PUSH, method="POST")
    assert asking.figure("request_seconds_count", route=paths.PUSH, status="4xx") == 3
    assert asking.figure("request_seconds_bucket", route=paths.PUSH, status="4xx", le="+Inf") == 3


@pytest.mark.usefixtures("centre")
def test_figures_are_for_who_has_the_token_or_for_this_machine() -> None:
    assert Asking().get("/metrics")[0] == 200
    assert Asking().get("/metrics", REMOTE_ADDR="192.0.2.7")[0] == 403
    assert Asking(is_behind_proxy=True).get("/metrics")[0] == 403, "a proxy's own address stands for everybody"
    with_token = Asking(TOKEN, is_behind_proxy=True)
    assert with_token.get("/metrics")[0] == 403
    assert with_token.get("/metrics", HTTP_AUTHORIZATION="Bearer something else")[0] == 403
    assert with_token.get("/metrics", HTTP_AUTHORIZATION=f"Bearer {TOKEN}", REMOTE_ADDR="192.0.2.7")[0] == 200


@pytest.mark.usefixtures("centre")
def test_no_secret_of_an_address_becomes_a_label() -> None:
    asking = Asking(TOKEN)
    for path in ("/board/Zebulonia-Quill/", "/people/join/Zebulonia-Quill/", "/Zebulonia-Quill", "/sync/v1/Zebulonia-Quill"):
        asking.get(path, HTTP_HOST="127.0.0.1")
    assert "Zebulonia" not in asking.get("/metrics", HTTP_AUTHORIZATION=f"Bearer {TOKEN}")[1]
    assert asking.figure("request_seconds_count", route="/board/<slug:secret>/") == 1


def logged(*, as_json: bool, shows_everything: bool = False) -> tuple[logging.Handler, io.StringIO]:
    """A handler as the settings make it, and what it wrote."""
    import sync.server.wsgi  # noqa: F401 - whoever imports it first has the log set up anew, without our handler
    from sync.server.vitals.lines import Lines

    page = io.StringIO()
    handler = logging.StreamHandler(page)
    handler.setFormatter(Lines(as_json=as_json, shows_everything=shows_everything))
    return handler, page


@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize("as_json", [True, False])
def test_no_line_of_the_log_holds_a_name_a_link_or_a_token(*, as_json: bool) -> None:
    from sync.protocol.messages import TroubleCode
    from sync.server.wire.application import Wire
    from sync.server.wire.reply import Troubled

    handler, page = logged(as_json=as_json)
    root, requests = logging.getLogger(), logging.getLogger("sync.server.vitals.requests")
    others = [logging.getLogger(name) for name in ("django", "django.request", "axes", "sync.server")]
    before = [(one, one.level) for one in (root, requests, *others)]
    root.addHandler(handler)
    logging.getLogger("django").addHandler(handler)
    for one, _ in before:
        one.setLevel(logging.DEBUG)

    def breaks(_environ: Any, _start: Any) -> Any:
        raise ValueError("Key (name)=(Zebulonia Quill) already exists")

    try:
        asking = Asking()
        host = {"HTTP_HOST": "127.0.0.1", "HTTP_AUTHORIZATION": "Bearer Zebulonia-Quill", "HTTP_USER_AGENT": "Zebulonia"}
        for path in ("/board/Zebulonia-Quill/", "/Zebulonia-Quill", "/people/join/Zebulonia-Quill/"):
            asking.get(path, QUERY_STRING="name=Zebulonia", **host)
        asking.get("/", HTTP_HOST="Zebulonia.example")
        logging.getLogger("axes.watch_login").warning("AXES: New login failure by %s", "Zebulonia Quill")
        logging.getLogger("axes.watch_login").warning("AXES: Zebulonia Quill is locked out")
        with pytest.raises(ValueError, match="already exists"):
            Asking(pages=breaks).get("/board/Zebulonia-Quill/")
        trouble = Troubled(TroubleCode.BUSY, "DETAIL: Key (name)=(Zebulonia Quill) exists", b"", 1)
        Wire._trouble(lambda *_: lambda _: None, trouble, key_of(1))
        try:
            breaks(None, None)
        except ValueError:
            logging.getLogger("sync.server.jobs.worker").exception("job %d could not be done", 7)
    finally:
        root.removeHandler(handler)
        logging.getLogger("django").removeHandler(handler)
        for one, level in before:
            one.setLevel(level)
    said = page.getvalue()
    assert "Zebulonia" not in said
    assert "Quill" not in said
    assert "job 7 could not be done" in said
    assert "ValueError" in said
    if as_json:
        lines = [json.loads(line) for line in said.splitlines()]
        assert {line.get("route") for line in lines} >= {"/board/<slug:secret>/", "(none)"}
        assert all(set(line) >= {"at", "level", "from", "says"} for line in lines)


def test_a_request_has_one_number_in_its_answer_and_in_its_lines(centre: WiredCentre) -> None:
    del centre
    handler, page = logged(as_json=True)
    requests = logging.getLogger("sync.server.vitals.requests")
    before = requests.level
    requests.addHandler(handler)
    requests.setLevel(logging.INFO)
    try:
        asking = Asking(is_behind_proxy=True)
        asking.get("/health", HTTP_X_REQUEST_ID="from-the-proxy-17")
        assert asking.headers["X-Request-ID"] == "from-the-proxy-17"
        asking.get("/health", HTTP_X_REQUEST_ID="Zebulonia\nQuill")
        own = asking.headers["X-Request-ID"]
        assert re.fullmatch("[0-9a-f]{16}", own), "what looks like no number is not passed on"
        asking.get("/health", "ZEBULONIA QUILL")
        strict = Asking()
        strict.get("/health", HTTP_X_REQUEST_ID="from-a-stranger-17")
        assert strict.headers["X-Request-ID"] != "from-a-stranger-17"
    finally:
        requests.removeHandler(handler)
        requests.setLevel(before)
    lines = [json.loads(line) for line in page.getvalue().splitlines()]
    assert [line["request"] for line in lines][:2] == ["from-the-proxy-17", own]
    assert [line["method"] for line in lines][:3] == ["GET", "GET", "?"]


def test_debugging_shows_what_is_otherwise_left_out() -> None:
    handler, page = logged(as_json=False, shows_everything=True)
    log = logging.getLogger("somebody.else")
    log.addHandler(handler)
    try:
        int("what it was")
    except ValueError:
        log.exception("words of others")
    finally:
        log.removeHandler(handler)
    assert "words of others" in page.getvalue()
    assert "what it was" in page.getvalue()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("MANYHANDS_LOG", "xml"),
        ("MANYHANDS_METRICS_TOKEN", "short"),
        ("MANYHANDS_BACKUP_PASSPHRASE", "short"),
        ("MANYHANDS_PG_PROGRAMS", "/nowhere"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Any, key: str, value: str) -> None:
    with pytest.raises(BadSetting, match=key):
        read_environment({"MANYHANDS_STATE": str(tmp_path), key: value})

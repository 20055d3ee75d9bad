"""Does the command line do what it says, and say what it cannot do?"""

import io
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zxingcpp
from nacl.signing import SigningKey
from PIL import Image

from sync.domain.codes import Mat, is_signed, read_code
from sync.domain.facts import ItemsLogged
from sync.domain.roster import Roster
from sync.places import assets_folder
from sync.protocol import envelope, paths, signing
from sync.protocol.messages import EnrolAsk, EnrolReply, Manifest, PushReply
from tests.support.centre import fresh_database
from tests.support.day import EVENT, HATS, KNITTING, SCHOOL, small_definition
from tests.support.pushing import NOW_MS, Pusher
from tests.support.wiring import WiredCentre, add_device, wired_centre

DEMO = assets_folder() / "events" / "demo.toml"


@pytest.fixture
def centre() -> Iterator[WiredCentre]:
    with wired_centre("sqlite") as centre:
        yield centre


def run(*words: object) -> int:
    from sync.server.commands.front import main

    return main([str(word) for word in words])


@pytest.mark.slow
@pytest.mark.usefixtures("centre")
def test_an_event_is_published_from_its_file_and_a_second_time_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    from sync.server.publishing.models import Publication, RosterRow
    from sync.server.reading.event import event

    assert run("load-event", DEMO) == 0
    first = list(Publication.objects.order_by("event").values_list("event", "version", "roster_version"))
    rows = list(RosterRow.objects.order_by("pk").values_list("pk", "body", "version"))
    assert run("load-event", DEMO) == 0
    assert list(Publication.objects.order_by("event").values_list("event", "version", "roster_version")) == first
    assert list(RosterRow.objects.order_by("pk").values_list("pk", "body", "version")) == rows
    assert "Many Hands Day is published: 4 venues" in capsys.readouterr().out
    published = event(1)
    assert published is not None
    assert len(published.definition.venues) == 4


@pytest.mark.slow
@pytest.mark.usefixtures("centre", "settings_demo")
def test_only_the_demo_gets_sample_accounts(capsys: pytest.CaptureFixture[str]) -> None:
    from django.contrib.auth import authenticate
    from django.test import RequestFactory

    assert run("load-event", DEMO) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if "venue 1:" in line)
    name, password = line.split(": ")[1].split(", password ")
    assert authenticate(RequestFactory().get("/"), username=name, password=password) is not None


@pytest.fixture
def settings_demo() -> Iterator[None]:
    from django.conf import settings

    settings.DEMO = True
    yield
    settings.DEMO = False


@pytest.mark.usefixtures("centre")
def test_without_the_demo_no_account_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth import get_user_model

    monkeypatch.setattr("sync.server.publishing.pins.argon2id", lambda pin: b"hash of " + pin.encode())
    assert run("load-event", DEMO) == 0
    assert not get_user_model().objects.exists()


@pytest.mark.usefixtures("centre")
def test_a_file_that_is_no_event_is_refused_in_plain_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "event.toml"
    bad.write_text("[event]\nno = 'one'\n")
    assert run("load-event", bad) == 2
    assert run("load-event", tmp_path / "nowhere.toml") == 2
    told = capsys.readouterr().err
    assert "event.toml" in told
    assert "there is no file" in told


def key_file(folder: Path, name: str, seed: bytes) -> Path:
    path = folder / name
    path.write_text(f'pass_key = "{seed.hex()}"\nreference_secret = "{(seed[::-1]).hex()}"\n')
    return path


@pytest.mark.usefixtures("centre")
def test_an_event_whose_passes_were_printed_elsewhere_keeps_their_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from sync.server.publishing import keys

    monkeypatch.setattr("sync.server.publishing.pins.argon2id", lambda pin: b"hash of " + pin.encode())
    seed = bytes(range(32))
    assert run("load-event", DEMO, "--keys", key_file(tmp_path, "event.key", seed)) == 0
    assert keys.pass_key(1) == (1, SigningKey(seed))
    assert keys.reference_secret(1) == seed[::-1]
    assert run("load-event", DEMO, "--keys", key_file(tmp_path, "other.key", seed[::-1])) == 2
    (tmp_path / "bad.key").write_text("pass_key = 7")
    assert run("load-event", DEMO, "--keys", tmp_path / "bad.key") == 2
    told = capsys.readouterr().err
    assert "other keys" in told
    assert "does not hold the keys" in told


def coordinator(monkeypatch: pytest.MonkeyPatch, name: str, password: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    return run("create-coordinator", name, "--password-stdin")


@pytest.mark.usefixtures("centre")
def test_the_first_coordinator_is_made_with_a_password_that_is_none_too_easy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.contrib.auth import get_user_model

    from sync.server.people.rights import rights_of

    for easy in ("", "anna", "password12", "hats"):
        assert coordinator(monkeypatch, "anna", easy) == 2
    assert coordinator(monkeypatch, "anna", "eleven hats a day") == 0
    assert coordinator(monkeypatch, "anna", "eleven hats a day") == 1
    assert coordinator(monkeypatch, "no spaces here!", "eleven hats a day") == 2
    person = get_user_model().objects.get(username="anna")
    assert person.check_password("eleven hats a day")
    assert rights_of(person, EVENT).is_coordinator


@pytest.mark.usefixtures("centre")
def test_a_name_that_cannot_be_used_is_said_before_any_password_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert coordinator(monkeypatch, "", "eleven hats a day") == 2
    assert "the name '' cannot be used" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe\xff\n"), encoding="utf-8"))
    assert run("create-coordinator", "anna", "--password-stdin") == 2
    assert "no text in UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["nan", "inf", "-1", "soon"])
def test_a_worker_waits_for_a_time_that_ends(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run("work", "--idle-s", word)
    assert ended.value.code == 2
    assert "--idle-s" in capsys.readouterr().err


@pytest.fixture
def signals_as_before() -> Iterator[None]:
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    yield
    for one, answer in before.items():
        signal.signal(one, answer)


@pytest.mark.usefixtures("centre", "signals_as_before")
@pytest.mark.parametrize(("told", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_a_worker_that_is_stopped_by_ctrl_c_says_so_by_its_number(told: signal.Signals, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def until_told(is_stopping: Callable[[], bool], *_: object) -> None:
        assert not is_stopping()
        signal.raise_signal(told)
        assert is_stopping()

    monkeypatch.setattr("sync.server.commands.work.work_until", until_told)
    assert run("work") == code


@pytest.mark.usefixtures("centre")
def test_a_password_is_asked_for_twice_and_only_at_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert run("create-coordinator", "anna") == 2
    assert "--password-stdin" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    answers = iter(["eleven hats a day", "eleven hats", "eleven hats a day", "eleven hats a day"])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(answers))
    assert run("create-coordinator", "anna") == 2
    assert run("create-coordinator", "anna") == 0


def test_a_machine_is_approved_by_its_digits_and_revoked_by_its_number(centre: WiredCentre, capsys: pytest.CaptureFixture[str]) -> None:
    import time

    from sync.protocol.digits import digits_of
    from sync.server.devices.models import Device

    centre.now_ms = time.time_ns() // 1_000_000
    key = bytes(SigningKey(b"k" * 32).verify_key)
    reply = centre.ask(paths.ENROL, EnrolAsk(key, "kiosk", "1.0", b"nonce"), signing.ENROL_REPLY, EnrolReply)
    digits = digits_of(key, reply.server_key, reply.salt)
    assert run("approve", digits, 99) == 2
    assert run("approve", digits, SCHOOL) == 0
    assert run("approve", digits, SCHOOL) == 1
    device = Device.objects.get()
    assert (device.venue, device.revoked_ms) == (SCHOOL, None)
    assert run("revoke", device.no) == 0
    assert run("revoke", 99) == 2
    device.refresh_from_db()
    assert device.revoked_ms is not None
    assert "no venue 99; it has 1 (Greenfield School)" in capsys.readouterr().err


def test_without_an_event_nothing_can_be_approved(capsys: pytest.CaptureFixture[str]) -> None:
    from tests.support.centre import django_on

    with fresh_database("sqlite") as database, django_on(database):
        assert run("approve", "123456", 1) == 3
    assert "load-event" in capsys.readouterr().err


def push_hats(centre: WiredCentre, *quantities: int) -> None:
    add_device(1)
    kiosk = Pusher()
    for minute, quantity in enumerate(quantities):
        kiosk.add(ItemsLogged(KNITTING, HATS, quantity, b"somebody"), minute)
    centre.ask(paths.PUSH, kiosk.push(), signing.PUSH_REPLY, PushReply)


def test_a_recount_finds_nothing_when_all_is_well_and_everything_that_is_not(
    centre: WiredCentre, capsys: pytest.CaptureFixture[str]
) -> None:
    from sync.server.ledger.models import Count, Entry, Stream, Subtotal
    from sync.server.projector.models import Attendance, Stay

    push_hats(centre, 1, 2, 3)
    assert run("recount") == 0
    Subtotal.objects.update(amount=7)
    Stay.objects.create(event=EVENT, who=b"somebody", venue=2, headcount=1, from_ms=0, to_ms=1)  # one still here would be folded anew
    Attendance.objects.create(event=EVENT, scope=1, venue=2, activity=1, here=1)
    stream = Stream.objects.get()
    Count.objects.create(stream=stream, event=EVENT, venue=2, activity=1, item=1, quantity=3, at_ms=0, seq=1)
    capsys.readouterr()
    assert run("recount") == 1
    told = capsys.readouterr().out
    for sentence in ("7 is shown, its entries add up to 6", "the stays of", "the stays add up to", "is not its latest", "4 differences"):
        assert sentence in told
    Entry.objects.filter(seq=2).delete()
    assert run("recount") == 1
    told = capsys.readouterr().out
    assert "its position is 3, but 2 entries stand there" in told
    assert "do not lead to its head" in told
    assert run("rebuild") == 0
    assert not Stay.objects.exists()


def test_a_restored_centre_begins_a_new_epoch(centre: WiredCentre) -> None:
    push_hats(centre, 1)
    knock = Pusher()
    knock.add(ItemsLogged(KNITTING, HATS, 1, b"somebody"), 0)
    epochs = []
    for _ in range(3):
        epochs.append(centre.ask(paths.PUSH, knock.push(), signing.PUSH_REPLY, PushReply).epoch)
        assert run("restored") == 0
    assert epochs[0] < epochs[1] < epochs[2]


@pytest.mark.usefixtures("centre")
def test_nothing_is_served_where_browsers_could_reach_it_without_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("serve", "--host", "0.0.0.0") == 2
    assert "MANYHANDS_HOSTS" in capsys.readouterr().err


@pytest.mark.usefixtures("centre")
def test_a_port_that_is_taken_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert run("serve", "--port", taken.getsockname()[1]) == 4
    assert "choose another with --port" in capsys.readouterr().err


def test_tables_that_are_behind_are_not_served(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from tests.support.centre import Database, django_on

    with django_on(Database("sqlite", f"sqlite:///{tmp_path}/empty.sqlite3")):
        assert run("serve") == 3
        assert run("recount") == 4
    told = capsys.readouterr().err
    assert told.count("manyhands centre migrate") == 1
    assert "no such table" in told


def test_a_database_that_is_away_is_a_sentence_and_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    from tests.support.centre import Database, django_on

    with django_on(Database("postgresql", "postgresql://nobody@127.0.0.1:1/none")):
        assert run("recount") == 4
        assert run("approve", "123456", 1) == 4
    assert "cannot be" in capsys.readouterr().err


@pytest.mark.usefixtures("centre")
def test_keys_that_were_sealed_with_another_secret_are_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    from django.test import override_settings

    with override_settings(SECRET_KEY="another secret of at least 32 characters"):
        assert run("approve", "123456", SCHOOL) == 4
    assert "MANYHANDS_SECRET" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.usefixtures("centre")
def test_passes_are_made_with_the_keys_that_the_manifest_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.server.publishing.models import Publication
    from sync.server.publishing.publish import manifest_of

    small = DEMO.read_text().split("[[volunteers]]")[0]
    monkeypatch.setattr("sync.server.publishing.pins.argon2id", lambda pin: b"hash of " + pin.encode())
    (tmp_path / "small.toml").write_text(small)
    assert run("load-event", tmp_path / "small.toml") == 0
    assert run("make-passes", tmp_path / "small.toml", tmp_path / "papers") == 0
    manifest = envelope.decode(manifest_of(Publication.objects.get(event=1)).body, Manifest)
    codes = [read_code(text) for picture in (tmp_path / "papers" / "mats").glob("*.png") for text in texts_in(picture)]
    assert codes
    assert all(isinstance(code, Mat) and is_signed(code, dict(manifest.pass_keys)) for code in codes)


def texts_in(picture: Path) -> list[str]:
    """What a scanner reads from a picture."""
    with Image.open(picture) as opened:
        return [found.text for found in zxingcpp.read_barcodes(opened)]


@pytest.mark.parametrize("words", [["serve", "--port", "0"], ["serve", "--threads", "500"], ["dance"], []])
def test_words_that_are_not_known_are_refused(words: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        run(*words)
    assert end.value.code == 2


def test_help_names_every_setting(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("--help")
    told = capsys.readouterr().out
    source = (Path(__file__).parents[2] / "sync" / "server" / "environment.py").read_text()
    for key in ("DATABASE_URL", *{word for word in source.replace('"', " ").split() if word.startswith("MANYHANDS_") and word.isupper()}):
        assert key in told


def test_a_setting_that_cannot_be_used_stops_with_its_name(tmp_path: Path) -> None:
    import subprocess

    from tests.support.centre import command, environ_of

    ran = subprocess.run(
        command("recount"), env=environ_of(tmp_path, {"MANYHANDS_HSTS_S": "x"}), capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("manyhands centre: a setting of the environment cannot be used: MANYHANDS_HSTS_S: ")


@pytest.mark.usefixtures("centre")
def test_an_event_that_does_not_fit_together_is_not_published() -> None:
    from sync.server.publishing.publish import Unpublishable, publish

    definition = small_definition()
    broken = type(definition)(definition.version, definition.event, activities=definition.activities, items=definition.items)
    with pytest.raises(Unpublishable, match="not in the event"):
        publish(broken, {SCHOOL: Roster(1)}, NOW_MS)

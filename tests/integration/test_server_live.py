"""Does the centre run as people run it? A process of its own, a real socket, the kiosk's own transport, and the projector beside it."""

import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from sync.client.device import Device
from sync.client.enrol import Enrolled, Enrolment, Waiting
from sync.client.exchange import read_reply
from sync.client.session import HttpTransport
from sync.domain.facts import Arrived, ItemsLogged
from sync.protocol import envelope, paths, signing
from sync.protocol.messages import PushReply
from tests.support.centre import RunningCentre, command, environ_of, free_port, fresh_database, running_centre
from tests.support.pushing import Pusher
from tests.support.wiring import wired_centre

EVENT_FILE = """
[event]
no = 7
key = "small"
opens = 00:01:00
closes = 23:59:00
name = { en = "Small Day" }

[[venues]]
no = 1
key = "hall"
name = { en = "The Hall" }

[[items]]
no = 1
key = "hat"
one = { en = "hat" }
many = { en = "hats" }
unit = "items"
picture = "hat"

[[activities]]
no = 1
key = "knitting"
venue = "hall"
name = { en = "Knitting" }
picture = "wool"
outputs = [{ item = "hat", target = 50 }]
"""


def administer(state: Path, *words: str, more: dict[str, str] | None = None, given: str = "") -> str:
    ran = subprocess.run(command(*words), env=environ_of(state, more), input=given, capture_output=True, text=True, check=True)
    return ran.stdout


def set_up(state: Path, more: dict[str, str] | None = None) -> None:
    administer(state, "migrate", more=more)
    (state / "event.toml").write_text(EVENT_FILE)
    administer(state, "load-event", str(state / "event.toml"), more=more)
    administer(state, "create-coordinator", "anna", "--password-stdin", more=more, given="eleven hats a day\n")


def enrolled(centre: RunningCentre, more: dict[str, str] | None = None) -> Device:
    """A kiosk that went the whole way: digits, approval on the command line, number."""
    transport = HttpTransport(centre.address)
    asking = Enrolment(Device(secrets.token_bytes(32)), "kiosk", "1.0")
    waiting = asking.take_response(transport.post(paths.ENROL, envelope.pack(asking.ask(b"nonce"))), b"nonce")
    assert isinstance(waiting, Waiting)
    administer(centre.state, "approve", waiting.digits, "1", more=more)
    answer = asking.take_response(transport.post(paths.ENROL, envelope.pack(asking.ask(b"nonce"))), b"nonce")
    transport.close()
    assert isinstance(answer, Enrolled)
    return answer.device


def push(centre: RunningCentre, device: Device, kiosk: Pusher) -> PushReply:
    transport = HttpTransport(centre.address)
    reply = read_reply(
        transport.post(paths.PUSH, envelope.pack(kiosk.push())), signing.PUSH_REPLY, b"nonce", (device.server_key,), PushReply
    )
    transport.close()
    return reply


def wait_for_stays(centre: RunningCentre, more: dict[str, str] | None = None) -> None:
    from tests.support.centre import Database

    url = (more or {}).get("DATABASE_URL", "")
    database = Database("postgresql", url) if url else Database("sqlite", f"sqlite:///{centre.state}/centre.sqlite3")
    give_up_at = time.monotonic() + 20
    while not database.rows("SELECT 1 FROM projector_stay"):
        assert time.monotonic() < give_up_at, "the projector does not follow"
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_kiosk_is_let_in_pushes_and_is_added_up_by_a_real_centre(tmp_path: Path, kind: str) -> None:
    with fresh_database(kind) as database:
        more = {"DATABASE_URL": database.url} if kind == "postgresql" else None
        set_up(tmp_path, more)
        with running_centre(tmp_path, more) as centre:
            device = enrolled(centre, more)
            kiosk = Pusher(device.number, venue=1, key=device.signing_key)
            for fact in (Arrived(b"somebody", 1), ItemsLogged(1, 1, 7, b"somebody")):
                kiosk.add(fact, venue=1)
            assert push(centre, device, kiosk).high == 2
            wait_for_stays(centre, more)
            assert "Everything that is shown" in administer(tmp_path, "recount", more=more)


@pytest.mark.slow
def test_a_centre_that_is_killed_has_everything_that_it_answered_for(tmp_path: Path) -> None:
    set_up(tmp_path)
    kiosk = Pusher(venue=1)
    with running_centre(tmp_path) as centre:
        device = enrolled(centre)
        kiosk = Pusher(device.number, venue=1, key=device.signing_key)
        for minute in range(5):
            kiosk.add(ItemsLogged(1, 1, 1, b"somebody"), minute, venue=1)
        assert push(centre, device, kiosk).high == 5
        os.killpg(centre.process.pid, signal.SIGKILL)
    kiosk.add(ItemsLogged(1, 1, 1, b"somebody"), 9, venue=1)
    with running_centre(tmp_path) as centre:
        assert push(centre, device, kiosk).high == 6


@pytest.mark.slow
def test_a_centre_that_is_told_to_stop_stops_soon(tmp_path: Path) -> None:
    set_up(tmp_path)
    with running_centre(tmp_path) as centre:
        centre.process.terminate()
        assert centre.process.wait(15) == 0


@pytest.mark.slow
def test_a_centre_that_is_stopped_by_ctrl_c_says_so_by_its_number(tmp_path: Path) -> None:
    set_up(tmp_path)
    with running_centre(tmp_path) as centre:
        centre.process.send_signal(signal.SIGINT)
        assert centre.process.wait(15) == 130


FORKING = """
import importlib, os, sys, threading

os.environ["DJANGO_SETTINGS_MODULE"] = "sync.server.settings"
import django
django.setup()
from sync.server.commands import front, serve

class Forking:
    is_interrupted = False

    def __init__(self, target, **how):
        self.target = target

    def serve(self):
        print(sorted(thread.name for thread in threading.enumerate()))
        module, name = self.target.split(":")
        getattr(importlib.import_module(module), name)()
        print(sorted(thread.name for thread in threading.enumerate()))

serve.Answering = Forking
sys.exit(front.main(["serve", "--port", sys.argv[1]]))
"""


@pytest.mark.slow
def test_the_projector_starts_in_the_process_that_answers_and_not_in_the_one_that_is_forked(tmp_path: Path) -> None:
    administer(tmp_path, "migrate")
    words = [sys.executable, "-c", FORKING, str(free_port())]
    ran = subprocess.run(words, env=environ_of(tmp_path), capture_output=True, text=True, check=True)
    forked, answering = ran.stdout.splitlines()[-2:]
    assert forked == "['MainThread']"
    assert "'projector'" in answering


def test_the_projector_waits_for_a_database_that_is_away_and_goes_on() -> None:
    from sync.server.commands.serve import IDLE_S, follow
    from sync.server.ledger.opening import open_store

    waits: list[float] = []
    looks, is_away = iter([False] * 4 + [True]), iter([True, True, False, False])

    def store() -> Any:
        if next(is_away):
            raise OSError("away")
        return open_store()

    with wired_centre("sqlite"):
        follow(lambda: next(looks), waits.append, store=store, now_ms=lambda: 0)
    assert waits == [1.0, 2.0, IDLE_S, IDLE_S]


READ_IN = """
import os
import sys
import sync.server.wsgi
from sync.server.commands.serve import AT_ONCE
from sync.server.serving import start_without_jobs
os.environ[AT_ONCE] = "1"
before = "sync.server.site.urls" in sys.modules
start_without_jobs()
print(before, "sync.server.site.urls" in sys.modules)
"""


@pytest.mark.slow
def test_every_page_is_read_in_before_anybody_asks(tmp_path: Path) -> None:
    administer(tmp_path, "migrate")
    ran = subprocess.run([sys.executable, "-c", READ_IN], env=environ_of(tmp_path), capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "True"]

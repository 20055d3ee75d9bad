"""Do the files for a machine that serves a nation fit what they start, and do the proxies keep slow lines from the centre?"""

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from http.client import HTTPSConnection
from pathlib import Path
from ssl import CERT_NONE, PROTOCOL_TLS_CLIENT, SSLContext
from typing import Any

import pytest

from sync.protocol.limits import BODY_BYTES_SERVER_MAX
from tests.support import tree
from tests.support.centre import RunningCentre, command, environ_of, running_centre, set_up_django
from tests.support.proxies import (
    DEPLOYMENT,
    SLOW_BODY,
    SLOW_BYTES,
    SLOW_HEAD,
    Wrap,
    haproxy,
    nginx,
    one_pair_of_hands,
    program,
    sample,
    slow_clients,
)

set_up_django()

UNITS = sorted(path.name for path in (tree.ROOT / DEPLOYMENT).glob("*.service"))
SLOW_LINES = 40
"""One that gets through is enough to keep everybody waiting."""

EXPOSURE_MAX = "20"
"""systemd's own figure, of 100: below 20 it says OK."""


def parser_words(unit: str) -> list[str]:
    """What a unit gives to ``manyhands centre``."""
    [line] = re.findall(r"^ExecStart=/opt/manyhands/bin/manyhands centre (.*)$", sample(unit), re.MULTILINE)
    return str(line).split()


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_starts_a_command_that_there_is(unit: str) -> None:
    from sync.server.commands.front import _parser

    assert _parser().parse_args(parser_words(unit)).command in {"serve", "work", "backup"}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is missing: install systemd")
def test_systemd_knows_every_line_and_finds_little_exposed(tmp_path: Path) -> None:
    for name in (*UNITS, "manyhands-backup.timer"):
        text = sample(name).replace("/opt/manyhands/bin/manyhands", sys.executable)
        (tmp_path / name).write_text(text)
    paths = [str(path) for path in sorted(tmp_path.iterdir())]
    verified = subprocess.run(["systemd-analyze", "verify", *paths], check=False, capture_output=True, text=True)
    # It ends well on keys that it does not know, and says so: any line about our files is a mistake of ours.
    assert [line for line in verified.stderr.splitlines() if "manyhands" in line] == []
    for unit in UNITS:
        words = ["systemd-analyze", "security", "--offline=yes", f"--threshold={EXPOSURE_MAX}", str(tmp_path / unit)]
        subprocess.run(words, check=True, capture_output=True)


def test_every_command_of_the_walk_through_is_one() -> None:
    from sync.server.commands.front import _parser

    [section] = re.findall(r"^## Running it$.*?^## ", tree.text(Path("sync/server/README.md")), re.MULTILINE | re.DOTALL)
    commands = re.findall(r"manyhands centre ([a-z][^`\n]*)$", section, re.MULTILINE)
    assert [_parser().parse_args(line.split()).command for line in commands] == [
        *("migrate", "create-coordinator", "load-event", "serve", "backup", "migrate", "create-coordinator")
    ]
    for figure in re.findall(r"`manyhands_(\w+)`", section):
        assert figure in {*vitals_names(), "database_up", "request_seconds"}


def vitals_names() -> tuple[str, ...]:
    from sync.server.reading.vitals import Vitals

    return Vitals.__struct_fields__


def test_the_sample_settings_are_settings_that_there_are(tmp_path: Path) -> None:
    from sync.server.commands.front import _EPILOG
    from sync.server.environment import read_environment

    given = dict(line.split("=", 1) for line in sample("centre.env").splitlines() if line and not line.startswith("#"))
    read = read_environment({**given, "MANYHANDS_STATE": str(tmp_path)})
    assert (read.hosts, read.behind_proxy, read.logs_json) == (("centre.example.org",), True, True)
    assert [key for key in given if key not in _EPILOG] == []


def test_every_setting_that_is_read_is_explained(tmp_path: Path) -> None:
    from sync.server.commands.front import _EPILOG
    from sync.server.environment import read_environment

    class Asked(dict[str, str]):
        """Remembers what was asked for."""

        keys_asked: set[str]

        def get(self, key: str, default: Any = None) -> Any:
            keys.add(key)
            return super().get(key, default)

    keys: set[str] = set()
    read_environment(Asked({"MANYHANDS_STATE": str(tmp_path)}))
    assert [key for key in sorted(keys) if key not in _EPILOG and not key.startswith("XDG_")] == []


@pytest.mark.slow
def test_django_finds_nothing_wrong_with_the_sample_settings(tmp_path: Path) -> None:
    given = dict(line.split("=", 1) for line in sample("centre.env").splitlines() if line and not line.startswith("#"))
    given |= {"DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "sync.server.settings", "MANYHANDS_HSTS_S": "31536000"}
    words = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    checked = subprocess.run(words, env=environ_of(tmp_path, given), check=False, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    assert "identified no issues" in checked.stdout
    words = [sys.executable, "-m", "django", "diffsettings"]
    told = subprocess.run(words, env=environ_of(tmp_path, given), check=True, capture_output=True, text=True).stdout.splitlines()
    for setting in ("SECURE_HSTS_SECONDS = 31536000", "SESSION_COOKIE_SECURE = True", "SESSION_COOKIE_AGE = 86400"):
        assert any(line.startswith(setting) for line in told), setting


def test_the_proxies_limits_of_bodies_are_the_centres_own() -> None:
    from sync.server.importing.sheets import FILE_BYTES_MAX

    mib = 1024 * 1024
    with_form = FILE_BYTES_MAX + mib
    assert f"client_max_body_size {BODY_BYTES_SERVER_MAX // mib}m;" in sample("nginx.conf")
    assert f"client_max_body_size {with_form // mib}m;" in sample("nginx.conf")
    assert f"req.hdr_val(content-length) gt {BODY_BYTES_SERVER_MAX} " in sample("haproxy.cfg")
    assert f"req.hdr_val(content-length) gt {with_form} " in sample("haproxy.cfg")


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[RunningCentre]:
    state = tmp_path / "state"
    state.mkdir()
    subprocess.run(command("migrate"), env=environ_of(state), check=True, capture_output=True)
    with running_centre(state, {"MANYHANDS_HOSTS": "centre.example.org", "MANYHANDS_BEHIND_PROXY": "yes"}) as centre:
        yield centre


Proxy = Callable[[Path, int], AbstractContextManager[int]]
PROXIES = [
    pytest.param(
        proxy, marks=pytest.mark.skipif(program(proxy.__name__) is None, reason=f"{proxy.__name__} is missing: install {proxy.__name__}")
    )
    for proxy in (nginx, haproxy)
]


@pytest.mark.slow
@pytest.mark.parametrize("said", [SLOW_HEAD, SLOW_BODY], ids=["head", "body"])
@pytest.mark.parametrize("proxy", PROXIES)
def test_slow_lines_end_at_the_proxy_and_keep_nobody_waiting(tmp_path: Path, proxy: Proxy, said: bytes) -> None:
    with (
        one_pair_of_hands() as (behind, heard),
        proxy(tmp_path, behind) as port,
        slow_clients(port, SLOW_LINES, said, wrap=Wrap()) as lines,
    ):
        for _ in range(5):
            assert ask(port, "GET", "/health")[0] == 200
            assert ask(port, "POST", "/sync/v1/push", b"a push")[0] == 200
        # And they are let go: each line ends, or says 408 and ends.
        assert all(is_over(line) for line in lines)
        assert SLOW_BYTES not in heard


@pytest.mark.slow
@pytest.mark.parametrize("proxy", PROXIES)
def test_the_proxy_says_who_asks_and_keeps_what_is_too_large_or_not_for_everybody(
    centre: RunningCentre, tmp_path: Path, proxy: Proxy
) -> None:
    with proxy(tmp_path, port_of(centre)) as port:
        status, headers = ask(port, "GET", "/accounts/login/")
        assert status == 200, "no redirect to TLS: the centre knows that the proxy speaks it"
        assert re.fullmatch(r"[0-9a-f-]{16,64}", headers["x-request-id"])
        assert ask(port, "GET", "/metrics")[0] == 404
        assert refused(port, BODY_BYTES_SERVER_MAX + 1)


def port_of(centre: RunningCentre) -> int:
    return int(centre.address.rsplit(":", 1)[1])


def ask(port: int, method: str, path: str, body: bytes | None = None) -> tuple[int, dict[str, str]]:
    context = SSLContext(PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, CERT_NONE
    line = HTTPSConnection("127.0.0.1", port, timeout=20, context=context)
    try:
        line.request(method, path, body, {"Host": "centre.example.org", "X-Forwarded-For": "203.0.113.9"})
        answer = line.getresponse()
        answer.read()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}
    finally:
        line.close()


def refused(port: int, length: int) -> bool:
    """Whether a body that says it is so long is refused before it was sent."""
    with Wrap()(socket.create_connection(("127.0.0.1", port), timeout=20)) as line:
        line.sendall(
            f"POST /sync/v1/push HTTP/1.1\r\nHost: centre.example.org\r\nContent-Length: {length}\r\n\r\n".encode() + bytes(140_000)
        )
        return b" 413 " in line.recv(1000)


def is_over(line: socket.socket) -> bool:
    """Wait until the proxy lets go of a slow line."""
    try:
        while line.recv(4096):
            pass
    except (ConnectionError, OSError):
        return not isinstance(sys.exc_info()[1], TimeoutError)
    return True

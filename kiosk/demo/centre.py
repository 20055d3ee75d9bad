"""How does the demo run a centre of its own? As a program of its own, on this machine only, ended with the demo.

Promise: it listens on loopback; it can be cut off and brought back as an internet line would be; whatever it says stands in a log.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import requests

from kiosk.setup.exits import Exit, Stopped

HOST = "127.0.0.1"
READY_WITHIN_S = 60.0
"""A first start on a slow machine compiles every module once."""

LOOK_AGAIN_S = 0.1
END_WITHIN_S = 10.0
COMMAND_WITHIN_S = 300.0
TOLD_LINES = 12
"""So much of the centre's log is shown when it could not start; the rest is in the file."""


class DemoCentre:
    """The centre's program with its state in ``folder``, at ``address`` (http://127.0.0.1:port)."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.port = port or free_port()
        self.address = f"http://{HOST}:{self.port}"
        self.log = folder / "centre.log"
        self._number = folder / "centre.pid"
        self._process: subprocess.Popen[bytes] | None = None

    def approve(self, digits: str, venue: int) -> None:
        """Let the kiosk that shows ``digits`` in, as a coordinator does on the page of devices."""
        self.command("approve", digits, str(venue))

    def command(self, *words: str, said: str = "") -> str:
        """Run one command of the centre's administration with ``said`` as its standard input, and return what it printed.

        Raises ``Stopped`` with its words.
        """
        try:
            ran = subprocess.run(
                self._words(words),
                env=self._environment(),
                input=said,
                capture_output=True,
                text=True,
                timeout=COMMAND_WITHIN_S,
                check=False,
            )
        except subprocess.TimeoutExpired as cause:
            raise Stopped(f"the centre did not finish '{words[0]}' within {COMMAND_WITHIN_S:.0f} s", Exit.FAULT) from cause
        if ran.returncode != 0:
            raise Stopped(f"the centre could not do '{' '.join(words)}':\n{(ran.stderr or ran.stdout).strip()}", Exit.FAULT)
        return ran.stdout

    def start(self) -> None:
        """Serve, and return when it answers. Raises ``Stopped`` when it ends or stays silent, or when an earlier one still stands here."""
        if self._answers():
            raise Stopped(f"something answers at {self.address} already, {self._left_over()}", Exit.NEEDS_PERSON)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._words(("serve", "--host", HOST, "--port", str(self.port))),
                env=self._environment(),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is ours to hear; the centre is ended by us, after the kiosk
            )
        self._number.write_text(str(self._process.pid), encoding="ascii")
        ends = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < ends:
            if self._process.poll() is not None:
                raise Stopped(f"the centre ended while starting; its log is {self.log}:\n{self._log_end()}", Exit.FAULT)
            if self._answers():
                return
            time.sleep(LOOK_AGAIN_S)
        self.stop()
        raise Stopped(f"the centre did not answer within {READY_WITHIN_S:.0f} s; its log is {self.log}:\n{self._log_end()}", Exit.FAULT)

    def stop(self) -> None:
        """End it; may be called at any time and twice."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(END_WITHIN_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _words(self, words: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "sync.server", *words]

    def _environment(self) -> dict[str, str]:
        ours = {"MANYHANDS_STATE": str(self.folder), "MANYHANDS_DEMO": "yes", "DATABASE_URL": "", "MANYHANDS_HOSTS": ""}
        return {**os.environ, **ours}

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.address}/health", timeout=2).ok
        except requests.RequestException:
            return False

    def _left_over(self) -> str:
        """What to do about whoever answers: a demo that was killed leaves its centre behind."""
        try:
            return f"perhaps the centre of a demo that was killed; end that first: kill {int(self._number.read_text(encoding='ascii'))}"
        except (OSError, ValueError):
            return "which is not this demo's; end that first"

    def _log_end(self) -> str:
        try:
            return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-TOLD_LINES:])
        except OSError:
            return "(no log was written)"


def free_port() -> int:
    """Return a port of the loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def kept_password(folder: Path) -> str:
    """Return the coordinator's password of this demo, made once at random and kept beside its centre, readable by its owner only."""
    kept = folder / "coordinator-password"
    try:
        return kept.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(9), encoding="ascii")
        return kept_password(folder)

"""The press against real CUPS programs, a CUPS of the test's own, and `ippeveprinter` as the printer."""

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.flow.findings import PrinterTrouble
from kiosk.printing.cups import CupsPrinter, PrinterFault
from kiosk.printing.jobs import Jobs, Stand
from kiosk.printing.press import Pace, Press
from kiosk.setup.parts import path_for_root, program_stands
from sync.paper.cards import SmallKind, SmallPaper
from sync.paper.small import PaperSize

pytestmark = pytest.mark.slow
PATIENCE_S = 120.0
"""The printer gives each page up, or says that it is printed, after some ten seconds; two pages, on a busy machine."""

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>{address}</listen><auth>EXTERNAL</auth><policy context="default"><allow user="*"/><allow own="*"/>
<allow send_destination="*"/><allow send_type="method_call"/><allow receive_sender="*"/></policy></busconfig>
"""
LACKING = [name for name in ("cupsd", "lp", "lpadmin", "ippeveprinter", "avahi-daemon", "dbus-daemon") if not program_stands(name)]
CONFIGURATION = """
Listen localhost:{port}
Browsing Off
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        port: int = taken.getsockname()[1]
        return port


def answers(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("localhost", port)) == 0


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """What sends pages to a printer runs as another person, who may not look into pytest's folders."""
    with tempfile.TemporaryDirectory(prefix="manyhands-cups-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def printed(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A printer called Test in a CUPS of our own; gives the folder that its pages come to."""
    if LACKING:
        pytest.skip(f"{', '.join(LACKING)} missing: install cups-daemon, cups-client, cups-ipp-utils, avahi-daemon and dbus")
    if os.geteuid() != 0:
        pytest.skip("a CUPS of our own needs root")
    monkeypatch.setenv("PATH", path_for_root())
    pages = open_folder / "pages"
    places = {name: open_folder / name for name in ("conf", "spool", "cache", "run", "log", "tmp")}
    for place in (pages, *places.values()):
        place.mkdir()
    cups_port, printer_port = free_port(), free_port()
    (places["conf"] / "cupsd.conf").write_text(CONFIGURATION.format(port=cups_port), encoding="utf-8")
    (places["conf"] / "cups-files.conf").write_text(
        f"ServerRoot {places['conf']}\nRequestRoot {places['spool']}\nCacheDir {places['cache']}\nStateDir {places['run']}\n"
        f"TempDir {places['tmp']}\nErrorLog {places['log']}/error\nAccessLog {places['log']}/access\nPageLog {places['log']}/page\n",
        encoding="utf-8",
    )
    began: list[subprocess.Popen[bytes]] = []

    def begin(*command: str) -> None:
        began.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    # A bus of the test's own: the file of a system bus that was ended stays behind, and whoever waits for the file alone talks to nobody.
    bus = f"unix:path={open_folder}/bus"
    (open_folder / "bus.conf").write_text(BUS.format(address=bus), encoding="utf-8")
    if subprocess.run(["avahi-daemon", "--check"], check=False).returncode != 0:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus)
        begin("dbus-daemon", f"--config-file={open_folder / 'bus.conf'}", "--nofork", "--nopidfile")
        wait_until((open_folder / "bus").exists, "the bus")
        begin("avahi-daemon", "--no-chroot")
        wait_until(lambda: subprocess.run(["avahi-daemon", "--check"], check=False).returncode == 0, "avahi")
    begin("ippeveprinter", "-p", str(printer_port), "-k", "-d", str(pages), "-f", "application/pdf", "Test Printer")
    begin("cupsd", "-f", "-c", str(places["conf"] / "cupsd.conf"), "-s", str(places["conf"] / "cups-files.conf"))
    try:
        wait_until(lambda: answers(printer_port) and answers(cups_port), "the printer and its CUPS")
        monkeypatch.setenv("CUPS_SERVER", f"localhost:{cups_port}")
        uri = f"ipp://localhost:{printer_port}/ipp/print"
        subprocess.run(["lpadmin", "-p", "Test", "-E", "-v", uri, "-m", "raw"], check=True, stderr=subprocess.DEVNULL)
        yield pages
    finally:
        for process in reversed(began):
            process.terminate()
            process.wait()


PASS = SmallPaper(SmallKind.PASS, "Miriam K.", "Many Hands Day", ("Knitting",), "MH1PTEST", "1234567890")
SLIP = SmallPaper(SmallKind.SLIP, "Miriam K.", "Many Hands Day", ("Thank you", "7 hats"), "MH1S")


@pytest.fixture
def presses() -> Iterator[list[Press]]:
    begun: list[Press] = []
    yield begun
    for press in begun:
        press.stop()


def press_on(folder: Path, size: PaperSize, presses: list[Press]) -> Press:
    press = Press(CupsPrinter("Test"), lambda: Jobs(folder), size, lambda: None, Pace(look_every_s=0.1, pauses_s=(0.2,)))
    presses.append(press)
    press.start()
    return press


@pytest.mark.usefixtures("printed")
def test_a_page_that_a_real_printer_gives_up_is_not_taken_for_printed(tmp_path: Path, presses: list[Press]) -> None:
    """CUPS takes it, the printer does not know this paper, and CUPS lets it go without a word to us."""
    press = press_on(tmp_path / "jobs", PaperSize.LABEL_62, presses)
    press.put("label-miriam-1", PASS)
    wait_until(lambda: press.stand() == Stand(1, PrinterTrouble.REFUSED), "the trouble")


def test_a_card_comes_out_of_a_real_printer_once_with_its_paper_as_the_printer_knows_it(
    printed: Path, tmp_path: Path, presses: list[Press]
) -> None:
    """It does not know the size that it is told first; then the size is left to it. What it has printed is not taken for given up."""
    press = press_on(tmp_path / "jobs", PaperSize.A6, presses)
    press.put("pass-miriam-1", PASS)
    wait_until(lambda: any(printed.iterdir()), "the page")
    wait_until(lambda: press.stand() == Stand(0), "the end of its way")
    press.put("pass-miriam-1", PASS)  # asked for again
    press.put("slip-miriam-1", SLIP)
    wait_until(lambda: press.stand() == Stand(0) and len(list(printed.iterdir())) > 1, "the slip")
    assert [path.read_bytes()[:5] for path in printed.iterdir()] == [b"%PDF-"] * 2


@pytest.mark.usefixtures("printed")
def test_a_printer_that_cups_does_not_know_is_said() -> None:
    with pytest.raises(PrinterFault) as raised:
        CupsPrinter("Nobody").hand_over(b"%PDF", "A6", "Many Hands")
    assert raised.value.trouble is PrinterTrouble.NOT_KNOWN

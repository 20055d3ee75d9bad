"""The programs of CUPS: called within their time, understood in what they say, and ended with the kiosk."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.flow.findings import PrinterTrouble
from kiosk.printing.cups import CupsPrinter, PrinterFault
from kiosk.printing.jobs import Jobs
from kiosk.printing.press import Press
from sync.paper.small import PaperSize
from tests.support.printers import stand_ins
from tests.unit.test_printing import AT_MOST_S, LABEL, QUICK, wait_until


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def on_path(folder: Path, monkeypatch: pytest.MonkeyPatch, **scripts: str) -> CupsPrinter:
    monkeypatch.setenv("PATH", stand_ins(folder, **scripts))
    return CupsPrinter("Brother", call_s=5.0)


def trouble_of(call: Callable[[], object]) -> PrinterTrouble:
    with pytest.raises(PrinterFault) as raised:
        call()
    return raised.value.trouble


def test_a_page_goes_to_lp_and_its_number_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noted = tmp_path / "said"
    lp = f'printf "%s\\n" "$@" > {noted}; cat > {tmp_path}/page; echo "request id is Brother-12 (1 file(s))"'
    printer = on_path(
        tmp_path,
        monkeypatch,
        lp=lp,
        lpstat=(
            'case "$*" in *not-completed*) echo "Brother-12 root 1024 now";; *) printf "Brother-11 root 1 now\\n\\tAlerts: aborted\\n'
            'Brother-1 root 1 now\\n\\tAlerts: job-completed-successfully\\n";; esac'
        ),
        cancel=f"touch {tmp_path}/cancelled",
    )
    assert printer.hand_over(b"%PDF", "A6", "Many Hands") == "Brother-12"
    assert noted.read_text(encoding="utf-8").split("\n")[:6] == ["-d", "Brother", "-t", "Many Hands", "-o", "media=A6"]
    assert (tmp_path / "page").read_bytes() == b"%PDF"
    assert not printer.has_printed("Brother-12")
    assert printer.has_printed("Brother-1")
    assert printer.has_printed("Brother-0"), "where CUPS keeps no history nobody knows better"
    assert trouble_of(lambda: printer.has_printed("Brother-11")) is PrinterTrouble.REFUSED
    printer.take_back("Brother-12")
    assert (tmp_path / "cancelled").exists()


@pytest.mark.parametrize(
    ("said", "is_printed"),
    [
        # Both as CUPS 2.4.2 says them: only its status tells them apart.
        ("\\tStatus: \\n\\tAlerts: processing-to-stop-point\\n", True),
        ("\\tStatus: Ready.\\n\\tAlerts: job-completed-successfully\\n", True),
        ("\\tStatus: Printer cannot print with supplied options.\\n\\tAlerts: processing-to-stop-point\\n", False),
        ("\\tStatus: \\n\\tAlerts: job-canceled-at-device\\n", False),
    ],
)
def test_a_printed_page_is_told_from_one_that_was_given_up(
    said: str,
    is_printed: bool,  # noqa: FBT001 - pytest gives it by name
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lpstat = f'case "$*" in *not-completed*) ;; *) printf "Brother-1 root 1 now\\n{said}";; esac'
    printer = on_path(tmp_path, monkeypatch, lpstat=lpstat)
    if is_printed:
        assert printer.has_printed("Brother-1")
    else:
        assert trouble_of(lambda: printer.has_printed("Brother-1")) is PrinterTrouble.REFUSED


def test_a_machine_without_room_for_another_file_prints_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    printer = on_path(tmp_path, monkeypatch, lp='[ "$(cat)" = "%PDF" ] && echo "request id is Brother-12 (1 file(s))"')
    assert printer.hand_over(b"%PDF", "A6", "Many Hands") == "Brother-12"


def test_an_lp_that_says_nothing_is_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printer = on_path(tmp_path, monkeypatch, lp="exit 0")
    handed = printer.hand_over(b"%PDF", "A6", "Many Hands")
    assert printer.has_printed(handed)
    printer.take_back(handed)


def test_a_kiosk_that_ends_leaves_no_lp_behind_that_prints_what_the_restart_prints_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, go = tmp_path / "began", tmp_path / "go"
    lp = f"echo $$ > {began}.half; mv {began}.half {began}; while [ ! -e {go} ]; do sleep 0.01; done"
    monkeypatch.setenv("PATH", stand_ins(tmp_path, lp=lp))
    press = Press(CupsPrinter("Brother", call_s=10 * AT_MOST_S), lambda: Jobs(tmp_path / "jobs"), PaperSize.LABEL_62, lambda: None, QUICK)
    press.start()
    press.put("card", LABEL)
    wait_until(began.exists, "lp")
    try:
        press.stop(timeout_s=0.1)
        wait_until(lambda: not is_running(int(began.read_text(encoding="utf-8"))), "the end of lp")
    finally:
        go.touch()
    wait_until(lambda: not press._thread.is_alive(), "the end of the press")
    assert len(Jobs(tmp_path / "jobs")) == 1, "it is printed after the restart"


def test_an_lp_that_hangs_is_ended_with_everything_that_it_began(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", stand_ins(tmp_path, lp="sleep 30 & sleep 30"))
    assert trouble_of(lambda: CupsPrinter("Brother", call_s=0.2).hand_over(b"", "A6", "x")) is PrinterTrouble.NO_ANSWER


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ("lp: Error - unknown destination", PrinterTrouble.NOT_KNOWN),
        ("lp: The printer or class does not exist.", PrinterTrouble.NOT_KNOWN),
        ("lp: Error - scheduler is not running", PrinterTrouble.NO_SPOOLER),
        ("lp: Unable to connect to server", PrinterTrouble.NO_SPOOLER),
        ("lp: Destination is not accepting jobs.", PrinterTrouble.REFUSED),
    ],
)
def test_what_lp_complains_of_has_its_remedy(said: str, trouble: PrinterTrouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printer = on_path(tmp_path, monkeypatch, lp=f'echo "{said}" >&2; exit 1')
    assert trouble_of(lambda: printer.hand_over(b"", "A6", "x")) is trouble


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ("printer Brother is idle.  enabled since now", None),
        ("printer Brother now printing Brother-12.\\n\\tAlerts: media-empty-error", PrinterTrouble.OUT_OF_PAPER),
        ("printer Brother disabled since now - Paused", PrinterTrouble.STOPPED),
        ("printer Brother now printing.\\n\\tThe printer is not responding.", PrinterTrouble.AWAY),
        ("printer Brother now printing.\\n\\tAlerts: cover-open", PrinterTrouble.OPEN),
    ],
)
def test_what_a_printer_complains_of_is_read(
    said: str, trouble: PrinterTrouble | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert on_path(tmp_path, monkeypatch, lpstat=f'printf "{said}"').trouble() is trouble


def test_a_machine_without_cups_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert trouble_of(CupsPrinter("Brother").trouble) is PrinterTrouble.NO_PROGRAM
    (tmp_path / "lp").write_text("no program", encoding="utf-8")
    (tmp_path / "lp").chmod(0o755)
    assert trouble_of(lambda: CupsPrinter("Brother").hand_over(b"", "A6", "x")) is PrinterTrouble.NO_PROGRAM

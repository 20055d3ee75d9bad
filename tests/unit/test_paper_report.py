"""A report on paper: nothing is left out, however long it is."""

import datetime as dt
import re
import subprocess
from pathlib import Path

import msgspec

from sync.paper.report import Headline, Line, ReportPage, report_pdf

MADE_ON = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


def a_page(lines: int, gaps: int = 0, changes: int = 0) -> ReportPage:
    return ReportPage(
        event="יום של מעשים טובים",
        day="Sunday 22 November 2026",
        title="Rainbow Room, St Brannoc’s Hospital",
        standing="Version 1, as of 18:00: 3,412 entries received; 2 venues outstanding.",
        headlines=(Headline("1,204", "people came", "988 in 2025"), Headline("3,511", "hours given")),
        lines=tuple(Line(f"thing{no}", f"{no:,}", "100", "7", "12", no / 100) for no in range(lines)),
        gaps=tuple(f"gap{no}: never heard" for no in range(gaps)),
        changes=tuple(f"change{no} 1 → 2" for no in range(changes)),
        foot="the foot",
    )


def words_of(pdf: bytes, folder: Path) -> str:
    file = folder / "report.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, stdout=subprocess.PIPE, text=True).stdout


def test_an_ordinary_day_is_one_page(tmp_path: Path) -> None:
    assert words_of(report_pdf([a_page(13, 2, 3)], MADE_ON), tmp_path).count("\f") == 1


def test_whatever_its_length_everything_is_on_paper(tmp_path: Path) -> None:
    words = words_of(report_pdf([a_page(70, 65, 80)], MADE_ON), tmp_path)
    for sort, number in (("thing", 70), ("gap", 65), ("change", 80)):
        assert {int(no) for no in re.findall(rf"{sort}(\d+)", words)} >= set(range(number)), sort
    assert words.count("the foot") == words.count("\f") > 3


def test_a_rich_day_with_gaps_and_changes_is_one_page_too(tmp_path: Path) -> None:
    assert words_of(report_pdf([a_page(16, 2, 3)], MADE_ON), tmp_path).count("\f") == 1


def edges_of(pdf: bytes, folder: Path) -> dict[str, tuple[float, float]]:
    """Where each word begins and ends, from the left, in points."""
    file = folder / "edges.pdf"
    file.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-bbox", str(file), "-"], check=True, stdout=subprocess.PIPE, text=True).stdout
    found = re.findall(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">([^<]*)</word>', told)
    return {word: (float(first), float(last)) for first, last, word in found}


def test_a_page_that_is_read_from_the_right_has_its_first_column_there_and_its_figures_end_at_the_right(tmp_path: Path) -> None:
    page = msgspec.structs.replace(
        a_page(0), lines=(Line("hats", "320", "500", "314", "301", 0.5), Line("cards", "7", "60000", "5", "6", 0.5))
    )
    columns = (("hats", "cards"), ("320", "7"), ("500", "60000"), ("314", "5"), ("301", "6"))
    for is_mirrored in (False, True):
        pdf = report_pdf([msgspec.structs.replace(page, is_right_to_left=is_mirrored)], MADE_ON)
        edges = edges_of(pdf, tmp_path)
        starts = [edges[first][0] for first, _ in columns]
        assert starts == sorted(starts, reverse=is_mirrored)
        assert all(abs(edges[one][1] - edges[other][1]) < 1 for one, other in columns[1:]), "figures end where their column ends"
        assert (abs(edges["hats"][1] - edges["cards"][1]) < 1) is is_mirrored, "names begin where reading begins"

"""Does the command line keep what was published, as the pages do, and does it say who took something back, and why?"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.places import assets_folder
from tests.support.centre import django_on, fresh_database, set_up_django

set_up_django()
DEMO = assets_folder() / "events" / "demo.toml"


@pytest.fixture
def centre(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # Hashing PINs for real takes seconds and is not what is tested here.
    monkeypatch.setattr("sync.server.publishing.pins.argon2id", lambda pin: b"hash of " + pin.encode())
    with fresh_database("sqlite") as database, django_on(database):
        yield


@pytest.fixture
def without_shifts(tmp_path: Path) -> Path:
    """The demo event without its shifts."""
    text = DEMO.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("shifts = [")]
    (tmp_path / "event.toml").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path / "event.toml"


def run(*said: object) -> int:
    from sync.server.commands.front import main

    return main([str(word) for word in said])


@pytest.mark.slow
@pytest.mark.usefixtures("centre")
def test_a_file_that_takes_back_what_was_published_is_refused_and_changes_nothing(
    without_shifts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from sync.server.reading.event import event

    assert run("load-event", DEMO) == 0
    before = event(1)
    assert run("load-event", without_shifts) == 2
    told = capsys.readouterr().err
    assert "Shift 1 was published and may have been recorded: close it instead of removing it." in told
    assert "--force REASON" in told
    assert event(1) == before
    assert run("load-event", without_shifts, "--force", "because") == 2, "ten letters at least"


@pytest.mark.slow
@pytest.mark.usefixtures("centre")
def test_who_says_why_may_and_it_stands_in_the_log(without_shifts: Path) -> None:
    from sync.server.audit.models import AuditLine
    from sync.server.reading.event import event

    assert run("load-event", DEMO) == 0
    assert run("load-event", without_shifts, "--force", "The shifts were those of last year") == 0
    published = event(1)
    assert published is not None
    assert published.definition.shifts == ()
    said = AuditLine.objects.filter(deed="event-published").latest("pk").what
    assert "Against the rules, because: The shifts were those of last year." in said
    assert "Shift 1 was published" in said
    assert run("load-event", DEMO, "--force", "Nothing is broken by this one") == 0
    assert "Against the rules" not in AuditLine.objects.filter(deed="event-published").latest("pk").what

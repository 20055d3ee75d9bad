"""Are background jobs done once, seen, cancelled, and taken up again after a stop?"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.module_loading import import_string

from tests.support.centre import KINDS, django_on, fresh_database, set_up_django, state_folder
from tests.support.site_pages import browser_of, centre_day, text_of

set_up_django()

from sync.server.jobs.desk import Desk, Finished, NotPossible  # noqa: E402 - Django is set up first
from sync.server.jobs.files import made_folder  # noqa: E402 - the same

EVENT, LONG_AGO_MS = 9, 60_000
steps: list[int] = []


def count_to(desk: Desk) -> Finished:
    """A work of ten steps, each kept; ``asked`` says what happens at which."""
    for step in range(desk.place.get("next", 0), 10):
        trouble = desk.asked.get(str(step))
        if trouble == "fault":
            raise ZeroDivisionError
        if trouble == "reason":
            raise NotPossible("The list is empty. Choose another one.")
        if trouble == "disk":
            raise OSError(28, "No space left on device")
        if trouble == "cancel":
            cancel(desk.no)
        if trouble == "killed" and desk.asked.pop(str(step)):
            raise KeyboardInterrupt
        steps.append(step)
        desk.keep({"next": step + 1}, step + 1, 10)
    if desk.asked.get("end") == "taken over":
        give_to("second", desk.no)
    (desk.folder / "scrap").write_text("x")
    (desk.folder / "ten.txt").write_text("ten")
    return Finished("Counted to ten.", "ten.txt", "/venues/")


def cancel(no: int) -> None:
    from sync.server.jobs import asking
    from sync.server.jobs.models import Job

    asking.cancel(Job.objects.get(pk=no))


def give_to(worker: str, no: int) -> None:
    """Another worker has taken the job."""
    from sync.server.jobs.models import Job, State
    from sync.server.jobs.worker import now_ms

    Job.objects.filter(pk=no).update(state=State.RUNNING, worker=worker, beat_ms=now_ms())


@pytest.fixture(params=KINDS, autouse=True)
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from django.conf import settings

    monkeypatch.setitem(settings.JOB_WORKS, "count", f"{__name__}.count_to")
    monkeypatch.setattr(
        "sync.server.jobs.worker.import_string", lambda name: count_to if name.endswith("count_to") else import_string(name)
    )
    steps.clear()
    with fresh_database(request.param) as database, django_on(database):
        yield


def ask(**asked: str) -> Any:
    from sync.server.jobs.asking import Asker
    from sync.server.jobs.asking import ask as ask_for

    return ask_for(EVENT, "count", "Counting", by=Asker(1, "Ada"), asked=asked)


def work(**how: Any) -> bool:
    from sync.server.jobs.worker import work_once

    return work_once(**how)


def shown(job: Any) -> Any:
    from sync.server.reading.jobs import job as read

    return read(EVENT, job.pk)


def test_a_job_is_done_and_leaves_one_file() -> None:
    job = ask()
    assert shown(job).state == "waiting"
    assert work()
    row = shown(job)
    assert (row.state, row.said, row.file, row.file_bytes, row.done, row.total) == ("done", "Counted to ten.", "ten.txt", 3, 10, 10)
    folder = state_folder() / "jobs" / str(job.pk)
    assert [path.name for path in folder.iterdir()] == ["ten.txt"]
    assert folder.stat().st_mode & 0o077 == 0, "what lies there is for the centre only"
    assert not work()


def test_what_a_worker_left_that_was_killed_goes_on_from_its_place_and_nobody_takes_it_before() -> None:
    from sync.server.jobs.models import Job
    from sync.server.jobs.worker import now_ms

    job = ask(**{"6": "killed"})
    with pytest.raises(KeyboardInterrupt):
        work()
    assert not work(), "the worker may still be at it"
    Job.objects.filter(pk=job.pk).update(asked={})
    assert work(at_ms=now_ms() + LONG_AGO_MS)
    assert steps == list(range(10))
    assert shown(job).state == "done"


def test_a_worker_that_was_thought_dead_writes_nothing_any_more() -> None:
    from sync.server.jobs.desk import TakenOver
    from sync.server.jobs.models import Job, State

    job = ask()
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, worker="first")
    job.refresh_from_db()
    first = Desk(job, state_folder())
    Job.objects.filter(pk=job.pk).update(worker="second")
    with pytest.raises(TakenOver):
        first.report(5)
    assert shown(job).done == 0


def test_a_worker_that_was_thought_dead_ends_nothing_and_removes_nothing_of_the_next() -> None:
    job = ask(end="taken over")
    assert work()
    assert shown(job).state == "running"
    assert {path.name for path in (state_folder() / "jobs" / str(job.pk)).iterdir()} == {"scrap", "ten.txt"}


def test_of_two_workers_that_see_a_job_in_the_same_moment_one_does_it() -> None:
    from django.db import connection

    job = ask()
    quicker: list[str] = []

    def another_is_quicker(execute: Any, statement: str, *more: Any) -> Any:
        if statement.startswith("UPDATE") and not quicker:
            quicker.append("second")
            give_to("second", job.pk)
        return execute(statement, *more)

    with connection.execute_wrapper(another_is_quicker):
        assert not work()
    assert (quicker, steps) == (["second"], [])


def test_orderly_stops_are_no_sign_of_a_job_that_brings_its_worker_down() -> None:
    job = ask()
    for _ in range(5):
        assert work(is_stopping=lambda: True)
    assert work()
    assert shown(job).state == "done"


def test_an_orderly_stop_gives_the_job_back_at_once() -> None:
    job = ask()
    assert work(is_stopping=lambda: len(steps) >= 3)
    assert shown(job).state == "waiting"
    assert work()
    # The step in which it was stopped had not been kept, and is done again.
    assert steps == [0, 1, 2, 2, *range(3, 10)]
    assert shown(job).state == "done"


def test_cancelling_stops_at_the_next_report_and_removes_what_was_made() -> None:
    job = ask(**{"4": "cancel"})
    assert work()
    row = shown(job)
    assert (row.state, row.said, row.may_go_on) == ("cancelled", "Cancelled.", False)
    assert steps == [0, 1, 2, 3, 4]
    assert not (state_folder() / "jobs" / str(job.pk)).exists()
    waiting = ask()
    (made_folder(waiting.pk) / "names").write_text("Ada Moss")
    cancel(waiting.pk)
    assert shown(waiting).state == "cancelled"
    assert not (state_folder() / "jobs" / str(waiting.pk)).exists()
    assert not work()


@pytest.mark.parametrize(
    ("trouble", "said"),
    [("fault", "a mistake in the program"), ("reason", "The list is empty. Choose another one."), ("disk", "No space left on device")],
)
def test_what_could_not_be_done_says_why_and_can_go_on(trouble: str, said: str) -> None:
    from sync.server.jobs.asking import ask_again
    from sync.server.jobs.models import Job

    job = ask(**{"5": trouble})
    assert work()
    row = shown(job)
    assert row.state == "failed"
    assert said in row.said
    assert row.may_go_on
    Job.objects.filter(pk=job.pk).update(asked={})
    assert ask_again(Job.objects.get(pk=job.pk))
    assert work()
    assert steps == list(range(10))
    assert not ask_again(Job.objects.get(pk=job.pk)), "what is done is not done again"


def test_a_job_that_brings_its_worker_down_three_times_is_given_up() -> None:
    from sync.server.jobs.worker import now_ms

    job = ask(**{"2": "killed"})
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            work(at_ms=now_ms() + LONG_AGO_MS)
    assert work(at_ms=now_ms() + LONG_AGO_MS)
    assert shown(job).state == "failed"
    assert "stopped three times" in shown(job).said


def test_files_are_gone_after_three_days() -> None:
    from sync.server.jobs import files
    from sync.server.jobs.worker import now_ms

    job = ask()
    work()
    assert files.sweep(now_ms() + files.KEPT_MS - 1000) == 0
    assert files.sweep(now_ms() + files.KEPT_MS + 1000) == 1
    assert not shown(job).has_file
    assert not files.folder_of(job.pk).exists()


def test_a_worker_ends_when_nothing_is_asked_for() -> None:
    from sync.server.jobs.worker import work_until

    ask()
    work_until(lambda: False, lambda _: None, idle_s=0)
    assert steps == list(range(10))


def test_the_pages_show_a_job_to_who_asked_and_to_coordinators() -> None:
    with centre_day(filled=False) as day:
        from django.contrib.auth import get_user_model

        from sync.server.jobs.asking import Asker
        from sync.server.jobs.asking import ask as ask_for

        assert "Nothing is at work" in text_of(browser_of("viewer").get("/jobs/"))
        viewer = get_user_model().objects.get(username="viewer")
        job = ask_for(day.event, "count", "Counting", by=Asker(viewer.pk, "Vi"), asked={})
        for role, status in (("viewer", 200), ("coordinator", 200), ("venue_lead", 404)):
            assert browser_of(role).get(f"/jobs/{job.pk}/").status_code == status
        moving = browser_of("viewer").get(f"/jobs/{job.pk}/bar")
        assert "Waiting for its turn" in text_of(moving)
        assert browser_of("viewer").get(f"/jobs/{job.pk}/file", follow=True).status_code == 200
        assert work()
        assert browser_of("viewer").get(f"/jobs/{job.pk}/bar")["HX-Refresh"] == "true"
        page = text_of(browser_of("viewer").get(f"/jobs/{job.pk}/"))
        assert "Counted to ten." in page
        assert "Save ten.txt" in page
        answer = browser_of("viewer").get(f"/jobs/{job.pk}/file")
        assert b"".join(answer.streaming_content) == b"ten"
        assert 'filename="ten.txt"' in answer["Content-Disposition"]
        assert "Counting" in text_of(browser_of("coordinator").get("/jobs/"))
        assert "Counting" not in text_of(browser_of("venue_lead").get("/jobs/"))
        assert "cannot go on" in text_of(browser_of("viewer").post(f"/jobs/{job.pk}/again", follow=True))
        stopped = ask_for(day.event, "count", "Counting", by=Asker(viewer.pk, "Vi"), asked={})
        assert "Cancelled." in text_of(browser_of("viewer").post(f"/jobs/{stopped.pk}/cancel", follow=True))

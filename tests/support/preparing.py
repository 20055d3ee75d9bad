"""Filling in the forms of an event's parts as a browser does, and looking at the draft behind them.

Promise: what a form says is taken from the page itself, so that a field which the page forgot is missing here too.
"""

import re
from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile


class _Fields(HTMLParser):
    """What a browser would send of the form with a deed button."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, list[str]] = {}
        self._select = self._area = ""
        self._first: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name, kind = told.get("name") or "", told.get("type") or "text"
        if tag == "input" and name and kind not in {"submit", "file"} and (kind not in {"checkbox", "radio"} or "checked" in told):
            self.said.setdefault(name, []).append(told.get("value") or ("on" if kind == "checkbox" else ""))
        if tag == "select":
            self._select, self._first = name, None
        if tag == "option" and self._select:
            if "selected" in told:
                self.said[self._select] = [told.get("value") or ""]
            elif self._first is None:
                self._first = told.get("value") or ""
        if tag == "textarea":
            self._area = name
            self.said[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            if self._first is not None:
                self.said.setdefault(self._select, [self._first])
            self._select = ""
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.said[self._area] = [self.said[self._area][0] + data.removeprefix("\n")]


def form_of(answer: Any) -> dict[str, list[str]]:
    """What the page's main form would send if nobody touched it."""
    page = answer.content.decode()
    found = re.search(r"<main.*?</main>", page, re.DOTALL)
    assert found is not None
    forms = [form for form in re.findall(r"<form.*?</form>", found[0], re.DOTALL) if "deed" in form]
    fields = _Fields()
    fields.feed(forms[0])
    fields.close()
    fields.said.pop("csrfmiddlewaretoken", None)
    return fields.said


def fill_in(client: Any, address: str, **said: Any) -> Any:
    """Open the page, change what is said (``__`` stands for a hyphen), send it, and go where it leads."""
    answers = form_of(client.get(address))
    for name, value in said.items():
        answers[name.replace("__", "-")] = value if isinstance(value, list) else [value]
    return client.post(address, answers, follow=True)


def bring(client: Any, name: str, content: bytes, event: int = 1) -> Any:
    """What is shown to whoever brings a file for an event."""
    return client.post(f"/prepare/{event}/file", {"file": SimpleUploadedFile(name, content)}, follow=True)


def take(client: Any, shown: Any, event: int = 1) -> Any:
    """What comes of pressing the button of what was ``shown``."""
    return client.post(f"/prepare/{event}/file/take", form_of(shown), follow=True)


def draft(event: int = 1) -> Any:
    """The draft as it stands."""
    from sync.server.reading.drafts import draft_of

    drafted = draft_of(event)
    assert drafted is not None
    return drafted

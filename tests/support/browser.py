"""A real Chromium that notices everything: console messages, requests to other hosts, violations of the content policy.

Promise: a new profile each time; nothing leaves this machine; what a page complained about is kept for the test to look at.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
)
A_KEY_IN_THE_TELEPHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
DESK, PHONE, WALL = (1440, 900), (390, 844), (1920, 1080)
WAIT_MS = 10_000


class Looker:
    """One person's browser window; ``complaints`` is what pages said that they should not have said."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.address = address
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(WAIT_MS)
        self.page.on("console", lambda said: self._note(said.type in {"error", "warning"}, f"console: {said.text}"))
        self.page.on("pageerror", lambda fault: self._note(is_bad=True, words=f"script: {fault}"))
        self.page.on("request", lambda asked: self._note(not self._is_ours(asked.url), f"another host: {asked.url}"))
        self.page.on(
            "requestfailed", lambda asked: self._note("ERR_ABORTED" not in str(asked.failure), f"failed: {asked.url} {asked.failure}")
        )

    def open(self, path: str) -> Page:
        """Go to ``path`` of the centre and wait until it stands."""
        self.page.goto(self.address + path, wait_until="load")
        self.page.evaluate("document.fonts.ready.then(() => true)")
        return self.page

    def sign_in(self, name: str, password: str) -> None:
        """Sign in by the form, as a person does."""
        self.open("/accounts/login/")
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(self.address + "/")

    def picture(self, path: Path) -> None:
        """Keep a picture of the whole page."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=True, animations="disabled")

    def _note(self, is_bad: bool, words: str) -> None:  # noqa: FBT001 - said beside each use
        if is_bad:
            self.complaints.append(words)

    def _is_ours(self, url: str) -> bool:
        return url.startswith(("data:", "blob:")) or urlsplit(url).netloc == urlsplit(self.address).netloc


def put_key_into(someone: Looker) -> None:
    """Let the browser have a passkey's chip, and a finger on it whenever it asks."""
    devtools = someone.context.new_cdp_session(someone.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": A_KEY_IN_THE_TELEPHONE})


def chromium() -> str | None:
    """The browser of this machine, none when it has none."""
    return next((found for program in PROGRAMS if (found := shutil.which(program))), None)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A Chromium of our own, gone when left."""
    path = chromium()
    assert path is not None, "there is no Chromium on this machine"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def looker(browser: Browser, address: str, size: tuple[int, int] = DESK, *, is_dark: bool = False) -> Iterator[Looker]:
    """A window with a profile of its own."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if is_dark else "light",
        reduced_motion="reduce",
        locale="en-GB",
        service_workers="block",
    )
    try:
        yield Looker(context, address)
    finally:
        context.close()

"""What a coordinator does again and again at a real browser: fill in a part of an event, bring a list, save what was drawn, read its codes.

Promise: only what a person can see and press; a picture of paper is read as a camera would read it.
"""

import subprocess
import tempfile
from pathlib import Path

import zxingcpp
from PIL import Image
from playwright.sync_api import Download, Locator, Page, expect

from tests.support.browser import Looker

JOB_MS = 60_000
"""A worker is started first, and the machine may be busy."""


def keep(page: Page) -> None:
    """Keep what is written in the draft."""
    page.locator("button.deed").click()
    expect(page.get_by_role("status")).to_contain_text("is kept in the draft")


def add(page: Page, kind: str, **said: str) -> None:
    """Go to the page of a new part from the event's own page, and write what is said into its fields."""
    page.get_by_role("link", name=kind).first.click()
    for name, value in said.items():
        field = page.locator(f"[name='{name.replace('__', '-')}']")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    keep(page)


def bring(looking: Looker, file: Path, venue: str) -> None:
    """Bring a list up to its preview; ``venue`` is where a row goes that names none."""
    page = looking.open("/roster/")
    page.get_by_label("The list").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_label("Venue where a row names none").select_option(label=venue)
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("heading", name="Put it onto the roster?").wait_for(timeout=JOB_MS)


def saved(link: Locator) -> Path:
    """What a press on ``link`` saves; it may have to be waited for, because it is drawn in the background."""
    link.wait_for(timeout=JOB_MS)
    with link.page.expect_download() as told:
        link.click()
    download: Download = told.value
    return download.path()


def codes_on(paper: Path, dots_an_inch: int = 110) -> list[str]:
    """The text of every code on every page of a PDF."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", str(dots_an_inch), "-gray", "-png", str(paper), f"{folder}/page"], check=True)
        return [code.text for page in sorted(Path(folder).iterdir()) for code in zxingcpp.read_barcodes(Image.open(page))]

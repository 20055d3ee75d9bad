"""Does a public board fill its wall and no more, however many things stand on it, however long their names are, and whatever its dots?"""

from collections.abc import Iterator

import msgspec
import pytest
from playwright.sync_api import Browser

from tests.support.browser import PHONE, WALL, looker
from tests.support.centre import set_up_django
from tests.support.centre_day import CentreDay
from tests.support.looked_at import looked_at
from tests.support.served_day import ServedDay, served_day

set_up_django()
pytestmark = [pytest.mark.slow, pytest.mark.gallery]

MANY_DOTS, UPRIGHT = (3840, 2160), (1080, 1920)
COUNTS = (1, 2, 4, 8, 12, 15)
LONG_NAMES = (
    "knitted hats and mittens for the smallest patients of the whole region",
    "Regenbogenwollmützenstrickgemeinschaftserzeugnisse für Frühgeborene",
    "people who learnt to say welcome, thank you and goodbye in sign language",
)
TITLE = "Many Hands in Llanfairpwllgwyngyllgogerychwyrndrobwll and the villages around it"


@pytest.fixture(scope="module")
def boards() -> dict[int, str]:
    """The address of each board by how many things stand on it; filled with the day."""
    return {}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, boards: dict[int, str]) -> Iterator[ServedDay]:
    def filled(day: CentreDay) -> None:
        from sync.server.boards import making

        items = list(day.definition.items)
        for place, name in enumerate(LONG_NAMES):
            items[place] = msgspec.structs.replace(items[place], one={"en": name}, many={"en": name})
        day.definition = msgspec.structs.replace(day.definition, items=tuple(items))
        day.fill()
        numbers = [item.no for item in items]
        assert len(numbers) >= max(COUNTS)
        for count in COUNTS:
            made = making.make(day.event, making.Wishes(TITLE, items=tuple(numbers[:count])), "Ruth Adeyemi", day.now_ms)
            boards[count] = f"/board/{made.secret}/"

    with served_day(tmp_path_factory.mktemp("centre"), filled) as served:
        yield served


@pytest.mark.parametrize(("wall", "size"), [("wall", WALL), ("many-dots", MANY_DOTS), ("upright", UPRIGHT), ("phone", PHONE)])
def test_nobody_scrolls_a_wall_and_no_name_is_cut(
    chromium: Browser, address: str, boards: dict[int, str], wall: str, size: tuple[int, int]
) -> None:
    wrong: dict[int, list[str]] = {}
    with looker(chromium, address, size) as passer_by:
        for count, path in boards.items():
            page = passer_by.open(path)
            faults = looked_at(passer_by, f"board-{count}-{wall}")
            high = page.evaluate("document.documentElement.scrollHeight")
            if size != PHONE and high > size[1]:
                faults.append(f"{high} high")
            wrong |= {count: faults} if faults else {}
        assert wrong == {}
        assert passer_by.complaints == []


def test_a_board_with_one_thing_says_it_larger_than_a_board_with_many(chromium: Browser, address: str, boards: dict[int, str]) -> None:
    with looker(chromium, address, WALL) as passer_by:
        sizes = [
            float(
                passer_by.open(boards[count]).evaluate(
                    "parseFloat(getComputedStyle(document.querySelector('.board-figure strong')).fontSize)"
                )
            )
            for count in COUNTS
        ]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 2 * sizes[-1]

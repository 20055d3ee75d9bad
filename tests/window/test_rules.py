"""Can every page be the first that is opened? Its layout names only widgets that its module imports."""

import re
from pathlib import Path

import pytest

SCREENS = Path(__file__).parents[2] / "kiosk" / "screens"
LAYOUTS = sorted(SCREENS.rglob("*.kv"))
# Known to Kivy by itself, or made by `screen.kv`, which every page stands on.
KNOWN = {
    "Widget",
    "BoxLayout",
    "AnchorLayout",
    "RecycleBoxLayout",
    "Color",
    "Rectangle",
    "BorderImage",
    "Footer",
    "Head",
    "BackButton",
    "Title",
}
EVERYDAY = set(re.findall(r"[A-Z]\w+", re.search(r"uses=\((.*?)\)", (SCREENS / "screen.py").read_text(encoding="utf-8"), re.DOTALL)[1]))  # type: ignore[index]  # it is there


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda path: path.stem)
def test_a_layout_names_only_what_its_module_imports(layout: Path) -> None:
    text = layout.read_text(encoding="utf-8")
    named = set(re.findall(r"^\s+([A-Z]\w+):", text, re.MULTILINE)) | set(re.findall(r"^<\w+@(\w+)>", text, re.MULTILINE))
    module = layout.with_suffix(".py").read_text(encoding="utf-8")
    known = set(re.findall(r"\b[A-Z]\w+", module)) | KNOWN
    everyday = EVERYDAY if layout.parent == SCREENS else set()
    assert named - known - everyday == set()


def test_every_layout_stands_beside_the_module_that_reads_it() -> None:
    alone = [path.name for path in LAYOUTS if "load_beside(" not in path.with_suffix(".py").read_text(encoding="utf-8")]
    assert alone == []

"""How do the typefaces of this folder come from the originals?

Promise: from the same originals (versions in ../README.md) the same glyphs come out. Three Noto families are cut down
to what our languages and people's names need, with their layout rules kept; and one merged family, Many Hands Sans,
carries Latin, Greek, Cyrillic, Hebrew and Arabic in one file, because the kiosk's text provider never looks into a second font.

    python assets/make/fonts.py FOLDER_WITH_THE_ORIGINALS      (needs fonttools and brotli)
"""

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "fonts"

WEIGHTS = {"Regular": ("400Regular", 400), "Bold": ("700Bold", 700)}
FAMILIES = {"NotoSans": ("grek", "cyrl"), "NotoSansHebrew": ("hebr",), "NotoSansArabic": ("arab",)}
MERGED_FAMILY = "Many Hands Sans"

LATIN = [
    (0x0020, 0x024F),  # Basic Latin, Latin-1, Extended-A and -B, whole: a name may be anything
    (0x02B0, 0x036F),  # modifier letters and combining marks
    (0x1E00, 0x1EFF),  # Extended Additional, for Welsh and Vietnamese names
    (0x2000, 0x206F),  # punctuation and the marks that steer direction
    (0x2070, 0x209F),  # raised and lowered figures
    (0x20A0, 0x20C0),  # currencies
    (0x2100, 0x214F),  # letterlike: numero, trade mark
    (0x2150, 0x215F),  # fractions
    (0x2212, 0x2215),  # minus
    (0x25CC, 0x25CC),  # the circle that carries a mark without a letter
    (0xFB00, 0xFB06),  # Latin ligatures
]
# For names alone, no language of ours is written in them: modern Greek, and Cyrillic with all that it is used for.
GREEK = [(0x0370, 0x03FF)]
CYRILLIC = [(0x0400, 0x052F)]
HEBREW = [(0x0590, 0x05FF), (0xFB1D, 0xFB4F)]
ARABIC = [(0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)]
# Digits, space and punctuation also inside the two single-script families, so that a web page may use one alone.
COMPANY = [(0x0020, 0x007E), (0x00A0, 0x00BB), (0x2000, 0x206F), (0x20A0, 0x20C0), (0x25CC, 0x25CC)]

OWN = {"NotoSans": LATIN + GREEK + CYRILLIC, "NotoSansHebrew": HEBREW, "NotoSansArabic": ARABIC}
ALONE = {"NotoSans": LATIN, "NotoSansHebrew": HEBREW + COMPANY, "NotoSansArabic": ARABIC + COMPANY}

# What shaping needs, and the figure styles; not small capitals or alternates, which nobody here asks for.
FEATURES = [
    *("ccmp", "locl", "mark", "mkmk", "kern", "liga", "rlig", "calt", "init", "medi", "fina", "isol", "rtlm"),
    *("tnum", "lnum", "pnum", "frac", "numr", "dnom", "case", "sups", "subs"),
]

# One line box for five scripts, in thousandths of the size: high enough for hamza over alef, deep enough for the bowl
# of jeem and yeh, and centred on the capitals (714 high), so that a figure stands in the middle of its button.
MERGED_ASCENT, MERGED_DESCENT = 1140, -440


def main(originals: Path) -> None:
    FONTS.mkdir(exist_ok=True)
    for weight, (folder_name, number) in WEIGHTS.items():
        with tempfile.TemporaryDirectory() as scratch:
            parts: list[str] = []
            for family, scripts in FAMILIES.items():
                original = _only(originals, f"{family}_{folder_name}.ttf")
                save_both(_cut(original, ALONE[family], scripts), f"{family}-{weight}")
                part = Path(scratch) / f"{family}.ttf"
                _cut(original, OWN[family], scripts).save(part)
                parts.append(str(part))
            merged = Merger().merge(parts)
            for moment in ("created", "modified"):  # the merger writes today's; the same input shall give the same bytes
                setattr(merged["head"], moment, getattr(TTFont(parts[0])["head"], moment))
        _name_merged(merged, weight, number)
        save_both(merged, f"ManyHandsSans-{weight}")


def save_both(font: TTFont, stem: str, folder: Path = FONTS) -> None:
    """TTF for the kiosk and paper, WOFF2 for web pages."""
    font.recalcTimestamp = False
    font.flavor = None
    font.save(folder / f"{stem}.ttf")
    font.flavor = "woff2"
    font.save(folder / f"{stem}.woff2")


def _only(folder: Path, name: str) -> Path:
    found = sorted(folder.rglob(name))
    if len(found) != 1:
        sys.exit(f"{folder}: expected one {name}, found {len(found)}")
    return found[0]


def _cut(original: Path, ranges: list[tuple[int, int]], scripts: tuple[str, ...]) -> TTFont:
    options = Options()
    options.layout_features = FEATURES
    options.layout_scripts = ["DFLT", *scripts, "latn"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.glyph_names = False
    options.drop_tables += ["STAT", "gasp", "prep"]  # unhinted: these say nothing
    font = TTFont(original, recalcTimestamp=False)
    cutter = Subsetter(options)
    cutter.populate(unicodes=[point for first, last in ranges for point in range(first, last + 1)])
    cutter.subset(font)
    return font


def _name_merged(font: TTFont, weight: str, number: int) -> None:
    """Give the merged family its own name and its line box; keep the makers' copyright and licence lines."""
    names = font["name"]
    keep = {record.nameID: record.toUnicode() for record in names.names if record.nameID in (0, 13, 14)}
    keep[0] = (
        "Copyright 2022-2024 The Noto Project Authors (https://github.com/notofonts). "
        "Many Hands Sans is Noto Sans, Noto Sans Hebrew and Noto Sans Arabic, cut down and merged."
    )
    names.names = []
    written = keep | {
        1: MERGED_FAMILY,
        2: weight,
        3: f"ManyHandsSans-{weight}",
        4: f"{MERGED_FAMILY} {weight}",
        5: "Version 1.000",
        6: f"ManyHandsSans-{weight}",
    }
    for name_id, text in sorted(written.items()):
        names.setName(text, name_id, 3, 1, 0x409)
    os2, hhea = font["OS/2"], font["hhea"]
    os2.usWeightClass = number
    os2.sTypoAscender = hhea.ascent = MERGED_ASCENT
    os2.sTypoDescender = hhea.descent = MERGED_DESCENT
    os2.sTypoLineGap = hhea.lineGap = 0
    os2.usWinAscent, os2.usWinDescent = MERGED_ASCENT, -MERGED_DESCENT
    os2.fsSelection = (os2.fsSelection & ~0x61) | 0x80 | (0x20 if weight == "Bold" else 0x40)
    font["head"].macStyle = 1 if weight == "Bold" else 0
    os2.recalcUnicodeRanges(font)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Can the typefaces write every language and name that we promise, and the icon face draw every icon that it names?"""

import json
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
import uharfbuzz
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

ASSETS = Path(__file__).parents[2] / "assets"
FONTS = ASSETS / "fonts"
ICONS = ASSETS / "icons"

LETTERS = {
    "English": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "Welsh": "ÂÊÎÔÛŴŶâêîôûŵŷÀÈÌÒÙẀỲàèìòùẁỳÄËÏÖÜẄŸäëïöüẅÿÁÉÍÓÚẂÝáéíóúẃý",
    "Polish": "ĄĆĘŁŃÓŚŹŻąćęłńóśźż",
    "French": "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ«»",
    "Hebrew": "אבגדהוזחטיךכלםמןנסעףפץצקרשת׳״־" + "".join(map(chr, range(0x05B0, 0x05BD))) + "\u05c1\u05c2",
    "Arabic": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْ،؛؟٠١٢٣٤٥٦٧٨٩ﻻﻼﷲ",
    "Urdu": "آابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیےۂۓ۔۰۱۲۳۴۵۶۷۸۹",
}
FOR_ALL = "0123456789 .,:;!?'\"()-–—…·&@#%+−×/£€₪$’“”\u00a0\u200e\u200f\u2066\u2067\u2069"
PRESENTATION_FORMS = [
    "".join(map(chr, range(0xFE80, 0xFEFD))),  # Arabic, all of its joined shapes
    "".join(map(chr, (*range(0xFB56, 0xFB5A), *range(0xFB66, 0xFB6A), *range(0xFB7A, 0xFB7E), *range(0xFB88, 0xFB96)))),
    "".join(map(chr, (*range(0xFB9E, 0xFBA0), *range(0xFBA6, 0xFBB2), *range(0xFBFC, 0xFC00)))),  # the rest of Urdu's
]
MERGED = ["ManyHandsSans-Regular", "ManyHandsSans-Bold"]
SINGLE = {"NotoSans": ["English", "Welsh", "Polish", "French"], "NotoSansHebrew": ["Hebrew"], "NotoSansArabic": ["Arabic", "Urdu"]}


@cache
def _open(path: Path) -> TTFont:
    return TTFont(BytesIO(path.read_bytes()), lazy=True)


def _font(stem: str) -> TTFont:
    return _open(FONTS / f"{stem}.ttf")


def _missing(font: TTFont, text: str) -> str:
    points = font.getBestCmap()
    return "".join(letter for letter in text if ord(letter) not in points)


@pytest.mark.parametrize("stem", MERGED)
@pytest.mark.parametrize("language", LETTERS)
def test_one_face_writes_every_language_since_the_kiosk_never_looks_into_a_second(stem: str, language: str) -> None:
    assert _missing(_font(stem), LETTERS[language] + FOR_ALL) == ""


@pytest.mark.parametrize("stem", MERGED)
def test_the_merged_face_has_the_joined_shapes_that_the_screen_is_given(stem: str) -> None:
    assert _missing(_font(stem), "".join(PRESENTATION_FORMS)) == ""


@pytest.mark.parametrize("stem", MERGED)
def test_a_name_may_hold_any_latin_letter(stem: str) -> None:
    latin = [*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00), *range(0x0300, 0x030D)]
    assert _missing(_font(stem), "".join(map(chr, latin))) == ""


@pytest.mark.parametrize("stem", MERGED)
def test_a_name_may_be_written_in_greek_or_cyrillic(stem: str) -> None:
    greek = "".join(map(chr, (*range(0x0386, 0x0387), *range(0x0388, 0x038B), *range(0x0391, 0x03A2), *range(0x03A3, 0x03CF))))
    cyrillic = "".join(map(chr, (*range(0x0400, 0x0483), *range(0x048A, 0x0530))))
    assert _missing(_font(stem), greek + cyrillic) == ""
    assert all(_features(stem, "GPOS", script) >= {"kern", "mark"} for script in ("grek", "cyrl"))


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
@pytest.mark.parametrize("family", SINGLE)
def test_each_single_script_face_writes_its_languages_with_figures(family: str, weight: str) -> None:
    wanted = "".join(LETTERS[language] for language in SINGLE[family]) + "0123456789 .,:!?()"
    assert _missing(_font(f"{family}-{weight}"), wanted) == ""


@pytest.mark.parametrize("stem", MERGED)
def test_figures_stand_under_each_other(stem: str) -> None:
    font = _font(stem)
    glyph, width = font.getBestCmap(), font["hmtx"]
    for figures in ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"):
        assert len({width[glyph[ord(figure)]][0] for figure in figures}) == 1


class _Shape(NamedTuple):
    glyph: int
    advance: int
    right: int
    up: int


def _shapes(stem: str, text: str) -> list[_Shape]:
    """Shape a text as paper does; lengths in thousandths of the size."""
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(FONTS / f"{stem}.ttf")))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(uharfbuzz.Font(face), buffer)
    return [
        _Shape(info.codepoint, at.x_advance, at.x_offset, at.y_offset)
        for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]


@pytest.mark.parametrize("stem", [*MERGED, "NotoSansArabic-Regular", "NotoSansArabic-Bold"])
def test_on_paper_arabic_letters_join(stem: str) -> None:
    alone = _shapes(stem, "ب")[0].glyph
    assert len({shape.glyph for shape in _shapes(stem, "ببب")} | {alone}) == 4


@pytest.mark.parametrize("stem", [*MERGED, "NotoSansHebrew-Regular", "NotoSansHebrew-Bold"])
def test_on_paper_a_hebrew_point_is_set_under_its_letter(stem: str) -> None:
    narrow, wide = (_shapes(stem, letter + "\u05b4") for letter in "וש")
    assert [shape.right for shape in narrow] != [shape.right for shape in wide]


@pytest.mark.parametrize("stem", MERGED)
def test_a_changed_face_does_not_carry_the_makers_name(stem: str) -> None:
    names = _font(stem)["name"]
    assert names.getDebugName(1) == "Many Hands Sans"
    assert [names.getDebugName(number) for number in (1, 4, 6) if "Noto" in names.getDebugName(number)] == []
    assert "SIL Open Font License" in names.getDebugName(13)


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
@pytest.mark.parametrize(
    ("family", "text"),
    [
        ("NotoSans", "Zoë Łukasiewicz-Ŵyn, AVAST Tö"),
        ("NotoSansHebrew", "יְרוּשָׁלַיִם"),  # one word: the space between two is the Latin one
        ("NotoSansArabic", "قُبَّعة مرحباً الله"),
        ("NotoSansArabic", "خوش آمدید ٹوپیاں ڈھیر چھے"),
    ],
)
def test_the_merged_face_sets_a_text_exactly_as_the_makers_own_does(family: str, text: str, weight: str) -> None:
    merged, own = _shapes(f"ManyHandsSans-{weight}", text), _shapes(f"{family}-{weight}", text)
    assert [shape[1:] for shape in merged] == [shape[1:] for shape in own]


def _features(stem: str, table: str, script: str) -> set[str]:
    layout = _font(stem)[table].table if table in _font(stem) else None
    if layout is None:
        return set()
    languages = [
        language
        for record in layout.ScriptList.ScriptRecord
        if record.ScriptTag == script
        for language in (record.Script.DefaultLangSys, *(each.LangSys for each in record.Script.LangSysRecord))
    ]
    return {
        layout.FeatureList.FeatureRecord[index].FeatureTag
        for language in languages
        if language is not None
        for index in language.FeatureIndex
    }


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
@pytest.mark.parametrize("family", ["ManyHandsSans", "NotoSansArabic", "NotoSansHebrew"])
def test_the_makers_own_rules_for_joining_and_points_are_kept(family: str, weight: str) -> None:
    """Without them the shaper guesses so well that the two tests above still pass, and the result is only nearly right."""
    stem = f"{family}-{weight}"
    if family != "NotoSansHebrew":
        assert _features(stem, "GSUB", "arab") >= {"ccmp", "init", "medi", "fina", "rlig"}
        assert _features(stem, "GPOS", "arab") >= {"mark", "mkmk"}
    if family != "NotoSansArabic":
        assert _features(stem, "GPOS", "hebr") >= {"mark"}


def test_every_face_has_a_web_copy_and_a_licence_beside_it() -> None:
    faces = sorted(FONTS.glob("*.ttf"))
    assert len(faces) == 8
    assert [face.stem for face in faces if not face.with_suffix(".woff2").is_file()] == []
    licences = {FONTS / f"OFL-{face.stem.split('-')[0]}.txt" for face in faces}
    assert [path.name for path in licences if "SIL OPEN FONT LICENSE" not in path.read_text(encoding="utf-8")] == []
    assert "Apache License" in (ICONS / "LICENSE-Apache-2.0.txt").read_text(encoding="utf-8")


def test_every_icon_name_is_drawn_and_every_drawn_icon_has_a_name() -> None:
    names: dict[str, str] = json.loads((ICONS / "names.json").read_text(encoding="utf-8"))
    font = _open(ICONS / "ManyHandsIcons.ttf")
    points, glyphs = font.getBestCmap(), font.getGlyphSet()
    empty = []
    for name, point in names.items():
        pen = BoundsPen(glyphs)
        glyphs[points[int(point, 16)]].draw(pen)
        if not pen.bounds:
            empty.append(name)
    assert empty == []
    assert set(points) == {int(point, 16) for point in names.values()}

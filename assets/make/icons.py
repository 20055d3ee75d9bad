"""How do the icons of this folder come from Material Symbols?

Promise: one still font at one weight with exactly the icons named below, as TTF for the kiosk and WOFF2 for web pages,
and `names.json`, which says under which code point each name is drawn. A name that the original does not know stops
the run.

    python assets/make/icons.py FOLDER_WITH_THE_ORIGINAL      (needs fonttools and brotli)
"""

import json
import sys
from pathlib import Path

from fonts import save_both
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ICONS = Path(__file__).parents[1] / "icons"
ORIGINAL = "material-symbols-rounded.woff2"
FAMILY = "Many Hands Icons"
LAST_LETTER, FIRST_PRIVATE = 0x7F, 0xE000  # names are spelt in ASCII; icons stand in the private use area

NAMES = """
accessible add add_circle arrow_back arrow_downward arrow_forward arrow_upward backspace badge bar_chart bolt build
calculate calendar_month calendar_today call cancel card_giftcard celebration check check_box
check_box_outline_blank check_circle checklist checkroom chevron_left chevron_right child_care close cloud_done
cloud_off cloud_upload construction content_copy contrast dark_mode dashboard database delete devices dialpad
done_all door_front door_open download draft draw edit elderly emergency event exit_to_app expand_less expand_more
family_restroom favorite filter_list flag folder front_hand group groups handshake handyman health_and_safety
hearing help history home home_work hourglass_empty how_to_reg info inventory_2 key keyboard language light_mode
link list local_cafe local_florist local_hospital local_shipping location_on lock lock_open login logout
lunch_dining mail manage_accounts map medical_services meeting_room menu monitoring more_horiz more_vert music_note
notifications numbers open_in_new package_2 palette park payments pending person person_add person_off person_search
photo_camera picture_as_pdf pin pin_drop place potted_plant power_settings_new print push_pin qr_code_2
qr_code_scanner radio_button_checked radio_button_unchecked receipt_long record_voice_over recycling redeem refresh
remove report restaurant save savings schedule school search settings shield sign_language soup_kitchen star
stethoscope support_agent swap_horiz sync table_view task_alt text_decrease text_increase timer toggle_off toggle_on
touch_app translate trending_up tune undo upload usb verified verified_user videocam visibility visibility_off
volume_off volume_up volunteer_activism warning waving_hand yard
""".split()  # noqa: SIM905 - a list of words reads better as words


def main(originals: Path) -> None:
    found = sorted(originals.rglob(ORIGINAL))
    if len(found) != 1:
        sys.exit(f"{originals}: expected one {ORIGINAL}, found {len(found)}")
    font = TTFont(found[0], recalcTimestamp=False)
    points = _points(font)
    unknown = [name for name in NAMES if name not in points]
    if unknown:
        sys.exit(f"{ORIGINAL} knows no icon called {', '.join(unknown)}")
    chosen = {name: points[name] for name in sorted(NAMES)}
    # Outlined, not filled: a filled circle with a tick cannot be told from one with a bang at arm's length.
    font = instantiateVariableFont(font, {"FILL": 0})
    _cut(font, set(chosen.values()))
    ICONS.mkdir(exist_ok=True)
    save_both(font, "ManyHandsIcons", ICONS)
    listing = {name: f"{point:04x}" for name, point in chosen.items()}
    (ICONS / "names.json").write_text(json.dumps(listing, indent=2) + "\n", encoding="utf-8")


def _points(font: TTFont) -> dict[str, int]:
    """Read each icon's name from the ligature that draws it."""
    letters: dict[str, str] = {}
    points: dict[str, int] = {}
    for point, glyph in sorted(font.getBestCmap().items()):
        if point <= LAST_LETTER:
            letters[glyph] = chr(point)
        elif point >= FIRST_PRIVATE:
            points.setdefault(glyph, point)
    named: dict[str, int] = {}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for first, ligatures in getattr(getattr(table, "ExtSubTable", table), "ligatures", {}).items():
                for ligature in ligatures:
                    name = "".join(letters.get(glyph, "") for glyph in (first, *ligature.Component))
                    if ligature.LigGlyph in points:
                        named[name] = points[ligature.LigGlyph]
    return named


def _cut(font: TTFont, points: set[int]) -> None:
    options = Options()
    options.layout_features = []  # drawn by code point, so the name ligatures may go
    options.name_IDs = ["*"]
    options.drop_tables += ["STAT", "gasp", "prep", "GSUB"]
    cutter = Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    names = font["name"]
    makers = names.getDebugName(0)
    names.names = []
    texts = [(0, f"{makers} Cut down from Material Symbols Rounded."), (1, FAMILY), (2, "Regular"), (4, FAMILY)]
    for name_id, text in [*texts, (6, "ManyHandsIcons"), (13, "Apache License, Version 2.0")]:
        names.setName(text, name_id, 3, 1, 0x409)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

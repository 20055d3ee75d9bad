"""How do the sentences of the kiosk and of the centre get into the hands of translators, and back?

Promise: every `say` and `say_many` of the kiosk, in .py and .kv, stands in `locale/manyhands.pot`; each language's `kiosk.po` has exactly
these messages, with what was translated before kept; `kiosk.mo` is what the kiosk reads. The same for the pages of the centre, whose
sentences `centre_words.py` finds: `centre.pot`, `centre.po` and, as Django looks for that name, `django.mo`. The same sources give the
same bytes.

    python3 assets/make/words.py                (goes on in the environment of this folder, which has Babel)
    python3 assets/make/words.py --new de       (begins a language)
"""

import argparse
import os
import re
import runpy
import sys
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

if __name__ == "__main__":
    # Typed as it stands above, by a translator: any Python will do to begin with.
    environment = Path(__file__).parents[2] / ".venv"
    if environment.is_dir() and Path(sys.prefix).resolve() != environment.resolve():
        os.execv(environment / "bin" / "python", [str(environment / "bin" / "python"), *sys.argv])  # noqa: S606 - no shell is the point
    if find_spec("babel") is None:
        sys.exit("This needs the environment of the kiosk. Make it once with: python3 -m kiosk setup")

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.plural import to_gettext

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "assets" / "locale"
TEMPLATE = "manyhands.pot"
CENTRE_TEMPLATE = "centre.pot"
CENTRE = runpy.run_path(str(Path(__file__).with_name("centre_words.py")))
SPEECH = "kiosk.window.text"
KEYWORDS: dict[str, Any] = {"say": (2,), "say_many": (2, 3)}
_HEAD: dict[str, Any] = {"project": "Many Hands", "version": "kiosk", "fuzzy": False}
_CENTRE_HEAD: dict[str, Any] = _HEAD | {"version": "centre"}
# Times would make every run a change; people and addresses are in the project's history.
_PASSING = re.compile(rb'^"(?:\w+-\w+-Date|Generated-By|Last-Translator|Language-Team|Report-Msgid-Bugs-To): [^\n]*\n', re.MULTILINE)
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
FOR_TRANSLATORS = "For translators:"

# Which form of a sentence a whole number takes: the rules of CLDR, written as gettext wants them. Forms stand in the order
# zero, one, two, few, many, other, as far as a language has them.
PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "cy": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);",
    "en": "nplurals=2; plural=(n!=1);",
    "fr": "nplurals=3; plural=(n<=1 ? 0 : n%1000000==0 ? 1 : 2);",
    "he": "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "ur": "nplurals=2; plural=(n!=1);",
}

# What a translator cannot see from the words alone. Where the code itself has a comment for translators, it stands there.
NOTES = {
    "Back to welcome": "On a button for the venue lead: back to the page that greets everybody.",
    "Back": "On a button: to the page before.",
    "Change it": "On a button: the number was too large by mistake.",
    "Close": "On a button for the venue lead: ends the programme on this machine.",
    "Count": "On a button for the venue lead: count this row's box by hand.",
    "Doctor": "On a button for the venue lead: the page that says how well the machine is.",
    "Handed on": "On a button for the venue lead: what was sent to the centre, and what waits.",
    "Open": "On a button: the digits are entered, show the lead's pages.",
    "Stay": "On a button: do not close the programme.",
    "Tally": "On a button for the venue lead: what was made, and what was counted by hand.",
    "Venue lead": "On a small button: the door to the pages of whoever is in charge here.",
    "Print it": "On a button beside Take it home: print what I did today.",
    "Print for somebody": "On a button for the venue lead: look for somebody by name and print their card or a label.",
    "Their card": "On a tile for the venue lead: print the lost card of the person named above.",
    "Print again": "On a button for the venue lead: print this person's lost card once more.",
    "On its way": "Stands in place of the button Print again: the card is in the printer's queue.",
    "Room": "The name of a line of the doctor: free room on the disk.",
    "{amount} for {whom}": "A line of a list. {amount}: 7 hats. {whom}: the neonatal ward; its form cannot change.",
    "{amount} for {whom}.": "Thanks, in large letters. {amount}: 7 hats. {whom}: the neonatal ward; its form cannot change.",
    "{amount}! Whose work is it?": "{amount}: 7 hats.",
    "{noun} so far": "Stands below a large number. {noun}: hats.",
    "of {target} {noun}": "Stands below a large number. {target}: 500; {noun}: hats.",
    "of {target}": "Stands below a large number. {target}: 500.",
    "{noun}, of {target}": "Stands below a large sum of money or time. {noun}: raised, gardening; {target}: £1,000, 3 h.",
}


def main() -> None:
    """Take the sentences from the sources, carry the translations over, and make what the kiosk and the pages read."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--new", metavar="LANGUAGE", help="begin the catalogues of a language")
    wanted = parser.parse_args().new
    if wanted and wanted not in PLURALS:
        rule = to_gettext(Locale.parse(wanted).plural_form)
        parser.error(f"write the rule for its forms of numbers into PLURALS in this script first; for whole numbers, after CLDR's {rule}")
    languages = sorted({*(path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/kiosk.po")), *([wanted] if wanted else [])})
    bring_up_to_date("kiosk", "kiosk.mo", TEMPLATE, template_of(ROOT), languages)
    bring_up_to_date("centre", "django.mo", CENTRE_TEMPLATE, centre_template_of(ROOT), languages)


def bring_up_to_date(name: str, made: str, template_name: str, template: Catalog, languages: list[str]) -> None:
    """Write the template of the kiosk or the centre, and each language's catalogue and what is read of it."""
    _save(LOCALE / template_name, _written(template))
    for language in languages:
        path = LOCALE / language / "LC_MESSAGES" / f"{name}.po"
        catalogue = updated(catalogue_at(path, language, name), template)
        _save(path, _written(catalogue))
        _save(path.with_name(made), compiled(catalogue))
        print(f"{name} {language}: {_done(catalogue)} of {len(catalogue)} translated")


def centre_template_of(root: Path) -> Catalog:
    """Every message of the centre's pages in the checkout at ``root``."""
    found: Catalog = CENTRE["centre_template"](root, **_CENTRE_HEAD)
    return found


def template_of(root: Path) -> Catalog:
    """Every message of the kiosk in the checkout at ``root``, without line numbers, which would change with every edit."""
    catalogue = Catalog(header_comment="# The sentences of the Many Hands kiosk.", **_HEAD)
    for path in sorted(path for path in (root / "kiosk").rglob("*") if path.suffix in {".py", ".kv"} and speaks(path)):
        place = path.relative_to(root).as_posix()
        for line, message, comments in messages_in(path):
            catalogue.add(message, locations=[(place, line)], auto_comments=comments)
    for message, note in NOTES.items():
        found = catalogue.get(message)
        assert found is not None, f"nothing says {message!r} any more: take its note away"
        found.auto_comments = [note]
    return catalogue


def speaks(path: Path) -> bool:
    """Whether a file can say something to people; elsewhere `say` may mean something else."""
    return SPEECH in path.read_text(encoding="utf-8")


def messages_in(path: Path) -> Iterator[tuple[int, Any, list[str]]]:
    """Line, message (or the pair of singular and plural) and comments for translators of every `say` in one file."""
    method = _in_layout if path.suffix == ".kv" else "python"
    with path.open("rb") as file:
        for line, message, comments, _ in extract(method, file, KEYWORDS, (FOR_TRANSLATORS,), strip_comment_tags=True):
            yield line, message, comments


def _in_layout(
    file: BinaryIO, keywords: Mapping[str, Any], tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """A layout is not Python, but each of its expressions stands on one line, and that is."""
    for number, line in enumerate(file.read().decode().splitlines(), start=1):
        if re.search(r"\bsay(_many)?\(", line):
            for _, function, message, comments in extract_python(BytesIO(line.strip().encode()), keywords, tags, options):
                yield number, function, message, comments


def catalogue_at(path: Path, language: str, name: str = "kiosk") -> Catalog:
    """What was translated so far; an empty catalogue where there is none."""
    if not path.exists():
        return _empty(language, name)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(catalogue: Catalog, template: Catalog) -> Catalog:
    """The messages of ``template`` with the translations of ``catalogue``. What nobody says any more is gone; nothing is guessed."""
    assert catalogue.locale is not None
    fresh = _empty(str(catalogue.locale), str(template.version or "kiosk"))
    for message in template:
        if not message.id:
            continue
        known = catalogue.get(message.id)
        nothing = ("",) * fresh.num_plurals if message.pluralizable else ""
        said = known.string if known and bool(known.pluralizable) == bool(message.pluralizable) and not known.fuzzy else nothing
        notes = known.user_comments if known else []
        fresh.add(message.id, said, message.locations, auto_comments=message.auto_comments, user_comments=notes)
    return fresh


def compiled(catalogue: Catalog) -> bytes:
    """What gettext reads. Untranslated messages are left out, so that their English stands."""
    catalogue.creation_date = catalogue.revision_date = _NO_TIME  # the head has them, and they would make every run a change
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def _empty(language: str, name: str = "kiosk") -> Catalog:
    english = Locale.parse(language).get_display_name("en")
    catalogue = Catalog(language, header_comment=f"# The sentences of the Many Hands {name} in {english}.", **(_HEAD | {"version": name}))
    catalogue.mime_headers = [("Plural-Forms", PLURALS[language])]
    return catalogue


def _written(catalogue: Catalog) -> bytes:
    file = BytesIO()
    write_po(file, catalogue, width=140, sort_by_file=True, include_lineno=False)
    return _PASSING.sub(b"", file.getvalue())


def _done(catalogue: Catalog) -> int:
    return sum(1 for message in catalogue if message.id and _is_done(message))


def _is_done(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def _save(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    main()

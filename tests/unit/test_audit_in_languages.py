"""Is every line of the audit log, which is kept in English, said again in the page's language, and is no line lost or made another one?"""

import ast
from collections.abc import Iterator
from itertools import product

import pytest

from tests.support import tree
from tests.support.centre import set_up_django

set_up_django()

OTHERS = ("he", "ar", "ur", "cy", "pl", "fr")
WRITERS = {"did": 2, "looked": 1}
"""What writes a line, and which of its values is the sentence."""

KNOWN = {
    "exports.py what": ("Took the table “Totals” away as Excel",),
    "flags.py which": ("told twice, entry 5 of kiosk 7",),
    "flags.py what": (
        "Accepted what kiosk 7 sent: 2 entries count from now on.",
        "Accepted what kiosk 7 sent: 1 entry counts from now on.",
    ),
    "decisions.py what": (
        "Put right (the venue explained it): entry 5 of kiosk 7, entry 6 of kiosk 7 and 3 more.",
        "Explained (i looked, and nothing is to be done): entry 5 of kiosk 7.",
    ),
    "accounts.py what": ("Set an authenticator app up.",),
    "events.py said": ("Loaded Mitzvah Day from a file: version 3.",),
    "desk.py said": ("Opened", "Closed"),
    "tokens.py _told(scope)": ("for event 3 at venues 1, 2, without small numbers",),
    "making.py small": ("with", "without"),
    "devices.py is_now": ("kiosk 7 at Rainbow Room",),
    "changing.py described": ("venue lead at Rainbow Room", "coordinator of every event"),
    "keeping.py words or _sentences(changed)": ("Begun.", "Venue 7: new.\nVenue 8: new."),
    "keeping.py words": ("Begun.",),
    "release.py told": ("Published for the first time.",),
    "roster.py REMOVED if removes else '.'": (".", ", and removed those whom it does not have."),
    "passes.py title": ("Passes for all venues",),
    "certificates.py title": ("Certificates for a group",),
    "persons.py amounts.counted(len(keys), 'person or party', 'people and parties')": ("1 person or party", "2 people and parties"),
    "due.py why.label": ("its date had come", "somebody asked for it", "a backup had brought it back"),
}
"""What a name or a place within a sentence can hold where not everything can, by the module and what stands there."""


def said_by(module: str, node: ast.expr) -> Iterator[str]:
    """Every sentence that an expression can be, as far as it can be read; 7 for what can be anything."""
    known = KNOWN.get(f"{module} {ast.unparse(node)}")
    if known is not None:
        yield from known
    elif isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield from map("".join, product(*[list(said_by(module, each)) for each in node.values]))
    elif isinstance(node, ast.FormattedValue):
        yield from said_by(module, node.value)
    elif isinstance(node, ast.IfExp):
        yield from (*said_by(module, node.body), *said_by(module, node.orelse))
    else:
        yield "7"


def written() -> Iterator[tuple[str, str, str]]:
    """Module, deed and sentence of every line that the centre writes."""
    for path in tree.modules("sync"):
        for call in (node for node in ast.walk(ast.parse(tree.text(path))) if isinstance(node, ast.Call)):
            place = WRITERS.get(getattr(call.func, "id", ""))
            if place is None or len(call.args) <= place or path.parts[1] != "server" or path.name == "log.py":
                continue
            deed = "Deed.NAMES_SEEN" if place == 1 else ast.unparse(call.args[1])
            yield from ((str(path), deed, sentence) for sentence in said_by(path.name, call.args[place]))


def test_every_line_that_is_written_is_said_again_in_polish() -> None:
    from django.utils.translation import override

    from sync.server.audit.deeds import Deed
    from sync.server.site.audit_told import told

    lines = [(path, deed, said) for path, deed, said in written() if deed.startswith("Deed.")]
    with override("pl"):
        lost = [line for line in lines if told(Deed[line[1].removeprefix("Deed.")], line[2]) == line[2]]
    assert lost == []
    assert len(lines) > 70


def test_every_deed_has_a_sentence_in_every_language() -> None:
    from django.utils.translation import override

    from sync.server.audit.deeds import Deed
    from sync.server.people.accounts import CHANGED
    from sync.server.site.audit_told import SENTENCES, told

    assert set(SENTENCES) == set(Deed)
    for language in OTHERS:
        with override(language):
            assert [what for deed, what in CHANGED.values() if told(deed, what) == what] == []


@pytest.mark.parametrize(
    ("deed", "kept", "said"),
    [
        ("ACCOUNT_MADE", "Made the account ruth: venue lead.", "Utworzono konto ruth: osoba kierująca miejscem."),
        ("PASSES_MADE", "Had drawn: Passes for all venues.", "Narysowano: Karty dla wszystkich miejsc."),
        ("NAMES_SEEN", "Saw who is at Hall, by name: fire or roll call.", "Obejrzano nazwiska obecnych, Hall: "),
        ("FLAG_DECIDED", "Taken out (it was told twice): entry 5 of kiosk 7, entry 6 of kiosk 7.", "wpis 5 kiosku 7, wpis 6 kiosku 7."),
        ("EVENT_PUBLISHED", "Published Hats, version 2. Begun.\nPublished for the first time.", "Opublikowano: Hats, wersja 2. "),
        ("TOKEN_MADE", "Made the token “Sums” that ends in a1b2, for every event, without small numbers.", "bez małych liczb"),
    ],
)
def test_a_line_keeps_its_values_and_says_again_what_stands_within_it(deed: str, kept: str, said: str) -> None:
    from django.utils.translation import override

    from sync.server.audit.deeds import Deed
    from sync.server.site.audit_told import told

    with override("pl"):
        assert said in told(Deed[deed], kept)
    with override("en-gb"):
        assert told(Deed[deed], kept) == kept


def test_a_line_of_an_older_version_is_shown_as_it_was_written() -> None:
    from django.utils.translation import override

    from sync.server.audit.deeds import Deed
    from sync.server.site.audit_told import told

    with override("he"):
        assert told(Deed.SIGNED_IN, "Came in by the old door.") == "Came in by the old door."
        assert told(None, "Signed in.") == "Signed in."


def test_a_name_that_looks_like_another_deed_makes_no_other_line() -> None:
    from django.utils.translation import override

    from sync.server.audit.deeds import Deed
    from sync.server.site.audit_told import told

    with override("pl"):
        assert told(Deed.DEVICE_REVOKED, "Removed the account ruth.") == "Removed the account ruth."
        assert "Removed the account ruth" in told(Deed.INVITED, "Invited Removed the account ruth as auditor.")

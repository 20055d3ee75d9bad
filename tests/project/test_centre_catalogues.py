"""Is everything that the centre's pages say marked, there in every language, and with its places in place?"""

import ast
import re
import runpy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.support import tree

WORDS = runpy.run_path(str(tree.ROOT / "assets" / "make" / "words.py"))
LOCALE: Path = WORDS["LOCALE"]
CENTRE: dict[str, Any] = WORDS["CENTRE"]
LANGUAGES = sorted(path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/kiosk.po"))
AGAIN = "run: python3 assets/make/words.py, then translate what is new"

# What speaks to programs, to whoever runs the centre, or writes records: English. No page shows it as it is.
FOR_PROGRAMS: tuple[str, ...] = (
    "sync/server/api/",  # answers of the read API, and its description
    "sync/server/openapi.py",  # the description of the wire
    "sync/server/wire/",  # answers to kiosks
    "sync/server/foyer.py",  # lines of the log
    "sync/server/commands/",  # a terminal
    "sync/server/environment.py",  # a terminal
    "sync/server/backups/",  # a terminal
    "sync/server/vitals/",  # lines of the log, and figures for Prometheus
    "sync/server/ledger/",  # SQL, and what `recount` says in a terminal
    "sync/server/projector/",  # the same
    "sync/server/publishing/",  # SQL, and names of keys in the database
    "sync/server/webhooks/",  # messages to programs; `site/webhooked.py` has the words for pages
    "sync/server/jobs/attend.py",  # lines of the log
    "sync/server/reports/keeping.py",  # lines of the log
    "sync/server/people/accounts.py",  # deeds, for the log
    "sync/server/audit/deeds.py",  # themes, as the file of the log has them; `site/audit.py` has the words for pages
    "sync/server/erasing/lists.py",  # what a list is called in its record when its name is forgotten
    "sync/server/erasing/models.py",  # the record's words; `site/privacy.py` has those for pages
    "sync/server/certificates/models.py",  # words for the database
    "sync/server/deciding/pen.py",  # who signs an entry
    "sync/server/reading/report.py",  # values of what is kept; `site/reported.py` has the words for pages
    "sync/server/reading/venues.py",  # values in files and answers; `site/shown.py` has the words for pages
    "sync/server/reading/watch.py",  # values; `site/watch.py` has the words for pages
    "sync/server/site/appearance.py",  # a stylesheet
    "sync/server/site/tokens.py",  # a stylesheet
    "sync/server/site/visitors.py",  # answers to programs that ask for JSON
    "sync/server/registering/taking.py",  # values; the pages have their words
    "sync/server/drafting/sheets/columns.py",  # examples, and what else a column is called; its headings are said
)
# What is kept in English and said again by `reading/retold.py`; tests/unit/test_faults_in_languages.py compares them.
RETOLD: tuple[str, ...] = (
    "sync/server/certificates/issuing.py",
    "sync/server/erasing/due.py",
    "sync/server/exports/workbook.py",
    "sync/server/importing/applying.py",
    "sync/server/importing/people.py",
    "sync/server/importing/preview.py",
    "sync/server/importing/reading.py",
    "sync/server/jobs/worker.py",
    "sync/server/papers/drawing.py",
    "sync/server/site/certificates.py",
    "sync/server/site/passes.py",
)
# What a header says, a line of the log that is put together before it is written, or how a fault of the domain begins.
NO_SENTENCE = re.compile(
    r"^(private|public|inline|attachment|text/|application/|, immutable|<|\| column | \(cut by | \(only with|yyyy-)"
    r"|^(, entry $| of kiosk $|Accepted what| from now on|entry count|entries count)"
    r"|^(, and removed those whom it does not have\.|there is no board behind this link|in touch|Item kind|registration form)$"
    r"|^(Took the table “|” away as |nothing, it is as its own file says|Whoever runs the centre)$"
)
RECORDS = frozenset({"did", "looked", "ask", "begin", "keep", "read_definition"})
"""What writes into a record, which is English: the audit log, the title of a job, and the history of a draft."""

_PYTHON_PLACE = re.compile(r"\{(\w+)\}")
_TEMPLATE_PLACE = re.compile(r"%\((\w+)\)[sd]")
_BLOCK = re.compile(r"\{% *blocktranslate.*?endblocktranslate *%\}", re.DOTALL)
_TAGS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_MARKUP = re.compile(r"<(script|style|code)\b.*?</\1>|<[^>]*>|&\w+;", re.DOTALL)
_SPOKEN_ATTRIBUTE = re.compile(r"\b(?:aria-label|title|placeholder|alt|data-label)=\"([^\"]*)\"")
_SPOKEN_IN_TAG = re.compile(r"(?:\b(?:title|note|label|help|words)=|\|(?:yesno|pluralize|plural):|\|default:(?=\"[^\"]* ))\"([^\"]*)\"")
_WORD = re.compile(r"[A-Za-z]{2,}")
_SENTENCE = re.compile(r"[a-z’,;:] [a-z]")
_NAMES = re.compile(r"Many Hands")
_KIND = re.compile(r"\{% block kind %\}.*?\{% endblock %\}", re.DOTALL)


@cache
def catalogue(language: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / "centre.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(of: Catalog) -> list[Message]:
    return [message for message in of if message.id]


def english_of(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, tuple | list) else (str(message.id),)


def said_in(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (str(message.string),)


def places(text: str) -> set[str]:
    return {*_PYTHON_PLACE.findall(text), *_TEMPLATE_PLACE.findall(text)}


def is_spoken(path: Path) -> bool:
    return not str(path).startswith(FOR_PROGRAMS + RETOLD)


def templates() -> list[Path]:
    return [path for path in tree.files() if str(path).startswith("sync/server/") and path.suffix in {".html", ".txt"} and is_spoken(path)]


def unmarked(template: str) -> list[str]:
    """What a template says without a mark: between tags, in the attributes that are read out, and what a tag or a filter is given."""
    rest = _TAGS.sub("\n", _NAMES.sub("", _KIND.sub("", _BLOCK.sub("", template))))
    within = [each for tag in _TAGS.findall(template) for each in _SPOKEN_IN_TAG.findall(tag)]
    return [each for each in (*_MARKUP.sub("\n", rest).split("\n"), *_SPOKEN_ATTRIBUTE.findall(rest), *within) if _WORD.search(each)]


def sentences_without_mark(module: str) -> list[str]:
    """Sentences in a module that are neither said, nor asserted, nor raised, nor written into the log."""
    parsed, quiet = ast.parse(module), set()
    for node in ast.walk(parsed):
        called = node.func if isinstance(node, ast.Call) else None
        name = called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
        is_alone = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_logged = isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "_LOG"
        is_alone |= is_logged or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in {"_WHOLE", "_WITHIN"})
        is_alone |= isinstance(node, ast.FunctionDef) and node.name in {"__str__", "__repr__"}  # for whoever looks into the database
        if is_alone or isinstance(node, ast.Assert | ast.Raise) or name in {*CENTRE["KEYWORDS"], *RECORDS, "compile"}:
            quiet |= {id(each) for each in ast.walk(node)}
    texts = (each for each in ast.walk(parsed) if isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in quiet)
    return [str(each.value) for each in texts if _SENTENCE.search(str(each.value)) and not NO_SENTENCE.search(str(each.value))]


def test_no_template_says_anything_that_is_not_marked() -> None:
    assert {str(path): found for path in templates() if (found := unmarked(tree.text(path)))} == {}


def test_no_page_says_a_sentence_that_is_not_marked() -> None:
    pages = [path for path in tree.modules("sync") if path.parts[1] == "server" and "migrations" not in path.parts and is_spoken(path)]
    assert {str(path): found for path in pages if (found := sentences_without_mark(tree.text(path)))} == {}


def test_what_need_not_be_marked_is_there() -> None:
    everything = [str(path) for path in tree.files()]
    assert [each for each in FOR_PROGRAMS + RETOLD if not any(path.startswith(each) for path in everything)] == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('<p>{% translate "Good" %}</p>', []),
        ("<p>Good</p>", ["Good"]),
        ('<a aria-label="To the top" href="/up">{{ x }}</a>', ["To the top"]),
        ('<a aria-label="{% translate "To the top" %}">·</a>', []),
        ("{% blocktranslate trimmed %}7 hats{% endblocktranslate %}", []),
        ('{% include "piece.html" with title="New names" kind="new" %}', ["New names"]),
        ('{% include "piece.html" with title=_("New names") %}', []),
        ('{{ line.name|default:"A kiosk without a name" }}', ["A kiosk without a name"]),
        ('{{ line.name|default:_("A kiosk without a name") }}', []),
    ],
)
def test_words_without_a_mark_are_found(template: str, found: list[str]) -> None:
    assert [each.strip() for each in unmarked(template)] == found


def test_sentences_without_a_mark_are_found() -> None:
    assert sentences_without_mark('x = say("we are here")') == []
    assert sentences_without_mark('y = "we are here"') == ["we are here"]


def test_every_sentence_stands_in_the_call_itself_where_the_extraction_sees_it() -> None:
    hidden = []
    for path in map(Path, sorted(str(each.relative_to(tree.ROOT)) for each in CENTRE["spoken_files"](tree.ROOT) if each.suffix == ".py")):
        for node in ast.walk(ast.parse(tree.text(path))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CENTRE["KEYWORDS"]:
                words = [node.args[place - 1] for place in CENTRE["KEYWORDS"][node.func.id]]
                hidden += [
                    f"{path}:{node.lineno}" for each in words if not (isinstance(each, ast.Constant) and isinstance(each.value, str))
                ]
    assert hidden == []


def test_the_template_is_what_the_pages_say_now() -> None:
    with (LOCALE / "centre.pot").open("rb") as file:
        written = {message.id for message in messages(read_po(file))}
    assert {message.id for message in messages(WORDS["centre_template_of"](tree.ROOT))} == written, AGAIN


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_in_every_form_and_nothing_is_guessed(language: str) -> None:
    of = catalogue(language)
    with (LOCALE / "centre.pot").open("rb") as file:
        assert {message.id for message in messages(of)} == {message.id for message in messages(read_po(file))}, AGAIN
    assert not of.obsolete
    assert [message.id for message in messages(of) if message.fuzzy or not all(said_in(message))] == []
    assert [message.id for message in messages(of) if message.pluralizable and len(said_in(message)) != of.num_plurals] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_pages_read_was_made_of_what_the_translators_wrote(language: str) -> None:
    path = LOCALE / language / "LC_MESSAGES" / "django.mo"
    assert path.read_bytes() == WORDS["compiled"](catalogue(language)), AGAIN


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_for_values_agree_in_every_form(language: str) -> None:
    """A form may leave out the figure ("two people"), never anything else, and names nothing that nobody fills."""
    wrong = []
    for message in messages(catalogue(language)):
        asked = set().union(*(places(each) for each in english_of(message)))
        may_miss = {"count", "shown", "limit_value", "min_length"} if message.pluralizable else set()
        wrong += [(message.id, said) for said in said_in(message) if places(said) - asked or asked - places(said) - may_miss]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_of_markup_and_of_percent_agree(language: str) -> None:
    """A translation has the tags of its English and nothing that a browser would take for one."""
    wrong = []
    for message in messages(catalogue(language)):
        tags = sorted(re.findall(r"<[^>]*>", english_of(message)[0]))
        wrong += [(message.id, said) for said in said_in(message) if sorted(re.findall(r"<[^>]*>", said)) != tags]
        wrong += [
            (message.id, said)
            for said in said_in(message)
            if "python-format" in message.flags and re.search(r"%(?!%|\(\w+\)[sd])", said.replace("%%", ""))
        ]
    assert wrong == []

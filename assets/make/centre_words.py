"""What do the pages of the centre say, for the translators? Read by `words.py`, which knows what becomes of it.

Promise: whatever a template marks with `translate` or `blocktranslate`, and the centre's Python with `say`, `say_many`, `later` or
`later_many`, is found; a mark that cannot be read is said with its file and line. No settings are needed, and no other program.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.template.base import Lexer, Token, TokenType

FOLDER = "sync/server"
KEYWORDS: dict[str, Any] = {"say": (1,), "say_many": (1, 2), "later": (1,), "later_many": (1, 2)}
FOR_TRANSLATORS = "For translators:"
_TRANSLATE = re.compile(r"""translate\s+(?:"([^"]*)"|'([^']*)')(?:\s+as\s+\w+)?$""")
_MARKED = re.compile(r"""_\((?:"([^"]*)"|'([^']*)')\)""")

Message = str | tuple[str, str]


def centre_template(root: Path, **head: str | bool) -> Catalog:
    """Every message of the centre in the checkout at ``root``, without line numbers, which would change with every edit."""
    catalogue = Catalog(header_comment="# The sentences of the Many Hands centre.", **head)
    for path in spoken_files(root):
        place = path.relative_to(root).as_posix()
        for line, message, comments in centre_messages_in(path):
            catalogue.add(message, locations=[(place, line)], auto_comments=comments)
    return catalogue


def spoken_files(root: Path) -> list[Path]:
    """Every file of the centre that can say something to a person."""
    found = (path for path in (root / FOLDER).rglob("*") if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts)
    return sorted(path for path in found if path.suffix != ".py" or "tongues" in path.read_text(encoding="utf-8"))


def centre_messages_in(path: Path) -> Iterator[tuple[int, Message, list[str]]]:
    """Line, message (or singular and plural) and comments for translators of everything that is marked in one file."""
    if path.suffix != ".py":
        for line, message in marked_in(path.read_text(encoding="utf-8"), path.as_posix()):
            yield line, message, []
        return
    with path.open("rb") as file:
        for line, found, comments, _ in extract("python", file, KEYWORDS, (FOR_TRANSLATORS,), strip_comment_tags=True):
            yield line, found, comments


def marked_in(text: str, name: str) -> Iterator[tuple[int, Message]]:
    """Line and message of every mark in a template."""
    tokens = iter(Lexer(text).tokenize())
    for token in tokens:
        words = token.contents.strip()
        if token.token_type is TokenType.BLOCK and words.startswith("blocktranslate"):
            yield token.lineno, _block(words, tokens)
        elif token.token_type is TokenType.BLOCK and words.startswith("translate"):
            found = _TRANSLATE.match(words)
            assert found is not None, f"{name}:{token.lineno}: only a text itself can be translated, with `as` or without: {words}"
            yield token.lineno, (found[1] or found[2]).replace("%", "%%")
        elif token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            yield from ((token.lineno, (found[1] or found[2]).replace("%", "%%")) for found in _MARKED.finditer(words))


def _block(opened: str, tokens: Iterator[Token]) -> Message:
    """The message between `blocktranslate` and its end, or both of them when the block is counted."""
    forms = [""]
    for token in tokens:
        words = token.contents.strip()
        if token.token_type is TokenType.BLOCK:
            if words == "endblocktranslate":
                break
            assert words == "plural", f"no tag can stand within a translated block: {words}"
            forms.append("")
        elif token.token_type is TokenType.VAR:
            forms[-1] += f"%({words})s"
        elif token.token_type is TokenType.TEXT:
            forms[-1] += token.contents.replace("%", "%%")
    if "trimmed" in opened.split():
        forms = [" ".join(line.strip() for line in form.splitlines() if line.strip()) for form in forms]
    return (forms[0], forms[1]) if len(forms) > 1 else forms[0]

"""How do icons, pictures, the mark and figures come into a template?

Promise: an icon is decoration beside a word and never read out; a name that is not in the assets fails when the page is drawn.
"""

import json
from functools import cache

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from sync.domain.definition import Texts
from sync.places import assets_folder
from sync.server.site import amounts
from sync.server.site.shown import UNKNOWN_PICTURE
from sync.server.tongues import saying
from sync.server.tongues.saying import say

register = template.Library()

# What points along the line of words, and turns round with it.
_TURNS = frozenset({"arrow_back", "arrow_forward", "chevron_left", "chevron_right", "exit_to_app", "login", "logout", "undo"})

# In this order: most browsers also name those that they want to be taken for.
_PROGRAMS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


@register.simple_tag
def icon(name: str, kind: str = "") -> SafeString:
    """Return the icon ``name``; ``kind`` is one more class."""
    kinds = f"{kind} turns" if name in _TURNS else kind
    return format_html('<span class="icon {}" aria-hidden="true">&#x{};</span>', kinds, _code_points()[name])


@register.filter
def add_px(place: float, more: int) -> str:
    """Return a place further down, as an attribute of a drawing takes it."""
    return f"{place + more:g}"


@register.simple_tag
def picture(name: str, size: int = 64, kind: str = "") -> SafeString:
    """Return the drawing ``name``, ``size`` px; words beside it say the same. The event's author may have misspelt it."""
    known = name if name in _pictures() else UNKNOWN_PICTURE
    address = static(f"pictures/{known}.svg")
    return format_html('<img class="picture {}" src="{}" alt="" width="{}" height="{}">', kind, address, size, size)


@register.simple_tag
def mark() -> SafeString:
    """Return the mark as SVG in the colour of the words around it."""
    return _mark()


@register.simple_tag
def plain_field(field: BoundField) -> SafeString:
    """Return the field without a placeholder, which is too pale to be read and says what the label says."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def number(quantity: int) -> str:
    """Write 1,234."""
    return amounts.number(quantity)


@register.filter
def percent(whole: int) -> str:
    """Write 43 %."""
    return saying.percent(whole)


@register.filter
def named(texts: Texts) -> str:
    """Write what the event calls something, in the page's language."""
    return amounts.named(texts)


@register.filter
def apart(name: str) -> str:
    """Let a name within a sentence keep its own direction."""
    return saying.apart(str(name))


@register.filter
def browser(user_agent: str) -> str:
    """Say what a browser calls itself in words that people know."""
    program = next((word for sign, word in _PROGRAMS if sign in user_agent), say("A browser"))
    system = next((word for sign, word in _SYSTEMS if sign in user_agent), "")
    return say("{program} on {system}", program=program, system=system) if system else str(program)


@register.filter
def plural(quantity: int, words: str) -> str:
    """Return the one of "person,people" that stands beside ``quantity``."""
    one, many = words.split(",")
    return one if quantity == 1 else many


@cache
def _code_points() -> dict[str, str]:
    names: dict[str, str] = json.loads((assets_folder() / "icons" / "names.json").read_text(encoding="utf-8"))
    return names


@cache
def _pictures() -> frozenset[str]:
    return frozenset(path.stem for path in (assets_folder() / "pictures").glob("*.svg"))


@cache
def _mark() -> SafeString:
    drawn = (assets_folder() / "mark" / "mark.svg").read_text(encoding="utf-8")
    ours = drawn.replace("<svg ", '<svg class="mark" aria-hidden="true" focusable="false" ', 1)
    return mark_safe(ours)  # noqa: S308 - our own drawing, read from the assets

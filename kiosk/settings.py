"""How is this kiosk set up? One TOML file; what it leaves out has a default that works.

Promise: a wrong value stops the kiosk before it opens, with a sentence that names the file and the key. What the kiosk remembers is
never in this file; it stands in the state folder.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_type_hints
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from kiosk.setup import toml_file
from kiosk.setup.folders import kiosk_folder

_TOLD_APART = "^(?:(?![!@#^()])[ -~])*$"
"""What a scanner can type and we hear as it stands: some layouts hold Shift for digits, so what a US keyboard has above them is a digit."""


class WrongSettings(Exception):
    """The file cannot be read, or a key in it is wrong. The message is for the person who wrote it."""


class Machine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The machine itself."""

    name: Annotated[str, Meta(min_length=1, max_length=60, description="the name in the coordinator's list of devices")] = "Kiosk"
    state: Annotated[str, Meta(description="the folder for journal, key and roster; empty: ~/.local/share/manyhands/kiosk")] = ""


class Centre(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the entries go."""

    address: Annotated[
        str,
        Meta(
            pattern="^$|^https?://[^ ]+$",
            description="such as https://centre.example; empty: nothing is sent (see manyhands hand-over), and no new kiosk can join",
        ),
    ] = ""
    proxy: Annotated[str, Meta(description="an HTTP proxy on the way, such as http://proxy.example:3128; empty: none")] = ""
    ca_file: Annotated[str, Meta(description="a file with the certificate that signed the centre's; empty: the machine's own")] = ""


class Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The screen. Whether it is upright is seen by itself."""

    fills: Annotated[
        Literal["window", "compositor", "borderless"],
        Meta(description="window: on a desktop; compositor: all of the screen under cage or weston; borderless: all of it without either"),
    ] = "window"
    width_px: Annotated[int, Meta(ge=320, le=7680, description="for window and borderless")] = 1280
    height_px: Annotated[int, Meta(ge=320, le=7680, description="for window and borderless")] = 800
    turned_degrees: Annotated[Literal[0, 90, 180, 270], Meta(description="for a screen that hangs on its side")] = 0
    colours: Annotated[
        Literal["day", "night", "high-contrast", "by-the-clock"],
        Meta(description="what it looks like; by-the-clock: night from night_from to night_until, day otherwise"),
    ] = "day"
    night_from: Annotated[int, Meta(ge=0, le=23, description="the hour at which the night begins")] = 20
    night_until: Annotated[int, Meta(ge=0, le=23, description="the hour at which it ends")] = 7
    dims_at_night: Annotated[bool, Meta(description="by night a screen that nobody uses darkens; any touch or card lights it")] = True
    show_cursor: Annotated[bool, Meta(description="for trying it out with a mouse")] = False
    language: Annotated[
        str, Meta(pattern="^$|^[a-z]{2,3}$", description="spoken when nobody is there, such as cy; empty: the venue's first")
    ] = ""


class Scanner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A scanner that types like a keyboard."""

    prefix: Annotated[
        str, Meta(max_length=16, pattern=_TOLD_APART, description="what it types before a code; none of ! @ # ^ ( ), which pass for digits")
    ] = ""
    suffix: Annotated[
        str, Meta(max_length=16, pattern=_TOLD_APART, description="what it types after a code, besides Enter; none of ! @ # ^ ( )")
    ] = ""


class Camera(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A camera that reads codes. It needs the extra `camera`."""

    source: Annotated[
        str, Meta(description="its number, such as 0, its device file, or any: the first that gives a picture; empty: no camera")
    ] = ""
    sleeps_after_minutes: Annotated[
        int, Meta(ge=0, le=240, description="for privacy the camera is let go when nobody touched or scanned for so long; 0: never")
    ] = 0
    torch: Annotated[bool, Meta(description="light the camera's own lamp, where it offers one")] = False
    exposure: Annotated[
        int, Meta(ge=-13, le=10_000, description="for a hall too bright or too dark, as the camera's driver counts; 0: by itself")
    ] = 0


class Sound(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is heard. A machine without a loudspeaker is quiet by itself."""

    muted: Annotated[bool, Meta(description="nothing is heard at all")] = False
    volume: Annotated[int, Meta(ge=0, le=100, description="from 0 to 100, below the machine's own volume")] = 70


class Pages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long pages wait for a hand. Who asks for large letters, reading aloud or calm is given twice that."""

    patience_percent: Annotated[
        int, Meta(ge=100, le=500, description="100: as they come; 200: twice as long, for a venue where nobody should be hurried")
    ] = 100


class Printer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A printer for cards, labels and slips. The door never waits for it."""

    name: Annotated[
        str, Meta(max_length=127, pattern="^$|^[^-/# \t][^/# \t]*$", description="its name in CUPS, such as Brother; empty: none")
    ] = ""
    paper: Annotated[
        Literal["label-62", "receipt-80", "a6"],
        Meta(description="what is in it: a roll of labels 62 mm wide, a roll for receipts 80 mm wide, or sheets of A6"),
    ] = "label-62"
    labels: Annotated[bool, Meta(description="whoever comes in gets a label to wear")] = False


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything about one kiosk."""

    machine: Machine = Machine()
    centre: Centre = Centre()
    window: Window = Window()
    scanner: Scanner = Scanner()
    camera: Camera = Camera()
    sound: Sound = Sound()
    pages: Pages = Pages()
    printer: Printer = Printer()

    def state_folder(self) -> Path:
        """Return where the kiosk remembers things."""
        return kiosk_folder(self.machine.state)


def load(path: Path | None) -> Settings:
    """Return the settings in the file ``path``; none: the defaults. Raises ``WrongSettings``."""
    if path is None:
        return Settings()
    try:
        values = toml_file.read(path)
    except toml_file.NotReadable as error:
        raise WrongSettings(str(error)) from error
    try:
        settings = msgspec.convert(values, Settings)
    except msgspec.ValidationError as error:
        raise WrongSettings(f"{path}: {_plainly(str(error))}") from error
    for key, is_right in _beyond_types(settings):
        if not is_right:
            raise WrongSettings(f"{path}: {key} is not written as it should be: {_meaning(key)}.")
    return settings


def trouble_in(path: Path) -> str:
    """What a person should mend in the settings at ``path``; empty where a kiosk starts with them and finds all that they name."""
    try:
        named = load(path).centre.ca_file
    except WrongSettings as wrong:
        return str(wrong)
    if named and not Path(named).is_file():
        return f"{path}: centre.ca_file names {named}, which is not there; the centre cannot be reached without it."
    return ""


def _beyond_types(settings: Settings) -> Iterator[tuple[str, bool]]:
    """What a type cannot say: each key with whether its value can be used."""
    yield "machine.state", _is_folder_name(settings.machine.state)
    yield "centre.address", not settings.centre.address or _is_address(settings.centre.address)
    yield "centre.proxy", not settings.centre.proxy or _is_address(settings.centre.proxy)


def _is_folder_name(written: str) -> bool:
    try:
        return "\0" not in str(kiosk_folder(written))
    except RuntimeError:  # the home of somebody whom this machine does not know
        return False


def _is_address(written: str) -> bool:
    try:
        parts = urlsplit(written)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0 and not re.search(r"\s", written)
    except ValueError:  # brackets that do not close, a port that is no number
        return False


_AT = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<key>[^`]*)`)?$", re.DOTALL)
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>[^`]*)`")
_CHOSEN = re.compile(r"Invalid enum value (?P<value>.*)")
_SORTS = {"int": "a whole number", "str": "a text in quotes", "bool": "true or false", "object": "a [section]", "float": "a number"}
_SORTS |= {"array": "a list", "date": "a date", "datetime": "a date", "time": "a time of day"}
_BOUNDS = (
    (re.compile(r"^Expected a text in quotes of length >= 1$"), "expected a text in quotes that is not empty"),
    (re.compile(r" of length <= (\d+)$"), r" of at most \1 letters"),
    (re.compile(r" >= (-?\d+)$"), r", at least \1"),
    (re.compile(r" <= (-?\d+)$"), r", at most \1"),
)


def _plainly(complaint: str) -> str:
    """Return msgspec's complaint with the key first and in words for somebody who edits a file."""
    found = _AT.match(complaint)
    assert found is not None, "the pattern matches any text"
    what, key = found["what"], found["key"] or ""
    unknown = _UNKNOWN.match(what)
    if unknown:
        known = ", ".join(_names(key))
        return f"{'.'.join(part for part in (key, unknown['name']) if part)} is no setting. Here may stand: {known}."
    if "matching regex" in what:
        return f"{key} is not written as it should be: {_meaning(key)}."
    if chosen := _CHOSEN.match(what):
        return f"{key} cannot be {chosen['value']}. What it can be: {', '.join(map(str, _choices(key)))} ({_meaning(key)})."
    for sort, words in _SORTS.items():
        what = what.replace(f"`{sort}`", words)
    for bound, words in _BOUNDS:
        what = bound.sub(words, what)
    return f"{key}: {what[0].lower()}{what[1:]}."


def _meaning(key: str) -> str:
    """What the settings file says about this key."""
    (meta,) = _hint(key).__metadata__
    meaning: str = meta.description
    return meaning


def _choices(key: str) -> tuple[object, ...]:
    return get_args(get_args(_hint(key))[0])


def _hint(key: str) -> Any:  # noqa: ANN401 - what `typing` keeps of an annotation has no type of its own
    section, _, name = key.partition(".")
    return get_type_hints(get_type_hints(Settings)[section], include_extras=True)[name]


def _names(section: str) -> tuple[str, ...]:
    found = get_type_hints(Settings).get(section, Settings)
    return tuple(found.__struct_fields__)


def example() -> str:
    """Return a settings file with every key at its default, each with what it means. Reading it gives the defaults."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Settings of one kiosk. Leave out what you do not change."
    for section in msgspec.structs.fields(Settings):
        kind: type[msgspec.Struct] = section.type
        yield ""
        yield f"# {(kind.__doc__ or '').strip()}"
        yield f"[{section.name}]"
        hints = get_type_hints(kind, include_extras=True)
        for field in msgspec.structs.fields(kind):
            (meta,) = hints[field.name].__metadata__
            yield f"# {meta.description}"
            yield f"{field.name} = {_toml(field.default)}"


def _toml(value: object) -> str:
    """Every default is a text, a whole number, or true or false; JSON spells them as TOML does."""
    return msgspec.json.encode(value).decode()

"""Which packages, in which versions, does pyproject.toml ask for, and which of them are not there?

Every dependency is pinned as `name==version`, so that "is it there" is a comparison of two texts and needs no resolver.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kiosk.setup.exits import Exit, Stopped

_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[A-Za-z0-9.+!]+)")


@dataclass(frozen=True)
class Pin:
    """One package in one version; `asked` is the text for pip, extras included."""

    name: str
    version: str
    asked: str


@dataclass(frozen=True)
class Wanted:
    """What pyproject.toml wants: for running, for the tests, and a fingerprint of all that concerns packages."""

    run: tuple[Pin, ...]
    dev: tuple[Pin, ...]
    fingerprint: str


@dataclass(frozen=True)
class Lack:
    """A package that is absent (`found` is none) or there in another version."""

    pin: Pin
    found: str | None

    def __str__(self) -> str:
        return self.pin.asked if self.found is None else f"{self.pin.asked} (found {self.found})"


def plain_name(name: str) -> str:
    """A package's name as the index compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def parse(asked: str) -> Pin:
    """Read `name[extra]==version`. Raises `Stopped` for anything looser, which set-up could not compare."""
    match = _PIN.fullmatch(asked.strip())
    if match is None:
        raise Stopped(f"pyproject.toml asks for {asked!r}, which is not pinned as name==version.", Exit.USAGE)
    return Pin(plain_name(match["name"]), match["version"], asked.strip())


def read(pyproject: Path) -> Wanted:
    """What the project asks for. Tool settings do not count for the fingerprint: they change no package."""
    tables = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    groups = tables.get("dependency-groups", {})
    counted = [tables.get("build-system"), tables["project"], groups, tables.get("tool", {}).get("hatch")]
    return Wanted(
        run=tuple(parse(asked) for asked in tables["project"].get("dependencies", [])),
        dev=tuple(parse(asked) for asked in groups.get("dev", [])),
        fingerprint=hashlib.sha256(json.dumps(counted, sort_keys=True).encode()).hexdigest(),
    )


def installed(search: list[str]) -> dict[str, str]:
    """Name and version of every package in these folders; the first one found counts, as for an import."""
    from importlib.metadata import distributions  # noqa: PLC0415 - 30 ms that a start in a finished environment saves

    found: dict[str, str] = {}
    for distribution in distributions(path=search):
        name = distribution.metadata["Name"]
        # A package whose unpacking was interrupted has a folder without a name in it: it counts as absent.
        if name:
            found.setdefault(plain_name(name), distribution.version)
    return found


def lacking(pins: Iterable[Pin], found: dict[str, str]) -> list[Lack]:
    """The pins that `found` does not answer, in their order."""
    return [Lack(pin, found.get(pin.name)) for pin in pins if found.get(pin.name) != pin.version]


def of_distribution(name: str) -> tuple[Pin, ...]:
    """The pins that an installed package carries in its own metadata, those of extras left out."""
    from importlib.metadata import requires  # noqa: PLC0415 - as above

    asked = [text for text in (requires(name) or []) if ";" not in text]
    return tuple(parse(text.replace(" ", "")) for text in asked)

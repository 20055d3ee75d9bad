"""How is a definition written as an event file?

Promise: what is written reads back as the same definition (its version aside), whatever it holds; numbers are kept, and the keys that
a file needs are made of them.
"""

import datetime as dt
import json
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from sync.domain.definition import Activity, Beneficiary, Definition, Event, ItemKind, Shift, Venue

HEAD = """# {name}
# An event of Many Hands as it was prepared at the centre. Keep every `no`: kiosks and printed codes know things by it.
# The people who are expected, and the leads, are not part of this file.
"""


class _Literal(msgspec.Struct, frozen=True):
    """What stands in the file as it is: a time or a day, which is no text there."""

    text: str


def written_event(definition: Definition) -> str:
    """Return the TOML text of ``definition``."""
    times = _Times(definition.event)
    # A comment takes no control characters, which a text may hold.
    name = "".join(letter for letter in definition.event.name.get("en", "") if letter.isprintable())
    lines = [HEAD.format(name=name)]
    lines += _table("[event]", _event(definition.event, times))
    for heading, rows in (
        ("[[beneficiaries]]", (_beneficiary(one) for one in definition.beneficiaries)),
        ("[[items]]", (_item(one) for one in definition.items)),
        ("[[venues]]", (_venue(one) for one in definition.venues)),
        ("[[activities]]", (_activity(one, definition.shifts, times) for one in definition.activities)),
    ):
        for row in rows:
            lines += _table(heading, row)
    return "\n".join(lines) + "\n"


def _event(event: Event, times: "_Times") -> dict[str, object]:
    return {
        "no": event.no,
        "key": f"event-{event.no}",
        "name": event.name,
        "day": _Literal(times.day.isoformat()),
        **times.pair("opens", event.opens_ms),
        **times.pair("closes", event.closes_ms),
        "timezone": event.timezone,
        "currency": event.currency,
        "languages": event.languages,
    }


def _beneficiary(one: Beneficiary) -> dict[str, object]:
    wanted = [{"item": f"item-{each.item}", "quantity": each.quantity} for each in one.wanted]
    row = {"no": one.no, "key": f"beneficiary-{one.no}", "name": one.name, "need": one.need, "enough": one.enough, "wanted": wanted}
    return {**row, "open": one.is_open}


def _item(item: ItemKind) -> dict[str, object]:
    return {
        "no": item.no,
        "key": f"item-{item.no}",
        "one": item.one,
        "many": item.many,
        "unit": item.unit.value,
        "picture": item.picture,
        "steps": item.steps,
        "packs": item.packs,
        "sensible_max": item.sensible_max,
        "parts": [{"name": part.name, "quantity": part.quantity} for part in item.parts],
        "outcomes": item.outcomes,
        "outcome_pictures": item.outcome_pictures,
        "open": item.is_open,
    }


def _venue(venue: Venue) -> dict[str, object]:
    return {
        "no": venue.no,
        "key": f"venue-{venue.no}",
        "name": venue.name,
        "town": venue.town,
        "door": venue.door,
        "languages": venue.languages,
        "search_allowed": venue.search_allowed,
        "children_per_adult": venue.children_per_adult,
        "open": venue.is_open,
    }


def _activity(activity: Activity, shifts: Iterable[Shift], times: "_Times") -> dict[str, object]:
    outputs = [
        {
            "item": f"item-{output.item}",
            "target": output.target,
            "beneficiary": None if output.beneficiary is None else f"beneficiary-{output.beneficiary}",
        }
        for output in activity.outputs
    ]
    own = [
        {
            "no": shift.no,
            **times.pair("starts", shift.starts_ms),
            **times.pair("ends", shift.ends_ms),
            "places": shift.places,
            "open": shift.is_open,
        }
        for shift in shifts
        if shift.activity == activity.no
    ]
    return {
        "no": activity.no,
        "key": f"activity-{activity.no}",
        "venue": f"venue-{activity.venue}",
        "name": activity.name,
        "picture": activity.picture,
        "where": activity.where,
        "outputs": outputs,
        "shifts": own,
        "places": activity.places,
        "logs_for_table": activity.logs_for_table,
        "open": activity.is_open,
    }


class _Times:
    """Moments as local times of the event's day where these say the same, else with their offset."""

    def __init__(self, event: Event) -> None:
        self.zone = zoneinfo.ZoneInfo(event.timezone)
        self.day = self._local(event.opens_ms).date()

    def pair(self, key: str, at_ms: int) -> dict[str, object]:
        local = self._local(at_ms)
        again = dt.datetime.combine(self.day, local.time().replace(fold=0), self.zone)
        if round(again.timestamp() * 1000) == at_ms:
            return {key: _Literal(local.time().isoformat())}
        return {f"{key}_at": _Literal(self._utc(at_ms).isoformat())}

    def _local(self, at_ms: int) -> dt.datetime:
        return self._utc(at_ms).astimezone(self.zone)

    @staticmethod
    def _utc(at_ms: int) -> dt.datetime:
        return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=at_ms)


def _table(heading: str, row: Mapping[str, object]) -> Iterator[str]:
    yield heading
    yield from (f"{key} = {_value(value)}" for key, value in row.items() if value is not None)
    yield ""


def _value(value: object) -> str:
    match value:
        case _Literal(text):
            return text
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return _text(value)
        case Mapping():
            return "{ " + ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items() if each is not None) + " }"
        case tuple() | list():
            return f"[{', '.join(_value(each) for each in value)}]"
    raise TypeError(f"an event file has no place for {type(value).__name__}")


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("_", "").replace("-", "").isalnum() else _text(key)


def _text(text: str) -> str:
    """A TOML string is written like a JSON one; only DEL, which TOML wants escaped, JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

"""What did the person who started the centre ask for? Every key that is read from the environment, in one place.

Promise: a key is read here and nowhere else; a value that cannot be used is answered by a sentence that names the key; a secret
that nobody gave is made once and kept in a file that only its owner can read.
"""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")
SECRET_CHARACTERS_MIN = 32
PASSPHRASE_CHARACTERS_MIN = 12
HSTS_S_MAX = 63_072_000
"""Two years, which is what browsers' preload lists ask for; more is a slip of the finger."""

_SENDER = re.compile(r"[^\s@<>,]+@[^\s@<>,]+")
_YES = {"1", "yes", "true", "on"}
_NO = {"", "0", "no", "false", "off"}


class BadSetting(Exception):
    """The centre cannot start: ``key`` in the environment says something that it cannot use."""

    def __init__(self, key: str, trouble: str) -> None:
        super().__init__(f"{key}: {trouble}")
        self.key = key


class Mail(msgspec.Struct, frozen=True):
    """Who takes letters: with TLS from the beginning (``is_tls``), after asking for it (``asks_for_tls``), or on this machine without."""

    host: str
    port: int
    sender: str
    login: str
    password: str
    is_tls: bool
    asks_for_tls: bool


class Environment(msgspec.Struct, frozen=True):
    """What was asked for, checked. ``database`` is Django's dictionary for one database."""

    state: Path
    secret: str
    hosts: tuple[str, ...]
    database: dict[str, Any]
    debug: bool
    demo: bool
    behind_proxy: bool
    hsts_s: int
    backup_passphrase: str = ""
    pg_programs: Path | None = None
    metrics_token: str = ""
    logs_json: bool = False
    mail: Mail | None = None

    @property
    def is_loopback(self) -> bool:
        """Only this machine can reach the centre, so that cookies may travel without TLS."""
        return all(host in LOOPBACK_HOSTS for host in self.hosts)


def read_environment(environ: Mapping[str, str]) -> Environment:
    """Return what ``environ`` asks for. Makes the state folder and the secret's file. Raises ``BadSetting``."""
    state = _state_folder(environ.get("MANYHANDS_STATE", ""), environ)
    return Environment(
        state=state,
        secret=_secret(environ.get("MANYHANDS_SECRET", ""), state),
        hosts=_hosts(environ.get("MANYHANDS_HOSTS", "")),
        database=_database(environ.get("DATABASE_URL", ""), state),
        debug=_switch(environ, "MANYHANDS_DEBUG"),
        demo=_switch(environ, "MANYHANDS_DEMO"),
        behind_proxy=_switch(environ, "MANYHANDS_BEHIND_PROXY"),
        hsts_s=_number(environ, "MANYHANDS_HSTS_S", HSTS_S_MAX),
        backup_passphrase=_passphrase(environ.get("MANYHANDS_BACKUP_PASSPHRASE", "")),
        pg_programs=_programs(environ.get("MANYHANDS_PG_PROGRAMS", "")),
        metrics_token=_token(environ.get("MANYHANDS_METRICS_TOKEN", "")),
        logs_json=_form_of_logs(environ.get("MANYHANDS_LOG", "")),
        mail=_mail(environ.get("MANYHANDS_MAIL", ""), environ.get("MANYHANDS_MAIL_FROM", "").strip()),
    )


def _state_folder(asked: str, environ: Mapping[str, str]) -> Path:
    if asked:
        folder = _at_home("MANYHANDS_STATE", asked)
    else:
        folder = Path(environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "manyhands" / "centre"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as cause:
        raise BadSetting("MANYHANDS_STATE", f"{folder} is a file; name a folder") from cause
    except OSError as cause:
        raise BadSetting("MANYHANDS_STATE", f"the folder {folder} cannot be made: {cause.strerror}") from cause
    return folder.resolve()


def _at_home(key: str, written: str) -> Path:
    try:
        return Path(written).expanduser()
    except RuntimeError as cause:
        raise BadSetting(key, f"this machine knows no home for {written.partition('/')[0]!r}") from cause


def _secret(given: str, state: Path) -> str:
    if given:
        if len(given) < SECRET_CHARACTERS_MIN:
            raise BadSetting("MANYHANDS_SECRET", f"needs at least {SECRET_CHARACTERS_MIN} characters; leave it away and one is made")
        return given
    kept = state / "secret"
    try:
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _kept_secret(kept)
    except OSError as cause:
        raise BadSetting("MANYHANDS_STATE", f"no file can be written in {state}: {cause.strerror}") from cause
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    except OSError as cause:
        kept.unlink()  # half a secret would be in the way of the next start
        raise BadSetting("MANYHANDS_STATE", f"no file can be written in {state}: {cause.strerror}") from cause
    return _kept_secret(kept)


def _kept_secret(kept: Path) -> str:
    try:
        secret = kept.read_text(encoding="ascii").strip()
    except OSError as cause:
        raise BadSetting("MANYHANDS_STATE", f"the secret in {kept} cannot be read: {cause.strerror}") from cause
    except UnicodeDecodeError as cause:
        raise BadSetting("MANYHANDS_STATE", f"what is in {kept} was not written by a centre; put the right file back") from cause
    if len(secret) < SECRET_CHARACTERS_MIN:
        raise BadSetting("MANYHANDS_STATE", f"the secret in {kept} is too short; remove the file and a new one is made")
    return secret


def _hosts(given: str) -> tuple[str, ...]:
    hosts = tuple(part.strip() for part in given.split(",") if part.strip()) or LOOPBACK_HOSTS
    for host in hosts:
        if host == "*" or "/" in host or " " in host:
            raise BadSetting("MANYHANDS_HOSTS", f"{host!r} is no host name; write for example centre.example.org, without https://")
    return hosts


def _passphrase(given: str) -> str:
    if given and len(given) < PASSPHRASE_CHARACTERS_MIN:
        raise BadSetting("MANYHANDS_BACKUP_PASSPHRASE", f"needs at least {PASSPHRASE_CHARACTERS_MIN} characters")
    return given


def _token(given: str) -> str:
    if given and len(given) < SECRET_CHARACTERS_MIN:
        raise BadSetting("MANYHANDS_METRICS_TOKEN", f"needs at least {SECRET_CHARACTERS_MIN} characters")
    return given


def _form_of_logs(given: str) -> bool:
    if given not in ("", "plain", "json"):
        raise BadSetting("MANYHANDS_LOG", f"{given!r} is neither plain nor json")
    return given == "json"


def _mail(url: str, sender: str) -> Mail | None:
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError as cause:
        raise BadSetting("MANYHANDS_MAIL", "cannot be read; write smtp://name:password@mail.example.org:587") from cause
    if parts.scheme not in ("smtp", "smtps") or not host or parts.path.strip("/"):
        raise BadSetting(
            "MANYHANDS_MAIL", "names no mail server; write smtp://name:password@mail.example.org:587, or smtps:// with port 465"
        )
    if not _SENDER.fullmatch(sender):
        raise BadSetting("MANYHANDS_MAIL_FROM", "names nobody; write the address that letters come from, for example centre@example.org")
    is_tls, login = parts.scheme == "smtps", unquote(parts.username or "")
    asks_for_tls = not is_tls and host not in LOOPBACK_HOSTS
    return Mail(host, port or (465 if is_tls else 587), sender, login, unquote(parts.password or ""), is_tls, asks_for_tls)


def _programs(given: str) -> Path | None:
    folder = _at_home("MANYHANDS_PG_PROGRAMS", given) if given else None
    if folder is not None and not (folder / "pg_dump").is_file():
        raise BadSetting("MANYHANDS_PG_PROGRAMS", f"there is no pg_dump in {folder}")
    return folder


def _switch(environ: Mapping[str, str], key: str) -> bool:
    given = environ.get(key, "").strip().lower()
    if given not in _YES | _NO:
        raise BadSetting(key, f"{given!r} is neither yes nor no")
    return given in _YES


def _number(environ: Mapping[str, str], key: str, most: int) -> int:
    given = environ.get(key, "").strip() or "0"
    if not given.isdecimal() or int(given) > most:
        raise BadSetting(key, f"{given!r} is no number between 0 and {most}")
    return int(given)


def _database(url: str, state: Path) -> dict[str, Any]:
    if not url:
        return _sqlite(str(state / "centre.sqlite3"))
    try:
        parts = urlsplit(url)
    except ValueError as cause:
        raise BadSetting("DATABASE_URL", "a bracket does not close; write postgresql://user:password@host/name") from cause
    if parts.scheme == "sqlite":
        path = unquote(parts.path)[1:] or unquote(parts.netloc)
        if not path:
            raise BadSetting("DATABASE_URL", "sqlite:// needs a file: sqlite:///relative/path or sqlite:////absolute/path")
        return _sqlite(path)
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgres(url)
    raise BadSetting("DATABASE_URL", f"{parts.scheme or url!r} is neither sqlite nor postgresql")


def _sqlite(path: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # One writer at a time, queued at BEGIN: Django's default of deferred transactions fails most of them with "locked" (S21).
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000; PRAGMA cache_size=-32768;",
        },
        "CONN_MAX_AGE": None,
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as cause:
        raise BadSetting("DATABASE_URL", "the port is no number") from cause
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise BadSetting("DATABASE_URL", "names no database; write postgresql://user:password@host/name")
    # Prepared after the third time, which is what makes taking in quick; a pooler that shares sessions between clients cannot be used.
    options: dict[str, Any] = {**dict(parse_qsl(parts.query)), "prepare_threshold": 3}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }

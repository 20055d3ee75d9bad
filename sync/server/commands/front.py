"""Which words does the centre's command line know?

Promise: every mistake is answered by a sentence that says what to do, never by a traceback; ``--help`` names every command.
"""

import argparse
import datetime as dt
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from sync.command_words import Parser
from sync.crash_notes import keep
from sync.server.commands.exits import Exit, Stopped
from sync.server.environment import BadSetting

_EPILOG = """settings, from the environment:
  DATABASE_URL            postgresql://user:password@host/name, or sqlite:///file; default: SQLite in the state folder
  MANYHANDS_STATE         the folder for the secret and the SQLite file; default: ~/.local/state/manyhands/centre
  MANYHANDS_SECRET        at least 32 characters; default: made once and kept in the state folder
  MANYHANDS_HOSTS         host names that the centre is called by, with commas; default: this machine only
  MANYHANDS_BEHIND_PROXY  yes: TLS ends at a proxy that sets X-Forwarded-Proto
  MANYHANDS_HSTS_S        seconds for which browsers shall insist on TLS; default 0
  MANYHANDS_BACKUP_PASSPHRASE  at least 12 characters: seals backups, which then hold the centre's secret, too
  MANYHANDS_PG_PROGRAMS   the folder of pg_dump and pg_restore; default: where they are found
  MANYHANDS_LOG           json: each request and each event a line of JSON; default: plain, troubles only
  MANYHANDS_METRICS_TOKEN  at least 32 characters, by which Prometheus gets /metrics; default: this machine only, and nobody behind a proxy
  MANYHANDS_MAIL          smtp://name:password@host:587 (TLS is asked for) or smtps://…:465, by which links can be sent; default: none is
  MANYHANDS_MAIL_FROM     the address that such letters come from
  MANYHANDS_DEBUG         yes: tracebacks in the browser; never on the day
  MANYHANDS_DEMO          yes: sample accounts for the leads of a loaded event

exit codes: 0 done; 1 it ran, and something it looked at is not in order; 2 the command line or a file given on it is not right;
3 a person must do something first; 4 the network, the disk or a right is missing; 70 a mistake in Many Hands, kept in a file;
130 stopped by Ctrl-C"""


def main(words: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    chosen = _parser().parse_args(words)
    try:
        _set_up_django()
        run = import_module(f"sync.server.commands.{chosen.module}")
        code: int = run.run(chosen)
    except BadSetting as bad:
        return _say(f"a setting of the environment cannot be used: {bad}", Exit.USAGE)
    except Stopped as stopped:
        return _say(str(stopped), stopped.code)
    except KeyboardInterrupt:
        return _say("stopped.", Exit.INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output went away (`manyhands centre accounts | head`): nothing more to say to them.
        sys.stderr.close()
        code = Exit.DONE
    except Exception as fault:  # noqa: BLE001 - the outermost place: said or kept, and the process ends
        code = _answer(fault, words)
    return code


def _answer(fault: Exception, words: Sequence[str]) -> int:
    if reason := _reason(fault):
        return _say(reason, Exit.FAULT)
    return _say(keep(fault, ["centre", *words], _state_folder()), Exit.BUG)


def _state_folder() -> Path | None:
    """The centre's own folder, none when it broke before anybody knew which."""
    from django.conf import settings

    return settings.STATE_FOLDER if settings.configured else None


def _set_up_django() -> None:
    import django

    # Whatever another program of Django's left in this shell: the centre has one module of settings.
    os.environ["DJANGO_SETTINGS_MODULE"] = "sync.server.settings"
    django.setup()


def _reason(fault: Exception) -> str | None:
    """Return a sentence for what the world did to us; none for a mistake of ours."""
    from django.conf import settings

    if not settings.configured:
        return None  # it broke before there was a database, and asking for one's faults would break once more

    from sync.server.ledger.store import StoreBusy, StoreFull
    from sync.server.publishing.keys import KeysLocked

    if isinstance(fault, KeysLocked | StoreFull | StoreBusy):
        return str(fault)
    return _of_database(fault)


def _of_database(fault: Exception) -> str | None:
    from django.db import DatabaseError, OperationalError, ProgrammingError

    said = str(fault).strip()
    if isinstance(fault, ProgrammingError) and "connection option" in said:
        return f"the database cannot be used: what follows the ? of DATABASE_URL holds an {said}"
    if isinstance(fault, DatabaseError) and "not a database" in said:
        return "the database cannot be used: the file that DATABASE_URL names, or centre.sqlite3 of the state folder, is no database"
    # SQLite calls a table that is not there an operational fault, PostgreSQL a mistake of the program's.
    if isinstance(fault, ProgrammingError) or (isinstance(fault, OperationalError) and "no such " in said):
        return f"the database's tables are not as expected ({said.splitlines()[0]}); run: manyhands centre migrate"
    if isinstance(fault, OperationalError) and "disk I/O error" in said:
        return "the database cannot be used: its disk is full or takes no writes. Make room and do it again"
    if isinstance(fault, OperationalError):
        return f"the database cannot be used: {said}"
    return None


def _say(sentence: str, code: Exit) -> int:
    print(f"manyhands centre: {sentence}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="manyhands centre",
        description="The centre: takes in what kiosks send, adds it up and shows it.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, module: str, what: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")
        one.set_defaults(module=module, command=name)
        return one

    serve = command("serve", "serve", "answer kiosks and browsers until told to stop")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen at (default: this machine only)")
    serve.add_argument("--port", type=_port, default=8080)
    serve.add_argument("--threads", type=_threads, default=8, help="requests answered at once (default: 8)")
    serve.add_argument("--no-jobs", action="store_true", help="start no worker for background jobs: another process runs `work`")
    command("migrate", "migrate", "make the database's tables, or bring them up to date")
    work = command("work", "work", "do background jobs until told to stop; for a centre that serves with --no-jobs")
    work.add_argument("--idle-s", type=_idle_s, help="end when there was nothing to do for so many seconds (default: never)")
    work.add_argument("--with-parent", action="store_true", help="end when the program that began it ends")
    _add_accounts(command)
    load = command("load-event", "events", "publish an event from a file, new or changed")
    _add_event(load)
    _add_organisation(load)
    load.add_argument("--force", metavar="REASON", help="also when it takes back what was published; the reason stands in the audit log")
    papers = command("make-passes", "events", "write an event's passes and mats, signed with the centre's keys")
    _add_event(papers)
    papers.add_argument("out", type=Path, metavar="OUT", help="the folder to write to; made when absent")
    approve = command("approve", "devices", "make a machine that asks a device of a venue")
    approve.add_argument("digits", metavar="DEVICE", help="the six digits on its screen")
    approve.add_argument("venue", type=int, metavar="VENUE", help="the venue's number in the event")
    _add_organisation(approve)
    revoke = command("revoke", "devices", "trust a device's key no longer")
    revoke.add_argument("device", type=int, metavar="DEVICE", help="the device's number")
    hand_over = command("receive-hand-over", "hand_over", "take in what a kiosk handed over without a network")
    hand_over.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a hand-over; its receipt is left beside it")
    _add_organisations(command)
    command("recount", "recount", "add everything up again and say where it differs from what is shown")
    command("rebuild", "recount", "forget stays and attendance and fold them again from the entries")
    command("erase-due", "erasing", "erase what is kept of people where its date has come; run every hour by itself, too")
    command("reapply-erasures", "erasing", "erase once more whom a restored backup brought back; run it before anybody is answered")
    _add_backups(command)
    return parser


def _add_backups(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    made = command("backup", "backup", "write everything that belongs to the centre into one file, while it goes on")
    made.add_argument("path", type=Path, metavar="PATH", help="the file to write, or a folder for files with the time in their names")
    made.add_argument("--verify", action="store_true", help="restore it beside the centre, compare, and let kiosks know what is safe")
    made.add_argument("--keep", type=_kept, metavar="N", help="of PATH's backups keep the newest N, and the newest proven one")
    proven = command("prove-backup", "backup", "do with a backup that was made before what `backup --verify` does")
    restored = command("restore", "backup", "put a backup in the place of the database; the centre must be stopped")
    for one in (proven, restored):
        one.add_argument("path", type=Path, metavar="FILE", help="the backup")
    restored.add_argument("--replace", action="store_true", help="also when the database is not empty; it is kept beside")
    restored.add_argument(
        "--despite-doubts", action="store_true", help="also when the backup does not add up; what is wrong is said without it"
    )
    command("restored", "restored", "say that the database came back by another way, so that kiosks send again what is missing")


def _add_organisations(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    command("organisations", "organisations", "list the organisations of this centre")
    begun = command("create-organisation", "organisations", "begin another organisation; it and the others never see each other")
    renamed = command("rename-organisation", "organisations", "call an organisation something else")
    _add_organisation(renamed)
    for one in (begun, renamed):
        one.add_argument("name", metavar="NAME", help="what it is called")


def _add_organisation(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--organisation", metavar="NAME", help="whose; needed where there are several")


def _add_accounts(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    coordinator = command("create-coordinator", "accounts", "make an account that may do everything")
    coordinator.set_defaults(role="coordinator", venue=[])
    account = command("create-account", "accounts", "make an account for a coordinator, a venue's lead, a viewer or an auditor")
    account.add_argument("--role", choices=("coordinator", "lead", "viewer", "auditor"), required=True)
    account.add_argument("--venue", type=int, action="append", default=[], metavar="N", help="a venue of the lead; once for each")
    password = command("set-password", "accounts", "give an account a new password, and let its owner try again at once")
    removed = command("remove-account", "accounts", "remove an account")
    command("accounts", "accounts", "list the accounts with their roles")
    for one in (coordinator, account, password, removed):
        one.add_argument("name", metavar="NAME", help="the name to sign in with")
    for one in (coordinator, account):
        _add_organisation(one)
    for one in (coordinator, account, password):
        one.add_argument("--password-stdin", action="store_true", help="read the password from standard input instead of asking for it")


def _add_event(parser: argparse.ArgumentParser) -> None:
    today = dt.datetime.now().astimezone().date()
    parser.add_argument("file", type=Path, metavar="EVENT.toml", help="the event's definition and rosters")
    parser.add_argument(
        "--day",
        type=dt.date.fromisoformat,
        default=today,
        help="the day of the event (YYYY-MM-DD) when its file names none (default: today)",
    )
    parser.add_argument("--keys", type=Path, metavar="FILE", help="the event's keys, where passes were made away from the centre")


def _port(word: str) -> int:
    number = int(word)
    if not 1 <= number <= 65_535:  # noqa: PLR2004 - what a port can be
        raise argparse.ArgumentTypeError(f"{word} is no port")
    return number


def _kept(word: str) -> int:
    number = int(word)
    if not 1 <= number <= 10_000:  # noqa: PLR2004 - none at all would be no backup, and folders have limits
        raise argparse.ArgumentTypeError(f"{word} is not between 1 and 10000")
    return number


def _idle_s(word: str) -> float:
    seconds = float(word)
    if not 0 <= seconds <= 86_400:  # noqa: PLR2004 - a day; "nan" and "inf" would never end
        raise argparse.ArgumentTypeError(f"{word} is not between 0 and 86400")
    return seconds


def _threads(word: str) -> int:
    number = int(word)
    if not 1 <= number <= 64:  # noqa: PLR2004 - each has a database connection of its own
        raise argparse.ArgumentTypeError(f"{word} is not between 1 and 64")
    return number

"""How does what a kiosk recorded reach the centre without a network? As one sealed file, on a stick or in any other way.

Promise: only the centre can open the file, and whoever carries it can change nothing; writing it marks nothing as sent, so that what the
network brings later counts once (S1). A file that is something else is never written over, and one that was begun is never left half.
"""

import os
from contextlib import closing
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path

import msgspec

from kiosk.settings import WrongSettings, load
from kiosk.setup.exits import Exit, Stopped
from sync.client.device import FILE_NAME, Device, KeyFileUnreadable, load_or_make_device
from sync.client.hand_over import pushes_after
from sync.client.push import Making
from sync.clocks import MachineClocks, boot_number
from sync.domain.entry import ClockState, Stamp
from sync.journal.contract import Fault, Journal
from sync.journal.opening import open_journal
from sync.journal.told import ToldOnDisk
from sync.protocol.hand_over import FILE_MARK, make_hand_over
from sync.protocol.messages import Manifest, Push
from sync.protocol.signing import NONCE_BYTES


def main(settings: Path | None, out: Path) -> int:
    """Write the file. Raises `Stopped` where there is nothing to write, or nowhere to write it."""
    try:
        device, state = _device(settings)
        written = out / f"kiosk-{device.number}.mh" if out.is_dir() else out
        _refuse_another_file(written)
        pushes, key = _pushes(device, state)
        _write(written, make_hand_over(pushes, key))
    except WrongSettings as wrong:
        raise Stopped(str(wrong), Exit.USAGE) from wrong
    except (Fault, KeyFileUnreadable) as fault:
        raise Stopped(f"{fault}", Exit.FAULT) from fault
    entries = sum(len(push.entries) for push in pushes)
    print(f"{written} holds everything that this kiosk recorded: {entries} entries, sealed so that only the centre can read them.")
    print("Bring it to the coordinator: it is taken in on the page Devices, or with `manyhands centre receive-hand-over`.")
    print("Nothing counts as sent by it. What goes over the network later counts once all the same.")
    return Exit.DONE


def _device(settings: Path | None) -> tuple[Device, Path]:
    state = load(settings).state_folder()
    if not (state / FILE_NAME).exists():
        raise Stopped(f"no kiosk was ever started in {state}: there is nothing to hand over.", Exit.USAGE)
    device = load_or_make_device(state)
    if not device.is_enrolled:
        raise Stopped("this kiosk has not joined a centre yet: it recorded nothing.", Exit.USAGE)
    return device, state


def _pushes(device: Device, state: Path) -> tuple[tuple[Push, ...], bytes]:
    """Return everything in the journal, and the key that it is sealed to. The journal comes first: a kiosk that runs holds it."""
    clocks = MachineClocks(boot_number(state))
    now = clocks.sample()
    stamp = Stamp(now.wall_ms, now.mono_ms, now.boot, ClockState(now.state), 0, 0, device.venue)
    with closing(open_journal(state / "journal.db", device.number, device.signing_key, _incarnation, stamp)) as journal:
        with closing(ToldOnDisk(state / "told.db", device.number, device.venue)) as told:
            signed = told.manifest()
            key = b"" if signed is None else msgspec.msgpack.decode(signed.body, type=Manifest).hand_over_key
            if not key:
                raise Stopped("the centre has not told this kiosk yet how to seal a hand-over: let it reach the centre once.", Exit.FAULT)
            version = told.definition.version
        return _all_of(journal, Making(clocks.sample, lambda: os.urandom(NONCE_BYTES), lambda: version, _version())), key


def _all_of(journal: Journal, making: Making) -> tuple[Push, ...]:
    """From the very beginning: the centre may have been restored, and what it holds already counts once."""
    return tuple(pushes_after(journal, making, {}))


def _incarnation() -> int:
    return int.from_bytes(os.urandom(4), "big")


def _version() -> str:
    try:
        return installed_version("manyhands")
    except PackageNotFoundError:
        return "checkout"


def _refuse_another_file(path: Path) -> None:
    try:
        with path.open("rb") as file:
            is_ours = file.read(len(FILE_MARK)) == FILE_MARK
    except FileNotFoundError:
        return
    except OSError as error:
        raise Stopped(f"{path} cannot be looked at: {error.strerror}.", Exit.FAULT) from error
    if not is_ours:
        raise Stopped(f"{path} is something else, and stays as it is. Name another file.", Exit.USAGE)


def _write(path: Path, sealed: bytes) -> None:
    """The whole file or the old one: a stick that is pulled out early must not carry half a day."""
    begun = path.with_name(f"{path.name}.begun")
    try:
        with begun.open("wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        begun.replace(path)
    except OSError as error:
        begun.unlink(missing_ok=True)
        raise Stopped(f"{path} cannot be written: {error.strerror}.", Exit.FAULT) from error

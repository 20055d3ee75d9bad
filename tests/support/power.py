"""What does a disk hold after the power went? A file layer under SQLite that records, fails on request, and makes crash images.

What was not synced when the power goes may be there, missing, in any order and torn between sectors of 512 bytes: `Disk.image`
chooses with a seed. Files that do not go through SQLite (the guard) are recorded by the test with `keep`.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import apsw

SECTOR_BYTES = 512


@dataclass(frozen=True)
class Step:
    """One thing that was done: `what` is write, truncate, sync, delete, folder, keep or note."""

    what: str
    name: str
    at: int = 0
    data: bytes = b""


@dataclass
class _File:
    durable: bytearray = field(default_factory=bytearray)
    waiting: list[Step] = field(default_factory=list)
    exists: bool = True


@dataclass
class Disk:
    """Everything written since the beginning. `before` may raise to make a call fail;."""

    steps: list[Step] = field(default_factory=list)
    before: Callable[[str, str], None] = lambda _what, _name: None

    def note(self, word: str) -> None:
        """Put a mark into the record, for instance that an entry was acknowledged."""
        self.steps.append(Step("note", word))

    def sync_folder(self) -> None:
        """Record that the folder was synced: deleted files do not come back after this."""
        self.steps.append(Step("folder", ""))

    def keep(self, path: Path, *, durable: bool = False) -> None:
        """Record a small file as it is now; a crash leaves it at this or at any state since the last durable one."""
        self.steps.append(Step("keep", path.name, int(durable), path.read_bytes()))

    def image(self, cut: int, chance: random.Random) -> dict[str, bytes]:
        """Return the files as a power cut after `cut` steps can leave them."""
        files: dict[str, _File] = {}
        kept: dict[str, list[bytes]] = {}
        for step in self.steps[:cut]:
            if step.what == "keep":
                kept[step.name] = [step.data] if step.at else [*kept.get(step.name, []), step.data]
            elif step.what == "folder":
                files = {name: file for name, file in files.items() if file.exists}
            elif step.what != "note":
                _happen(files.setdefault(step.name, _File()), step)
        surface = {name: chance.choice(states) for name, states in kept.items()}
        mood = chance.choice((0.0, 0.25, 0.5, 0.9, 1.0))
        for name, file in files.items():
            if file.exists or chance.random() < 0.5:
                surface[name] = _left_over(file, mood, chance)
        return surface


def _happen(file: _File, step: Step) -> None:
    match step.what:
        case "sync":
            for each in file.waiting:
                _apply(file.durable, each)
            file.waiting.clear()
        case "delete":
            file.exists = False
        case _:
            if not file.exists:
                file.durable, file.waiting, file.exists = bytearray(), [], True
            file.waiting.append(step)


def _left_over(file: _File, mood: float, chance: random.Random) -> bytes:
    content = bytearray(file.durable)
    pieces = [piece for step in file.waiting for piece in _sectors(step, torn=chance.random() < 0.3)]
    left = [piece for piece in pieces if chance.random() < mood]
    if chance.random() < 0.3:
        chance.shuffle(left)
    for piece in left:
        _apply(content, piece)
    return bytes(content)


def _sectors(step: Step, *, torn: bool) -> list[Step]:
    if step.what != "write" or not torn:
        return [step]
    ends = range(SECTOR_BYTES - step.at % SECTOR_BYTES, len(step.data) + SECTOR_BYTES, SECTOR_BYTES)
    starts = [0, *ends]
    return [Step("write", step.name, step.at + start, step.data[start:end]) for start, end in zip(starts, ends, strict=False)]


def _apply(content: bytearray, step: Step) -> None:
    if step.what == "truncate":
        del content[step.at :]
        content.extend(bytes(step.at - len(content)))
    else:
        content.extend(bytes(max(0, step.at - len(content))))
        content[step.at : step.at + len(step.data)] = step.data


class RecordingVFS(apsw.VFS):
    """Passes everything on to the system's files and tells `disk` of it."""

    def __init__(self, name: str, disk: Disk) -> None:
        self.disk = disk
        super().__init__(name, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> "RecordingFile":
        text = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        self.disk.before("open", Path(text).name)
        return RecordingFile(self.disk, name, Path(text).name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: FBT001 - SQLite calls it so
        super().xDelete(filename, syncdir)
        self.disk.steps.append(Step("delete", Path(filename).name))


class RecordingFile(apsw.VFSFile):
    def __init__(self, disk: Disk, name: str | apsw.URIFilename | None, plain_name: str, flags: list[int]) -> None:
        self.disk = disk
        self.name = plain_name
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        self.disk.before("write", self.name)
        super().xWrite(data, offset)
        self.disk.steps.append(Step("write", self.name, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:
        self.disk.before("truncate", self.name)
        super().xTruncate(newsize)
        self.disk.steps.append(Step("truncate", self.name, newsize))

    def xSync(self, flags: int) -> None:
        self.disk.before("sync", self.name)
        super().xSync(flags)
        self.disk.steps.append(Step("sync", self.name))

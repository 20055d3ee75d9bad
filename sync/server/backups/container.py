"""How do a backup's files become one, and how are they taken out again?

Promise: the file is there whole or not at all; what is taken out has the sizes and checksums that the manifest names, and nothing
that it does not name; a file that was cut off, damaged or is none of ours is ``NotABackup``.
"""

import hashlib
import io
import os
import secrets
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import msgspec

from sync.server.backups import sealing
from sync.server.backups.contents import FORMAT, Manifest, Member
from sync.server.backups.trouble import BackupTrouble, NotABackup

MANIFEST = "manifest.json"
MANIFEST_SUM = "manifest.json.sha256"
MANIFEST_BYTES_MAX = 16 * 1024 * 1024
"""A hundred thousand streams with their heads; more would be no manifest."""

PIECE_BYTES = 1024 * 1024
_FOR_OWNER_ONLY = 0o600


def member_of(name: str, path: Path) -> Member:
    """Return how the file at ``path`` stands in the manifest as ``name``."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            digest.update(piece)
    return Member(name, path.stat().st_size, digest.hexdigest())


def write(target: Path, manifest: Manifest, files: Mapping[str, Path], passphrase: str) -> bytes:
    """Write ``files`` with their manifest to ``target``, sealed with ``passphrase`` (empty: as it is); return the file's SHA-256."""
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FOR_OWNER_ONLY)
        with os.fdopen(handle, "wb") as file:
            into = sealing.Sealed(file, passphrase) if passphrase else file
            _write_tar(into, manifest, files)
            if isinstance(into, sealing.Sealed):
                into.finish()
            file.flush()
            os.fsync(file.fileno())
        digest = digest_of(partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    _make_durable(target.parent)
    return digest


def digest_of(path: Path) -> bytes:
    """Return the SHA-256 of a file."""
    return bytes.fromhex(member_of("", path).sha256)


def _write_tar(into: "IO[bytes] | sealing.Sealed", manifest: Manifest, files: Mapping[str, Path]) -> None:
    encoded = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    with tarfile.open(fileobj=into, mode="w|") as tar:  # type: ignore[call-overload]  # only write() of it is called
        for name, content in ((MANIFEST, encoded), (MANIFEST_SUM, hashlib.sha256(encoded).hexdigest().encode())):
            tar.addfile(_about(name, len(content)), io.BytesIO(content))
        for member in manifest.members:
            with files[member.name].open("rb") as file:
                tar.addfile(_about(member.name, member.size_bytes), file)


def _about(name: str, size_bytes: int) -> tarfile.TarInfo:
    about = tarfile.TarInfo(name)
    about.size, about.mode = size_bytes, _FOR_OWNER_ONLY
    return about


def take_out(source: Path, folder: Path, passphrase: str) -> Manifest:
    """Take every file of the backup at ``source`` out into ``folder``, checked. Raises ``NotABackup``."""
    try:
        with source.open("rb") as file:
            opened = sealing.Opened(file, passphrase) if sealing.is_sealed(file) else file
            with tarfile.open(fileobj=opened, mode="r|") as tar:  # type: ignore[call-overload]  # only read() of it is called
                return _take_out(tar, folder)
    except (tarfile.TarError, EOFError) as cause:
        raise NotABackup(f"{source} is no backup of a centre, or was cut off or damaged: {cause}") from cause
    except NotABackup as cause:
        raise NotABackup(f"{source} {cause}") from cause
    except OSError as cause:
        raise BackupTrouble(f"{source} cannot be read: {cause.strerror or cause}") from cause


def _take_out(tar: tarfile.TarFile, folder: Path) -> Manifest:
    encoded = _small(tar, MANIFEST)
    if hashlib.sha256(encoded).hexdigest().encode() != _small(tar, MANIFEST_SUM):
        raise NotABackup("is damaged: its manifest is not what was written")
    try:
        manifest = msgspec.json.decode(encoded, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError) as cause:
        raise NotABackup(f"has a manifest that cannot be read ({cause}); was it written by a newer Many Hands?") from cause
    if manifest.format != FORMAT:
        raise NotABackup(f"has the form {manifest.format}, and this Many Hands reads {FORMAT}")
    for member in manifest.members:
        _take(tar, member, folder)
    return manifest


def _small(tar: tarfile.TarFile, name: str) -> bytes:
    about = tar.next()
    if about is None or about.name != name or not about.isreg() or about.size > MANIFEST_BYTES_MAX:
        raise NotABackup("is no backup of a centre")
    return _content(tar, about).read()


def _take(tar: tarfile.TarFile, member: Member, folder: Path) -> None:
    about = tar.next()
    if about is None:
        raise NotABackup(f"was cut off: {member.name} is missing")
    if (about.name, about.size, about.isreg()) != (member.name, member.size_bytes, True) or "/" in member.name:
        raise NotABackup(f"is damaged: {about.name} stands where {member.name} should")
    digest = hashlib.sha256()
    with _content(tar, about) as content, (folder / member.name).open("xb") as file:
        while piece := content.read(PIECE_BYTES):
            digest.update(piece)
            file.write(piece)
    if digest.hexdigest() != member.sha256:
        raise NotABackup(f"is damaged: {member.name} is not what was written")


def _content(tar: tarfile.TarFile, about: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(about)
    assert content is not None, "it is a regular file"
    return content


def _make_durable(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

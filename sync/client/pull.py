"""What did the centre publish, and what did the other kiosks of this venue write? One ask, one answer, and what is kept of it.

Promise: a manifest is kept only when a trusted key signed it and its version, or the centre's epoch, grew; its keys count before
anything else of the same answer; siblings' entries only under their own device's seal; what the disk does not take keeps nothing else of
an answer back and is asked for again. No sockets, no clock, no disk of its own.
"""

from collections.abc import Callable

import msgspec

from sync.client.device import Device
from sync.client.parts import NotTrusted, trusted_part
from sync.client.ports import Journal, Told
from sync.client.push import Making
from sync.client.reports import ManifestChanged, ManifestNotKept, PartNotTrusted, Report, RosterChanged, SiblingsAdvanced, StandingChanged
from sync.domain.identity import Stream
from sync.journal.contract import Fault
from sync.protocol.envelope import Unreadable, decode, encode
from sync.protocol.messages import Manifest, PullAsk, PullReply, RosterPage, Signed, StreamPart
from sync.protocol.signing import MANIFEST, NO_NONCE, PULL, Untrusted, open_signed, sign


class Pulled(msgspec.Struct, frozen=True):
    """What an answer brought: whether there is more to fetch at once, which positions the centre named for streams it lacks, and the
    first ``fault`` of the disk when some of it could not be kept: the next ask begins there again.
    """

    more: bool
    wanted: tuple[tuple[Stream, int], ...]
    fault: Fault | None = None


class Pull:
    """Pull logic of one device."""

    def __init__(
        self,
        device: Device,
        journal: Journal,
        told: Told,
        making: Making,
        report: Callable[[Report], None] = lambda _report: None,
    ) -> None:
        self._device = device
        self._key = device.signing_key
        self._journal = journal
        self._told = told
        self._making = making
        self._report = report
        self._trusted: bool | None = None
        self._told_not_kept: ManifestNotKept | None = None
        self._fault: Fault | None = None
        self._manifest = self._kept_manifest()

    @property
    def manifest(self) -> Manifest | None:
        """The newest manifest that was verified."""
        return self._manifest

    @property
    def server_keys(self) -> tuple[bytes, ...]:
        """Whose signatures count: what the newest manifest says, and until there is one the key from enrolment."""
        named = self._manifest.server_keys if self._manifest else ()
        return named or (self._device.server_key,)

    def next_ask(self, waiting: int = 0) -> PullAsk:
        """Return what to ask for; ``signed`` makes the body of it."""
        roster, after = self._told.roster_position()
        definition = self._manifest.version if self._manifest else 0
        vector = (*self._journal.streams(), *self._told.vector())
        making = self._making
        return PullAsk(
            self._device.number,
            making.nonce(),
            definition,
            roster,
            after,
            vector,
            making.clock(),
            version=making.version,
            waiting=waiting,
            room_bytes=making.room_bytes(),
        )

    def signed(self, ask: PullAsk) -> Signed:
        return sign(PULL, NO_NONCE, encode(ask), self._key)

    def take_reply(self, reply: PullReply) -> Pulled:
        """Keep what the answer brings."""
        self._fault = None
        asked_from = self._told.roster_position()
        grew = reply.manifest is not None and self._take_manifest(reply.manifest)
        self._take_standing(trusted=reply.standing)
        more = grew
        # A page follows on the position that was asked from; a manifest that moved the kiosk has just begun the roster anew.
        if reply.roster is not None and reply.standing and self._told.roster_position() == asked_from:
            more = self._take_roster_page(reply.roster) or more
        advanced = tuple(part.stream for part in reply.parts if self._take_part(part))
        if advanced:
            self._report(SiblingsAdvanced(advanced))
        return Pulled(more or bool(advanced), reply.wanted, self._fault)

    def revoked(self) -> None:
        """The centre refused the ask itself, over its signature, because this device was revoked."""
        self._take_standing(trusted=False)

    def _take_manifest(self, signed: Signed) -> bool:
        """Verify, and keep a newer one; whether it was. The rest of the answer is good whatever becomes of the manifest."""
        manifest = _verified(signed, self.server_keys)
        if manifest is None or (self._manifest is not None and _age(manifest) <= _age(self._manifest)):
            return False
        try:
            self._told.keep_manifest(signed, manifest)
        except Fault as fault:
            self._not_kept(ManifestNotKept(manifest.version, str(fault)))
            return False
        self._manifest = manifest
        self._report(ManifestChanged(manifest.version))
        return True

    def _take_roster_page(self, page: RosterPage) -> bool:
        """Keep a page that follows on the position; whether there is another one to fetch at once."""
        before = self._told.roster_position()
        if not self._kept(lambda: self._told.keep_roster_page(page)):
            return False
        if page.after is None and self._told.roster_position() != before:
            self._report(RosterChanged(page.version))
        return page.after is not None

    def _kept(self, keep: Callable[[], None]) -> bool:
        """Whether the disk took it. Each is one transaction: what was not taken left nothing, and the position says where to begin."""
        try:
            keep()
        except Fault as fault:
            self._fault = self._fault or fault
            return False
        return True

    def _not_kept(self, report: ManifestNotKept) -> None:
        """The centre offers it again in every answer; a person is told once."""
        if report != self._told_not_kept:
            self._told_not_kept = report
            self._report(report)

    def _take_standing(self, *, trusted: bool) -> None:
        if not trusted and self._trusted is not False:
            self._told.clear_rosters()
        if trusted != (self._trusted is not False):
            self._report(StandingChanged(trusted))
        self._trusted = trusted

    def _take_part(self, part: StreamPart) -> bool:
        """Keep what is new and trusted of ``part``; whether anything was. The journal's own streams are never taken from outside."""
        keys = {device.device: device.public_key for device in self._manifest.devices} if self._manifest else {}
        if part.stream.device not in keys or any(part.stream == ours for ours, _ in self._journal.streams()):
            return False
        high = dict(self._told.vector()).get(part.stream, 0)
        try:
            new = trusted_part(part, high, self._told.head(part.stream), keys[part.stream.device])
        except NotTrusted as error:
            self._report(PartNotTrusted(part.stream, error.reason))
            return False
        if new is None:
            return False
        return self._kept(lambda: self._told.keep_part(new))

    def _kept_manifest(self) -> Manifest | None:
        """What stands in the cache was verified when it came; its keys may be newer than the one from enrolment."""
        kept = self._told.manifest()
        if kept is None:
            return None
        try:
            return decode(kept.body, Manifest)
        except Unreadable:
            return None


def _age(manifest: Manifest) -> tuple[int, int]:
    """A restored centre counts its versions from an earlier one, in a later epoch."""
    return (manifest.epoch, manifest.version)


def _verified(signed: Signed, keys: tuple[bytes, ...]) -> Manifest | None:
    try:
        return decode(open_signed(signed, MANIFEST, NO_NONCE, keys), Manifest)
    except (Untrusted, Unreadable):
        return None

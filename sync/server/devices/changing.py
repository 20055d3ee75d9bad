"""What may be changed about a device that is enrolled?

Promise: its name, its venue and four wishes; each reaches the kiosk with the next signed manifest, and touches no entry.
"""

from django.db import transaction

from sync.domain.remote import Remote
from sync.server.devices.models import Device
from sync.server.publishing.publish import republish

NAME_CHARACTERS_MAX = 60
"""As long as a kiosk may call itself."""


@transaction.atomic
def rename(no: int, name: str) -> bool:
    """Call the device ``name``; whether that is new."""
    name = " ".join(name.split())[:NAME_CHARACTERS_MAX]
    return bool(Device.objects.filter(no=no).exclude(name=name).update(name=name))


@transaction.atomic
def move(no: int, venue: int, now_ms: int) -> bool:
    """Let the device stand at ``venue`` from now on; whether that is another one. What it recorded stays where it was recorded."""
    row = Device.objects.select_for_update().get(no=no)
    if row.venue == venue:
        return False
    row.venue = venue
    row.save(update_fields=["venue"])
    republish(row.event, now_ms)
    return True


@transaction.atomic
def wish(no: int, remote: Remote, now_ms: int) -> bool:
    """Set what ``remote`` says; whether that is new."""
    row = Device.objects.select_for_update().get(no=no)
    if (row.wishes or {}) == remote.wishes:
        return False
    row.wishes, row.wished_ms = remote.wishes or None, now_ms
    row.save(update_fields=["wishes", "wished_ms"])
    republish(row.event, now_ms)
    return True

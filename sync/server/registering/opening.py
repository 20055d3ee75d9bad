"""How does a venue get its registration page, and how is it closed?

Promise: an address that nobody guesses, the same each time the page is opened, because it stands on posters.
"""

import secrets

from django.db import transaction

from sync.server.registering.models import Page

WORD_BYTES = 10
"""Short enough for a code that an old phone reads across a room; nobody tries 2 to the power of 80 addresses."""


@transaction.atomic
def switch(event: int, venue: int, *, is_open: bool, by: str, now_ms: int) -> Page:
    """Open or close the page of ``venue``, which is made the first time."""
    made = {"word": secrets.token_hex(WORD_BYTES), "is_open": is_open, "changed_by": by[:310], "changed_ms": now_ms}
    page, is_new = Page.objects.get_or_create(event=event, venue=venue, defaults=made)
    if not is_new and page.is_open != is_open:
        page.is_open, page.changed_by, page.changed_ms = is_open, by[:310], now_ms
        page.save()
    return page

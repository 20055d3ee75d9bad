"""Who answers a request: the wire, the wall or the pages?

Promise: ``/sync/`` is answered before Django's middleware, sessions and views are touched, and so is a board that was asked for a moment
ago; everything else is Django's.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sync.server.settings")
pages = get_wsgi_application()

from sync.server.wall import Wall  # noqa: E402 - the languages' models need Django to be set up
from sync.server.wire.application import Wire, before  # noqa: E402 - its models need Django to be set up

application = before(Wire(), Wall(pages))

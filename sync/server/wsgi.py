"""Who answers a request: the wire, the wall or the pages?

Promise: every request has a number and is counted; ``/sync/`` and probes are answered before Django's middleware, sessions and views
are touched, and so is a board that was asked for a moment ago; everything else is Django's.
"""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sync.server.settings")
pages = get_wsgi_application()

from django.conf import settings  # noqa: E402 - the same as below

from sync.server.vitals.figures import Figures  # noqa: E402 - its models need Django to be set up
from sync.server.vitals.probes import PATHS, Door, Probes  # noqa: E402 - the same
from sync.server.vitals.requests import Counted  # noqa: E402 - the same
from sync.server.wall import Wall  # noqa: E402 - the same
from sync.server.wire.application import Wire, before  # noqa: E402 - the same
from sync.server.wire.routes import ROUTES  # noqa: E402 - the same

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

figures = Figures()
door = Door(settings.ENVIRONMENT.metrics_token, settings.ENVIRONMENT.behind_proxy)


def built(hands: Callable[["WSGIApplication"], "WSGIApplication"] = lambda application: application) -> "WSGIApplication":
    """Return the application; ``hands`` is wrapped around all that asks the database."""
    answering = hands(Probes(before(Wire(), pages), door, figures))
    known = frozenset((*ROUTES, *PATHS))
    return Counted(Wall(answering), figures.took, known, trusts_proxy=settings.ENVIRONMENT.behind_proxy)


application = built()

"""Who answers a request: the wire or the pages?

Promise: ``/sync/`` is answered before Django's middleware, sessions and views are touched; everything else is Django's.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sync.server.settings")
application = get_wsgi_application()

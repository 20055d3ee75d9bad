"""Which address below ``/api/v1/`` is answered by whom?"""

from django.urls import path, re_path

from sync.server.api.refusals import nothing_here
from sync.server.api.tables import API_TABLES
from sync.server.api.views import VIEWS, openapi

PREFIX = "/api/v1/"

urlpatterns = [
    path("openapi.json", openapi, name="api-openapi"),
    *(
        path(table.address.removeprefix(PREFIX).replace("{event}", "<int:event>"), VIEWS[table.name], name=f"api-{table.name}")
        for table in API_TABLES
    ),
    path("", nothing_here, name="api"),
    re_path(r"[\s\S]+", nothing_here, name="api-nothing"),  # a line break in an address is an address too, and <path:…> knows none
]

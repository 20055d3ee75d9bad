"""Which address below ``/api/v1/`` is answered by whom?"""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from sync.server.api.refusals import nothing_here
from sync.server.api.tables import API_TABLES
from sync.server.api.views import VIEWS, openapi

PREFIX = "/api/v1/"


class Anything(StringConverter):
    """Whatever is left of an address: also with a line break in it, where ``path`` ends."""

    regex = r"[\s\S]+"


register_converter(Anything, "anything")

urlpatterns = [
    path("openapi.json", openapi, name="api-openapi"),
    *(
        path(table.address.removeprefix(PREFIX).replace("{event}", "<int:event>"), VIEWS[table.name], name=f"api-{table.name}")
        for table in API_TABLES
    ),
    path("", nothing_here, name="api"),
    path("<anything:rest>", nothing_here, name="api-nothing"),
]

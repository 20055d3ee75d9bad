"""Which part of the centre answers an address that Django serves?

``/sync/``, ``/health`` and ``/metrics`` never come here: they are answered before Django.
"""

from django.urls import include, path

from sync.server import openapi

urlpatterns = [
    path("openapi.json", openapi.page, name="openapi-json"),
    # The pages come first: they answer some of allauth's addresses themselves.
    path("", include("sync.server.site.urls")),
    path("", include("sync.server.registering.urls")),
    path("prepare/", include("sync.server.drafting.urls")),
    path("api/v1/", include("sync.server.api.urls")),
    path("accounts/", include("allauth.urls")),
]

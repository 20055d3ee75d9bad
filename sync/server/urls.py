"""Which part of the centre answers an address that Django serves? (``/sync/`` never comes here: it is answered before Django.)"""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("sync.server.site.urls")),
]

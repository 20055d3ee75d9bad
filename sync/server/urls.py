"""Which part of the centre answers an address that Django serves? (``/sync/`` never comes here: it is answered before Django.)"""

from django.urls import include, path

urlpatterns = [
    path("", include("sync.server.site.urls")),  # first: it answers for the account pages that are not offered
    path("accounts/", include("allauth.urls")),
]

"""Which page of registering answers which address?"""

from django.urls import URLPattern, URLResolver, path, re_path

from sync.server.registering.pages import desk, door, own

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^register/(?P<word>[0-9a-f]{20})/$", door.page, name="register"),
    re_path(r"^pass/(?P<event>[0-9]{1,15})/(?P<word>[a-z2-7]{32})/change$", own.change, name="registered-change"),
    re_path(r"^pass/(?P<event>[0-9]{1,15})/(?P<word>[a-z2-7]{32})/withdraw$", own.withdraw, name="registered-withdraw"),
    path("registration/", desk.every, name="registration"),
    path("registration/venues/<int:no>/", desk.one, name="registration-venue"),
    path("registration/venues/<int:no>/switch", desk.switched, name="registration-switch"),
    path("registration/venues/<int:no>/poster.pdf", desk.poster, name="registration-poster"),
]

"""The name of this room for Django."""

from django.apps import AppConfig


class SiteRoom(AppConfig):
    name = "sync.server.site"
    label = "site"

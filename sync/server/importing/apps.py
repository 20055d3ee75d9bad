"""The name of this room for Django."""

from django.apps import AppConfig


class ImportingRoom(AppConfig):
    name = "sync.server.importing"
    label = "importing"

"""The name of this room for Django."""

from django.apps import AppConfig


class BackupsRoom(AppConfig):
    name = "sync.server.backups"
    label = "backups"

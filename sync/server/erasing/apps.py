"""The name of this room for Django."""

from django.apps import AppConfig


class ErasingRoom(AppConfig):
    name = "sync.server.erasing"
    label = "erasing"

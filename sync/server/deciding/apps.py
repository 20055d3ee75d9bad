"""The name of this room for Django."""

from django.apps import AppConfig


class DecidingRoom(AppConfig):
    name = "sync.server.deciding"
    label = "deciding"

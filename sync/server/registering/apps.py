"""The name of this room for Django."""

from django.apps import AppConfig


class RegisteringRoom(AppConfig):
    name = "sync.server.registering"
    label = "registering"

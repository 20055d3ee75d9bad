"""The name of this room for Django."""

from django.apps import AppConfig


class CallingRoom(AppConfig):
    name = "sync.server.calling"
    label = "calling"

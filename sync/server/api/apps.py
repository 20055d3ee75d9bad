"""The name of this room for Django."""

from django.apps import AppConfig


class ApiRoom(AppConfig):
    name = "sync.server.api"
    label = "api"

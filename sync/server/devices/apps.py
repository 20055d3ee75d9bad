"""The name of this room for Django."""

from django.apps import AppConfig


class DevicesRoom(AppConfig):
    name = "sync.server.devices"
    label = "devices"

"""The name of this room for Django."""

from django.apps import AppConfig


class ProjectorRoom(AppConfig):
    name = "sync.server.projector"
    label = "projector"

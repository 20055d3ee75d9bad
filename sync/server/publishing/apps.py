"""The name of this room for Django."""

from django.apps import AppConfig


class PublishingRoom(AppConfig):
    name = "sync.server.publishing"
    label = "publishing"

"""The name of this room for Django."""

from django.apps import AppConfig


class DraftingRoom(AppConfig):
    name = "sync.server.drafting"
    label = "drafting"

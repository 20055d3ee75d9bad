"""The name of this room for Django."""

from django.apps import AppConfig


class PapersRoom(AppConfig):
    name = "sync.server.papers"
    label = "papers"

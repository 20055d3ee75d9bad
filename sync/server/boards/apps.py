"""The name of this room for Django."""

from django.apps import AppConfig


class BoardsRoom(AppConfig):
    name = "sync.server.boards"
    label = "boards"

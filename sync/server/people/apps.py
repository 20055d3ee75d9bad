"""The name of this room for Django."""

from django.apps import AppConfig


class PeopleRoom(AppConfig):
    name = "sync.server.people"
    label = "people"

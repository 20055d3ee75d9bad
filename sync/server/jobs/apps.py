"""The name of this room for Django."""

from django.apps import AppConfig


class JobsRoom(AppConfig):
    name = "sync.server.jobs"
    label = "jobs"

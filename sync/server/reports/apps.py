"""The name of this room for Django."""

from django.apps import AppConfig


class ReportsRoom(AppConfig):
    name = "sync.server.reports"
    label = "reports"

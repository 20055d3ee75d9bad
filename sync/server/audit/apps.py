"""The name of this room for Django."""

from django.apps import AppConfig


class AuditRoom(AppConfig):
    name = "sync.server.audit"
    label = "audit"

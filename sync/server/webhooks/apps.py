"""The name of this room for Django."""

from django.apps import AppConfig


class WebhooksRoom(AppConfig):
    name = "sync.server.webhooks"
    label = "webhooks"

"""The name of this room for Django."""

from django.apps import AppConfig


class LedgerRoom(AppConfig):
    name = "sync.server.ledger"
    label = "ledger"

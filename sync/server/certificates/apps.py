"""The name of this room for Django."""

from django.apps import AppConfig


class CertificatesRoom(AppConfig):
    name = "sync.server.certificates"
    label = "certificates"

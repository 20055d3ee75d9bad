"""What does Django call this room?"""

from django.apps import AppConfig


class Tongues(AppConfig):
    name = "sync.server.tongues"
    label = "tongues"

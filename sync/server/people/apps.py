"""The name of this room for Django."""

from django.apps import AppConfig


class PeopleRoom(AppConfig):
    name = "sync.server.people"
    label = "people"

    def ready(self) -> None:
        """Hear what allauth takes away by itself."""
        from sync.server.people.ending import watch_second_steps  # noqa: PLC0415 - models can be read only when Django is ready

        watch_second_steps()

"""The app `people`."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """人员与权限."""

    name = "jiheng.web.people"
    label = "people"
    verbose_name = "人员与权限"

    def ready(self) -> None:
        """Listen to people signing in and out."""
        from jiheng.web.people import signals

        assert signals

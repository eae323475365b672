"""The app `notices`."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """通知."""

    name = "jiheng.web.notices"
    label = "notices"
    verbose_name = "通知"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.notices import register

        assert register

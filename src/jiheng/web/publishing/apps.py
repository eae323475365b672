"""The app `publishing`."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """公开批次."""

    name = "jiheng.web.publishing"
    label = "publishing"
    verbose_name = "公开批次"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.publishing import register

        assert register

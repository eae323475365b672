"""The app `api`."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """接口."""

    name = "jiheng.web.api"
    label = "api"
    verbose_name = "接口"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.api import register

        assert register

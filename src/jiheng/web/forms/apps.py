"""The app `forms`."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """自评表."""

    name = "jiheng.web.forms"
    label = "forms"
    verbose_name = "自评表"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.forms import register

        assert register

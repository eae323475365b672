"""The app `corrections`."""

from django.apps import AppConfig


class CorrectionsConfig(AppConfig):
    """整改."""

    name = "jiheng.web.corrections"
    label = "corrections"
    verbose_name = "整改"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.corrections import register

        assert register

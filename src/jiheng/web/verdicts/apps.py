"""The app `verdicts`."""

from django.apps import AppConfig


class VerdictsConfig(AppConfig):
    """抽查结果."""

    name = "jiheng.web.verdicts"
    label = "verdicts"
    verbose_name = "抽查结果"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.verdicts import register

        assert register

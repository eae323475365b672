"""The app `goals`."""

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    """绩效目标."""

    name = "jiheng.web.goals"
    label = "goals"
    verbose_name = "绩效目标"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.goals import register

        assert register

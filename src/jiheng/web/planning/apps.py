"""The app `planning`."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """年度安排."""

    name = "jiheng.web.planning"
    label = "planning"
    verbose_name = "年度安排"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.planning import register

        assert register

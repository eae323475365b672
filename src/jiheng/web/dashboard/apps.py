"""The app `dashboard`."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """部门汇总."""

    name = "jiheng.web.dashboard"
    label = "dashboard"
    verbose_name = "部门汇总"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.dashboard import register

        assert register

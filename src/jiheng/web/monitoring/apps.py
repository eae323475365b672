"""The app `monitoring`."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """运行监控."""

    name = "jiheng.web.monitoring"
    label = "monitoring"
    verbose_name = "运行监控"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.monitoring import register

        assert register

"""The app `adjustments`."""

from django.apps import AppConfig


class AdjustmentsConfig(AppConfig):
    """目标调整."""

    name = "jiheng.web.adjustments"
    label = "adjustments"
    verbose_name = "目标调整"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.adjustments import register

        assert register

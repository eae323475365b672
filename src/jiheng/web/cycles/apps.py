"""The app `cycles`."""

from django.apps import AppConfig


class CyclesConfig(AppConfig):
    """年度与项目."""

    name = "jiheng.web.cycles"
    label = "cycles"
    verbose_name = "年度与项目"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.cycles import register

        assert register

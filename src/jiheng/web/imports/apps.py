"""The app `imports`."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """导入."""

    name = "jiheng.web.imports"
    label = "imports"
    verbose_name = "导入"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.imports import register

        assert register

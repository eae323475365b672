"""The app `exports`."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """下载."""

    name = "jiheng.web.exports"
    label = "exports"
    verbose_name = "下载"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.exports import register

        assert register

"""The app `backup`."""

from django.apps import AppConfig


class BackupConfig(AppConfig):
    """备份."""

    name = "jiheng.web.backup"
    label = "backup"
    verbose_name = "备份"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.backup import register

        assert register

"""The app `backup`."""

from django.apps import AppConfig


class BackupConfig(AppConfig):
    """备份."""

    name = "jiheng.web.backup"
    label = "backup"
    verbose_name = "备份"

"""The app `keeping`."""

from django.apps import AppConfig


class KeepingConfig(AppConfig):
    """备份."""

    name = "jiheng.web.keeping"
    label = "keeping"
    verbose_name = "备份"

"""The app `storing`."""

from django.apps import AppConfig


class StoringConfig(AppConfig):
    """文件."""

    name = "jiheng.web.storing"
    label = "storing"
    verbose_name = "文件"

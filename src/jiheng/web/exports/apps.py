"""The app `exports`."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """下载."""

    name = "jiheng.web.exports"
    label = "exports"
    verbose_name = "下载"

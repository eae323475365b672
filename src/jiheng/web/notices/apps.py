"""The app `notices`."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """通知."""

    name = "jiheng.web.notices"
    label = "notices"
    verbose_name = "通知"

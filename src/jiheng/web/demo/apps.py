"""The app `demo`."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """示例."""

    name = "jiheng.web.demo"
    label = "demo"
    verbose_name = "示例"

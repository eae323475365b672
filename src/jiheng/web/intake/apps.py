"""The app `intake`."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """导入."""

    name = "jiheng.web.intake"
    label = "intake"
    verbose_name = "导入"

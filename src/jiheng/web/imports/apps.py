"""The app `imports`."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """导入."""

    name = "jiheng.web.imports"
    label = "imports"
    verbose_name = "导入"

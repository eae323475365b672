"""The app `overview`."""

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """部门汇总."""

    name = "jiheng.web.overview"
    label = "overview"
    verbose_name = "部门汇总"

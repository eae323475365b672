"""The app `workflow`."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """审核."""

    name = "jiheng.web.workflow"
    label = "workflow"
    verbose_name = "审核"

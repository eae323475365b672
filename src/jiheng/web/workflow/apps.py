"""The app `workflow`."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """审核."""

    name = "jiheng.web.workflow"
    label = "workflow"
    verbose_name = "审核"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.workflow import register

        assert register

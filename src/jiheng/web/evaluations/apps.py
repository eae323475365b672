"""The app `evaluations`."""

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """绩效评价."""

    name = "jiheng.web.evaluations"
    label = "evaluations"
    verbose_name = "绩效评价"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.evaluations import register

        assert register

"""The app `budget_advice`."""

from django.apps import AppConfig


class BudgetAdviceConfig(AppConfig):
    """结果应用."""

    name = "jiheng.web.budget_advice"
    label = "budget_advice"
    verbose_name = "结果应用"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.budget_advice import register

        assert register

"""The app `commissions`."""

from django.apps import AppConfig


class CommissionsConfig(AppConfig):
    """委托评价."""

    name = "jiheng.web.commissions"
    label = "commissions"
    verbose_name = "委托评价"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.commissions import register

        assert register

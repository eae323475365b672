"""The app `procedure`."""

from django.apps import AppConfig


class ProcedureConfig(AppConfig):
    """办理."""

    name = "jiheng.web.procedure"
    label = "procedure"
    verbose_name = "办理"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.procedure import register

        assert register

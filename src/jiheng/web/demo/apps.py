"""The app `demo`."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """示例."""

    name = "jiheng.web.demo"
    label = "demo"
    verbose_name = "示例"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.demo import register

        assert register

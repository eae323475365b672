"""The app `jobs`."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """后台任务."""

    name = "jiheng.web.jobs"
    label = "jobs"
    verbose_name = "后台任务"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.jobs import register

        assert register

"""The workbench as a whole: its pages and scripts, and what its apps give to one another when it starts."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Workbench(AppConfig):
    """工作台."""

    name = "jiheng.web"
    label = "workbench"

    def ready(self) -> None:
        """Let the module `register` of every app give to the workbench what the app has for others."""
        autodiscover_modules("register")

"""The workbench as a whole: its pages and scripts, and what its apps give to one another when it starts."""

from pathlib import Path

from django.apps import AppConfig, apps
from django.utils.module_loading import autodiscover_modules


class Workbench(AppConfig):
    """工作台."""

    name = "jiheng.web"
    label = "workbench"

    def ready(self) -> None:
        """Take in the rights.toml of every app, then what its module `register` gives to the workbench."""
        from jiheng.web.accounts import permissions

        for app in apps.get_app_configs():
            if Path(app.path, "rights.toml").is_file():
                permissions.register(app.name)
        autodiscover_modules("register")

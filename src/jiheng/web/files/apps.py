"""The app `files`."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """文件."""

    name = "jiheng.web.files"
    label = "files"
    verbose_name = "文件"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.files import register

        assert register

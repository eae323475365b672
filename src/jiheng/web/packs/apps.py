"""The app `packs`."""

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """地方包."""

    name = "jiheng.web.packs"
    label = "packs"
    verbose_name = "地方包"

    def ready(self) -> None:
        """Give to the workbench what this app has for others; make the packs in use known to this process."""
        from jiheng.web.packs import installed, register

        assert register
        installed.bring_in()

"""The app `packs`."""

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """地方包."""

    name = "jiheng.web.packs"

    def ready(self) -> None:
        """Make the packs in use known to this process."""
        from jiheng.web.packs import installed

        installed.bring_in()

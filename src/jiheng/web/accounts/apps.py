"""The app `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """人员与权限."""

    name = "jiheng.web.accounts"
    label = "accounts"
    verbose_name = "人员与权限"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.accounts import register

        assert register

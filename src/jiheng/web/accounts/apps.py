"""The app `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """人员与权限."""

    name = "jiheng.web.accounts"
    label = "accounts"
    verbose_name = "人员与权限"

    def ready(self) -> None:
        """Listen to people signing in and out."""
        from jiheng.web.accounts import signals

        assert signals

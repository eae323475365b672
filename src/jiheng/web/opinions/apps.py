"""The app `opinions`."""

from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    """审核意见."""

    name = "jiheng.web.opinions"
    label = "opinions"
    verbose_name = "审核意见"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.opinions import register

        assert register

"""The app `audit_admin`."""

from django.apps import AppConfig


class AuditAdminConfig(AppConfig):
    """审计管理."""

    name = "jiheng.web.audit_admin"
    label = "audit_admin"
    verbose_name = "审计管理"

    def ready(self) -> None:
        """Give to the workbench what this app has for others."""
        from jiheng.web.audit_admin import register

        assert register

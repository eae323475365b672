"""The app `auditlog`."""

from django.apps import AppConfig


class AuditlogConfig(AppConfig):
    """审计日志."""

    name = "jiheng.web.auditlog"
    label = "auditlog"
    verbose_name = "审计日志"

"""What this app gives to the workbench when it starts: menu, names for the audit log, kinds of jobs."""

from jiheng.web.accounts import menu
from jiheng.web.audit_admin import jobs  # noqa: F401
from jiheng.web.auditlog import labels

menu.add(120, "审计日志", "audit_admin:list", "auditlog.see")
labels.name_actions(
    {
        "auditlog.export": "导出审计日志",
        "auditlog.verify": "核对审计日志",
    }
)

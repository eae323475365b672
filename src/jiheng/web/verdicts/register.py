"""What this app gives to the workbench when it starts: rights, names for the audit log, points for notices."""

from jiheng.web.accounts import permissions
from jiheng.web.auditlog import labels
from jiheng.web.verdicts import found, views  # noqa: F401

permissions.register("jiheng.web.verdicts")
labels.name_actions({"spotcheck.judge": "写抽查结果", "export.verdicts": "导出抽查结果"})

"""What this app gives to the workbench when it starts: names for the audit log, points for notices."""

from jiheng.web.auditlog import labels
from jiheng.web.verdicts import found, views  # noqa: F401

labels.name_actions({"export.verdicts": "导出抽查结果"})

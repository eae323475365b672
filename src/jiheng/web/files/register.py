"""What this app gives to the workbench when it starts: menu, names for the audit log, kinds of jobs."""

from jiheng.web.auditlog import labels
from jiheng.web.files import sweep  # noqa: F401

labels.name_actions(
    {
        "file.download": "下载文件",
        "files.sweep": "清理过期文件",
    }
)

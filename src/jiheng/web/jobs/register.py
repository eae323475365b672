"""What this app gives to the workbench when it starts: menu, names for the audit log, kinds of jobs."""

from jiheng.web.accounts import menu
from jiheng.web.auditlog import labels

menu.add(100, "后台任务", "jobs:list", "job.see")
labels.name_actions(
    {
        "job.retry": "重新运行后台任务",
    }
)

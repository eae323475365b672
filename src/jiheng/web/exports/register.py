"""What this app gives to the workbench when it starts: rights, menu, names for the audit log, kinds of jobs."""

from jiheng.web.accounts import permissions
from jiheng.web.auditlog import labels
from jiheng.web.exports import (
    access,  # noqa: F401
    jobs,  # noqa: F401
)

permissions.register("jiheng.web.exports")
labels.name_actions(
    {
        "export.organisation": "导出机构的全部材料",
    }
)

"""What this app gives to the workbench when it starts: menu, names for the audit log, kinds of jobs."""

from jiheng.web.auditlog import labels
from jiheng.web.exports import (
    access,  # noqa: F401
    jobs,  # noqa: F401
)

labels.name_actions(
    {
        "export.organisation": "导出机构的全部材料",
    }
)

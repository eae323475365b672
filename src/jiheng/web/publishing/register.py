"""What this app gives to the workbench when it starts: menu, names for the audit log, jobs, what waits."""

from jiheng.web.accounts import menu, permissions
from jiheng.web.auditlog import labels
from jiheng.web.publishing import (
    site_job,  # noqa: F401
    waiting,  # noqa: F401
)
from jiheng.web.publishing.models import Batch
from jiheng.web.publishing.views import SEE

permissions.name_states(Batch.WAY.labels)
menu.add(68, "公开", "publishing:list", SEE)
labels.name_actions({"publish.begin": "新建公开批次", "export.site": "生成公开网站"})
labels.name_subjects({"publishing.batch": "name"})

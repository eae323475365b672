"""What this app gives to the workbench when it starts: rights, menu, names for the audit log, jobs, what waits."""

from jiheng.web.accounts import menu, permissions
from jiheng.web.auditlog import labels
from jiheng.web.publishing import (
    site_job,  # noqa: F401
    waiting,  # noqa: F401
)
from jiheng.web.publishing.models import Batch
from jiheng.web.publishing.views import SEE

permissions.register("jiheng.web.publishing")
permissions.name_states(Batch.WAY.labels)
menu.add(68, "公开", "publishing:list", SEE)
labels.name_actions(
    {
        "publish.begin": "新建公开批次",
        "publish.choose": "选定公开的表",
        "publish.ask": "送公开批次确认",
        "publish.confirm": "确认公开批次",
        "publish.return": "退回公开批次",
        "publish.publish": "登记公开",
        "publish.take_back": "撤下公开",
        "export.site": "生成公开网站",
    }
)
labels.name_subjects({"publishing.batch": "name"})

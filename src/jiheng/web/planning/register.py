"""What this app gives to the workbench when it starts: menu, names for the audit log, kinds of jobs."""

from jiheng.web.accounts import menu
from jiheng.web.auditlog import labels
from jiheng.web.planning import (
    reassess,  # noqa: F401
    requests,  # noqa: F401
    start_forms,  # noqa: F401
)

menu.add(50, "项目", "planning:projects", "project.manage")
menu.add(50, "项目", "planning:projects", "project.name")
labels.name_actions(
    {
        "cycle.add": "新建年度自评",
        "cycle.copy": "照上年新建年度自评",
        "cycle.change": "修改年度自评",
        "cycle.participants": "修改参加单位",
        "cycle.begin": "下发自评表",
        "cycle.close": "结束年度自评",
        "cycle.reopen": "重新打开年度自评",
        "project.add": "新增项目",
        "project.create": "新增项目",
        "project.change": "修改项目",
        "project.bulk": "成批修改项目",
        "project.approve": "修改批复的目标和指标",
        "project.delete": "删除项目",
        "project.answer": "答复改批复的请求",
        "project.name": "指定知悉人员",
    }
)

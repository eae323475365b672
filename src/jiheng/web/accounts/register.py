"""What this app gives to the workbench when it starts: menu, names for the audit log, kinds of jobs."""

from jiheng.web.accounts import (
    menu,
    signals,  # noqa: F401
)
from jiheng.web.auditlog import labels

menu.add(70, "机构", "accounts:organisations", "organisation.manage")
menu.add(80, "人员", "accounts:people", "person.manage")
menu.add(95, "双人确认", "accounts:countersign", "reset.confirm")
menu.add(90, "授权", "accounts:roles", "role.grant")
labels.name_actions(
    {
        "sign-in": "登录",
        "sign-in.failed": "登录失败",
        "sign-in.unknown": "登录：没有账号",
        "sign-in.locked": "登录锁定",
        "sign-out": "退出",
        "password.change": "修改密码",
        "password.wrong": "改密码时原密码输错",
        "password.reset": "重设密码",
        "second-factor.on": "启用动态口令",
        "second-factor.off": "停用动态口令",
        "second-factor.codes": "生成备用码",
        "second-factor.passed": "动态口令通过",
        "second-factor.failed": "动态口令不对",
        "second-factor.reset": "清除动态口令",
        "second-factor.require": "要求动态口令",
        "session.end": "结束会话",
        "role.grant": "授予角色",
        "role.revoke": "收回角色",
        "person.create": "新建账号",
        "person.change": "修改账号",
        "person.deactivate": "停用账号",
        "person.activate": "启用账号",
        "person.unlock": "解锁账号",
        "roster.take": "成批录入机构和人员",
        "roster.undo": "撤销成批录入",
        "roster.grant": "成批授予角色",
        "roster.revoke": "成批收回角色",
        "countersign.ask": "申请双人确认",
        "countersign.confirm": "双人确认",
        "organisation.add": "新增机构",
        "organisation.change": "修改机构",
        "organisation.move": "移动机构",
        "organisation.deactivate": "停用机构",
        "organisation.activate": "启用机构",
    }
)
labels.name_subjects({"accounts.person": "name", "accounts.organisation": "name"})

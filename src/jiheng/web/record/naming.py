"""What is done, in words: the Chinese names of the audit log's actions and subjects."""

from django.apps import apps

_ACTIONS = {
    "sign-in": "登录",
    "sign-in.failed": "登录失败",
    "sign-in.locked": "登录锁定",
    "sign-out": "退出",
    "password.change": "修改密码",
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
    "organisation.add": "新增机构",
    "organisation.change": "修改机构",
    "organisation.move": "移动机构",
    "organisation.deactivate": "停用机构",
    "organisation.activate": "启用机构",
    "secret.read": "查看涉密项目",
    "record.export": "导出审计日志",
    "record.verify": "核对审计日志",
}

_DETAILS = {
    "username": "用户名",
    "name": "名称",
    "role": "角色",
    "organisation": "机构",
    "before": "原来",
    "parent": "上级",
    "sessions": "会话数",
    "own": "本人操作",
    "required": "必须使用",
    "project": "项目代码",
    "version": "版本",
    "places": "位置",
    "reason": "理由",
    "entries": "条数",
    "ending": "格式",
    "first": "首次设立",
    "what": "内容",
    "code": "代码",
    "kind": "类别",
    "sound": "完好",
    "by": "方式",
    "action": "动作",
    "scope": "范围",
}


def action_name(action: str) -> str:
    """The action in words; as it is where it has none yet."""
    return _ACTIONS.get(action, action)


def action_names() -> list[tuple[str, str]]:
    """All actions with their names, for choosing one."""
    return list(_ACTIONS.items())


def subject_name(subject: str) -> str:
    """`people.person:3` as `人员 3`."""
    label, _, number = subject.partition(":")
    try:
        return f"{apps.get_model(label)._meta.verbose_name} {number}"
    except (LookupError, ValueError):
        return subject


def detail_text(detail: object) -> str:
    """What is noted beside the action, on one line."""
    if isinstance(detail, dict):
        return "；".join(f"{_DETAILS.get(key, key)}：{detail_text(value)}" for key, value in detail.items())
    if isinstance(detail, list):
        return "、".join(map(detail_text, detail))
    if detail is None:
        return "无"
    return ("是" if detail else "否") if isinstance(detail, bool) else str(detail)

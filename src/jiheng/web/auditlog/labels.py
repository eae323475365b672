"""What is done, in words: the Chinese names of the audit log's actions and subjects."""

from collections.abc import Iterable

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
    "token.make": "新建令牌",
    "token.revoke": "撤销令牌",
    "secret.read": "查看涉密项目",
    "form.begin": "建表",
    "form.edit": "填写",
    "form.import": "导入写入表中",
    "form.merge": "合并两人的修改",
    "form.restore": "恢复旧版本",
    "form.mend": "按提示改正",
    "form.settle": "处理修改冲突",
    "form.submit": "提交",
    "form.take-back": "收回第三方评价",
    "form.pass": "审核通过",
    "form.return": "退回",
    "form.assign": "指定第三方评价",
    "remark.add": "写审核意见",
    "remark.answer": "答复审核意见",
    "remark.close": "了结审核意见",
    "remark.withdraw": "撤回审核意见",
    "opinion.set": "写评审值、评审分",
    "opinion.clear": "清除评审值、评审分",
    "spotcheck.draw": "抽查",
    "evidence.add": "上传佐证",
    "evidence.remove": "删除佐证",
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
    "project.name": "指定知悉人员",
    "import.upload": "上传待导入的文件",
    "import.start": "开始导入",
    "import.read": "读取导入的文件",
    "import.columns": "对应表格的列",
    "import.match": "对应项目",
    "import.mend": "改正导入的内容",
    "import.leave-out": "不导入",
    "import.accept": "收下导入的表",
    "import.approved": "导入批复的目标",
    "import.figures": "导入预算和执行数",
    "import.undo": "撤销导入",
    "file.download": "下载文件",
    "export.form": "导出自评表",
    "export.findings": "导出问题",
    "export.organisation": "导出机构的全部材料",
    "api.change": "程序接口：填写",
    "api.step": "程序接口：流转",
    "job.retry": "重新运行后台任务",
    "files.sweep": "清理过期文件",
    "backup.make": "备份",
    "backup.ask": "要求备份",
    "backup.download": "下载备份",
    "backup.remove": "删除备份",
    "backup.restore": "恢复备份",
    "auditlog.export": "导出审计日志",
    "auditlog.verify": "核对审计日志",
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


_CALLED = {
    "accounts.person": "name",
    "accounts.organisation": "name",
    "cycles.cycle": "name",
    "cycles.project": "code",
    "forms.selfevaluation": "project__code",
}
"""By which field a subject is known to people."""


def action_name(action: str) -> str:
    """The action in words; as it is where it has none yet."""
    return _ACTIONS.get(action, action)


def action_names() -> list[tuple[str, str]]:
    """All actions with their names, for choosing one."""
    return list(_ACTIONS.items())


def subject_name(subject: str, called: str = "") -> str:
    """`accounts.person:3` as `人员 3`, or as `人员 张三` where it is known what number 3 is called."""
    label, _, number = subject.partition(":")
    try:
        return f"{apps.get_model(label)._meta.verbose_name} {called or number}"
    except (LookupError, ValueError):
        return subject


def called(subjects: Iterable[str]) -> dict[str, str]:
    """What the subjects are called now, one query a kind of subject.

    Forms and projects go by their code: the name of a secret project is not for everybody.
    """
    numbers: dict[str, set[int]] = {}
    for subject in subjects:
        label, _, number = subject.partition(":")
        if label in _CALLED and number.isdecimal():
            numbers.setdefault(label, set()).add(int(number))
    return {
        f"{label}:{pk}": name
        for label, wanted in numbers.items()
        for pk, name in apps.get_model(label)._default_manager.filter(pk__in=wanted).values_list("pk", _CALLED[label])
    }


def detail_text(detail: object, most: int | None = None) -> str:
    """What is noted beside the action, on one line; of a list at most so many."""
    if isinstance(detail, dict):
        return "；".join(f"{_DETAILS.get(key, key)}：{detail_text(value, most)}" for key, value in detail.items())
    if isinstance(detail, list):
        more = f" 等 {len(detail)} 项" if most is not None and len(detail) > most else ""
        return "、".join(detail_text(one, most) for one in detail[:most]) + more
    if detail is None:
        return "无"
    return ("是" if detail else "否") if isinstance(detail, bool) else str(detail)

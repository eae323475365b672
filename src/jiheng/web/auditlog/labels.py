"""What is done, in words: the Chinese names of the audit log's actions and subjects."""

from collections.abc import Iterable, Mapping

from django.apps import apps

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


_actions: dict[str, str] = {}
_called: dict[str, str] = {}
"""By which field a subject is known to people."""


def name_actions(names: Mapping[str, str]) -> None:
    """Say what users call an app's actions."""
    _actions.update(names)


def name_subjects(fields: Mapping[str, str]) -> None:
    """Say by which field the subjects of an app (`accounts.person`) are known to people."""
    _called.update(fields)


def action_name(action: str) -> str:
    """The action in words; as it is where it has none yet."""
    return _actions.get(action, action)


def action_names() -> list[tuple[str, str]]:
    """All actions with their names, for choosing one."""
    return list(_actions.items())


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
        if label in _called and number.isdecimal():
            numbers.setdefault(label, set()).add(int(number))
    return {
        f"{label}:{pk}": name
        for label, wanted in numbers.items()
        for pk, name in apps.get_model(label)._default_manager.filter(pk__in=wanted).values_list("pk", _called[label])
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

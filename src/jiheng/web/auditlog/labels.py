"""What is done, in words: the Chinese names of the audit log's actions and subjects."""

import datetime
import re
from collections.abc import Iterable, Mapping
from functools import cache

from django.apps import apps
from django.utils import timezone

from jiheng.form import Form, describe

_DETAILS = {
    "username": "用户名",
    "name": "名称",
    "names": "名称",
    "role": "角色",
    "roles": "角色数",
    "organisation": "机构",
    "organisations": "机构数",
    "people": "人数",
    "before": "原来",
    "after": "现在",
    "parent": "上级",
    "sessions": "会话数",
    "tokens": "令牌数",
    "token": "令牌",
    "own": "本人操作",
    "required": "必须使用",
    "project": "项目",
    "projects": "项目数",
    "version": "版本",
    "place": "位置",
    "places": "位置",
    "part": "哪一部分",
    "reason": "理由",
    "entries": "条数",
    "ending": "格式",
    "first": "首次设立",
    "what": "内容",
    "code": "代码",
    "codes": "代码",
    "kind": "类别",
    "sound": "完好",
    "by": "方式",
    "action": "事项",
    "scope": "范围",
    "expires": "有效期至",
    "expired": "过期文件",
    "orphans": "无主文件",
    "of": "共",
    "bytes": "大小",
    "file": "文件",
    "files": "文件数",
    "sha256": "摘要",
    "form": "自评表",
    "forms": "自评表",
    "secret": "其中涉密",
    "wares": "内容",
    "note": "说明",
    "evidence": "佐证材料",
    "remark": "意见",
    "conflict": "冲突",
    "score": "评审分",
    "check": "抽查",
    "seed": "抽查种子",
    "size": "抽取数",
    "drawn": "抽中",
    "rows": "指标数",
    "rows_before": "原来的指标数",
    "fields": "改了哪些",
    "added": "增加",
    "taken": "取消",
    "job": "任务",
    "from": "来自",
    "units": "单位",
    "due": "期限",
    "problems": "问题数",
    "items": "条数",
    "number": "编号",
    "import": "导入",
    "source": "文件",
    "back": "改回",
    "began": "新开始",
    "changed": "改动",
    "filters": "条件",
    "since": "从",
    "until": "到",
    "person": "人员",
    "subject": "对象",
    "wrong": "要改的处数",
    "cells": "改了几格",
    "row": "哪一行",
    "edited": "改过的条数",
    "made_at": "备份时间",
    "last_entry": "末条编号",
}
_ENDINGS = {"csv": "CSV", "xlsx": "Excel", "docx": "Word", "pdf": "PDF", "html": "网页"}
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SHORT = 12
_SCALE = 1024


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


def detail_text(detail: object, most: int | None = None, subject: str = "") -> str:
    """What is noted beside the action, in the office's words on one line; of a list at most so many.

    `subject` tells which model's fields and states the words are of.
    """
    if isinstance(detail, dict):
        parts = (f"{_DETAILS.get(key, key)}：{_value(key, value, most, subject)}" for key, value in detail.items())
        return "；".join(parts)
    return _value("", detail, most, subject)


def detail_names() -> set[str]:
    """What has a name here."""
    return set(_DETAILS)


def _value(key: str, value: object, most: int | None, subject: str) -> str:
    if isinstance(value, dict):
        return f"（{detail_text(value, most, subject)}）" if value else "无"
    if isinstance(value, list):
        more = f" 等 {len(value)} 项" if most is not None and len(value) > most else ""
        return "、".join(_value(key, part, most, subject) for part in value[:most]) + more
    if value is None or value == "":
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if key == "bytes" and isinstance(value, int):
        return f"{value // _SCALE // _SCALE} MB" if value >= _SCALE * _SCALE else f"{value // _SCALE} KB"
    return _word(key, str(value), subject)


def _word(key: str, text: str, subject: str) -> str:
    """A text as the office says it: a state, a field, a place of the form, a moment in local time."""
    if key in ("place", "places"):
        return describe(Form(), text.removeprefix("own:")) if text else "整张表"
    if key == "action":
        return action_name(text)
    if key == "ending":
        return _ENDINGS.get(text, text)
    if _DIGEST.fullmatch(text):
        return f"{text[:_SHORT]}…"
    moment = _moment(text) if key in ("expires", "made_at") else ""
    return moment or _words(subject.partition(":")[0]).get(text, text)


def _moment(text: str) -> str:
    try:
        return f"{timezone.localtime(datetime.datetime.fromisoformat(text)):%Y-%m-%d %H:%M}"
    except ValueError:
        return ""


@cache
def _words(label: str) -> dict[str, str]:
    """What a model calls its fields, and the values that they may have."""
    try:
        fields = apps.get_model(label)._meta.fields
    except (LookupError, ValueError):
        return {}
    found = {field.name: str(field.verbose_name) for field in fields}
    for field in fields:
        found |= {str(value): str(name) for value, name in field.flatchoices}
    return found

"""What was changed of a cycle, project or organisation, when and by whom, from its kept history."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
from django.db import models

from jiheng.form import Form, describe
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.forms.places import differences

_HIDDEN = ("path", "id")
_MOST = 30
"""Cells of the approved record that one change lists."""


class Step(NamedTuple):
    """One change: when, who, what sort (新建, 修改, 删除), and for each field its name, before and after."""

    at: Any
    who: str
    sort: str
    changes: list[tuple[str, str, str]]


def steps(subject: Any, page: slice) -> list[Step]:
    """The changes of a page, newest first. A field that is not in the history (who knows a secret) is left out."""
    kept = subject.history.select_related("history_user").order_by("-history_date", "-history_id")
    rows = list(kept[page.start : page.stop + 1])
    length = page.stop - page.start
    return [_step(row, rows[at + 1] if at + 1 < len(rows) else None) for at, row in enumerate(rows[:length])]


def namings(subject: models.Model) -> Iterator[tuple[Any, str, int, int]]:
    """For a project, when who was given or denied the knowledge of it: time, by whom, how many more, how many fewer."""
    key = f"{subject._meta.label_lower}:{subject.pk}"
    for entry in AuditEntry.objects.filter(subject=key, action="project.name").order_by("-id")[:_MOST]:
        yield entry.at, entry.person_name, len(entry.detail.get("added", [])), len(entry.detail.get("taken", []))


def _step(row: Any, before: Any) -> Step:
    sort = {"+": "新建", "~": "修改", "-": "删除"}[row.history_type]
    who = str(row.history_user) if row.history_user is not None else "系统"
    if row.history_type != "~" or before is None:
        return Step(row.history_date, who, sort, [])
    changes: list[tuple[str, str, str]] = []
    for change in row.diff_against(before, foreign_keys_are_objs=False).changes:
        field = row.instance_type._meta.get_field(change.field)
        if change.field == "approved":
            changes += _approved(change.old, change.new)
        elif change.field not in _HIDDEN:
            changes.append((str(field.verbose_name), _said(field, change.old), _said(field, change.new)))
    return Step(row.history_date, who, sort, changes)


def _said(field: Any, value: Any) -> str:
    if value is None or value == "":
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.is_relation:
        found = field.related_model.objects.filter(pk=value).first()
        return str(found) if found is not None else f"编号 {value}（已删除）"
    if field.choices:
        return str(dict(field.choices).get(value, value))
    return str(value)


def _approved(old: Any, new: Any) -> Iterator[tuple[str, str, str]]:
    before = msgspec.convert(old, Form) if old else Form()
    after = msgspec.convert(new, Form) if new else Form()
    found = list(differences(before, after))
    for change in found[:_MOST]:
        name = describe(after if change.after else before, change.place)
        yield f"批复：{name}", change.before or "（空）", change.after or "（空）"
    if len(found) > _MOST:
        yield f"批复：另有 {len(found) - _MOST} 格", "", ""

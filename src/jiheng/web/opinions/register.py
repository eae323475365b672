"""What this app gives to the workbench when it starts: names for the audit log, the reviewer's panel."""

from typing import Any

from django.http import HttpRequest

from jiheng.form import Form, describe
from jiheng.opinion import goal_table, quality
from jiheng.opinion.quality import Part
from jiheng.quantity.words import plain
from jiheng.web.accounts.permissions import may
from jiheng.web.accounts.request import person_of
from jiheng.web.auditlog import labels
from jiheng.web.forms import panels
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.saving import assessed
from jiheng.web.opinions.beside import DRAFT

labels.name_actions(
    {
        "opinion.keep": "保存审核意见书",
        "opinion.forget": "恢复审核意见书的草稿",
        "export.opinion": "导出审核意见书",
        "export.letter": "导出审核意见单",
        "export.common": "导出部门共性问题",
    }
)


def _panel(request: HttpRequest, form: SelfEvaluation) -> dict[str, Any]:
    """The quality of the self-evaluation, and the goal beside what answers it."""
    audit = assessed(form).audit
    found = quality(audit)
    return {
        "form": form,
        "total": plain(found.total),
        "verifiable": plain(found.verifiable),
        "of": plain(found.of),
        "parts": [(part.name, plain(part.score), plain(part.weight), _taken(part, audit.form)) for part in found.parts],
        "goals": goal_table(audit),
        "drafts": bool(may(person_of(request), DRAFT, form)),
    }


def _taken(part: Part, form: Form) -> list[tuple[str, str, str, str]]:
    """What took points off: check, place, the place in words, points."""
    return [
        (deduction.code, deduction.place, describe(form, deduction.place), plain(deduction.points))
        for deduction in part.deductions
        if deduction.points
    ]


panels.add("review", panels.Panel("quality", "质量与目标", "opinions/_panel.html", _panel))

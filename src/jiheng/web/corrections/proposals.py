"""What of a form can go into a notice: findings of the checks, open remarks, scores that reviewers took off."""

from typing import NamedTuple

from jiheng.form import describe
from jiheng.quantity.words import plain
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.saving import record_of
from jiheng.web.workflow.remarks import WHOLE, of_finding

_GRAVE = ("error", "warning")


class Proposal(NamedTuple):
    """A point that a notice may take up: where it comes from, its text, and the code of the check."""

    origin: str
    text: str
    code: str = ""


def proposals(form: SelfEvaluation) -> list[Proposal]:
    """Errors and warnings, remarks that are not closed, and lower scores of reviewers, in that order."""
    record = record_of(form)
    found = [
        Proposal(f"检查 {one['code']}", of_finding(one), one["code"])
        for one in form.findings
        if one["severity"] in _GRAVE
    ]
    for remark in form.remarks.filter(closed_at=None).order_by("id"):
        where = describe(record, remark.place) if remark.place else WHOLE
        found.append(Proposal("审核意见", f"{where}：{remark.text}"))
    for one in form.opinions.exclude(remark="").order_by("id"):
        given = "" if one.score is None else f"评审得分 {plain(one.score)} 分。"
        found.append(Proposal("评审意见", f"{describe(record, one.place)}：{given}{one.remark}"))
    return found

"""What of a form can go into a notice: findings of the checks, open remarks, scores that reviewers took off."""

from jiheng.form import describe
from jiheng.monitoring import Light
from jiheng.quantity.words import plain
from jiheng.web.corrections.models import Correction
from jiheng.web.cycles.models import Project
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.saving import record_of
from jiheng.web.monitoring import rows
from jiheng.web.monitoring.models import Sheet
from jiheng.web.procedure.proposals import ProposedPoint
from jiheng.web.workflow.remarks import WHOLE, of_finding

_GRAVE = ("error", "warning")


def behind(project: Project) -> list[ProposedPoint]:
    """What monitoring found behind, in the latest period in which the project was watched."""
    monitoring = Correction.Source.MONITORING
    sheet = Sheet.objects.filter(project=project).select_related("period", "project__cycle").order_by("-period__last")
    latest = sheet.first()
    if latest is None:
        return []
    origin = f"{latest.period}监控"
    money = rows.money(latest)
    found = (
        [ProposedPoint(origin, f"预算执行亮{money.light.label}灯：{money.trace.formula}。", "", monitoring)]
        if _behind(money.light)
        else []
    )
    for watched in rows.shown(latest, ()):
        if _behind(watched.judged.light):
            said = f"“{watched.row.l3}”亮{watched.judged.light.label}灯：{watched.judged.trace.formula}。"
            found.append(ProposedPoint(origin, said, "", monitoring))
    return found


def proposals(form: SelfEvaluation) -> list[ProposedPoint]:
    """Errors and warnings, remarks that are not closed, and lower scores of reviewers, in that order."""
    record = record_of(form)
    found = [
        ProposedPoint(f"检查 {finding['code']}", of_finding(finding), finding["code"])
        for finding in form.findings
        if finding["severity"] in _GRAVE
    ]
    for remark in form.remarks.filter(closed_at=None).order_by("id"):
        where = describe(record, remark.place) if remark.place else WHOLE
        found.append(ProposedPoint("审核意见", f"{where}：{remark.text}"))
    for opinion in form.opinions.exclude(remark="").order_by("id"):
        given = "" if opinion.score is None else f"评审得分 {plain(opinion.score)} 分。"
        found.append(ProposedPoint("评审意见", f"{describe(record, opinion.place)}：{given}{opinion.remark}"))
    return found


def _behind(light: Light) -> bool:
    return light.rank >= Light.YELLOW.rank

"""What stands at the end of the example's year: spot check, evaluations, what results say for the next budget."""

import datetime
from collections.abc import Mapping
from decimal import Decimal

import msgspec

from jiheng.web.accounts.models import Person
from jiheng.web.budget_advice.handling import propose
from jiheng.web.budget_advice.models import BudgetAdvice
from jiheng.web.commissions.models import Commission
from jiheng.web.cycles.models import Cycle
from jiheng.web.demo.year import step
from jiheng.web.evaluations import rating
from jiheng.web.evaluations.models import Evaluation, Paper
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.saving import count_findings
from jiheng.web.verdicts.models import Verdict
from jiheng.web.workflow import spot_check
from jiheng.writing.report.framework import FrameworkItem

People = Mapping[str, Person]
_EVALUATED = 6
"""Which project is evaluated."""


def seed(cycle: Cycle, people: People, today: datetime.date) -> None:
    """Everything that comes after the self-evaluations."""
    for form in SelfEvaluation.objects.filter(cycle=cycle).select_related("project", "cycle"):
        count_findings(form)  # monitoring has begun since
    _spot_checked(cycle, people["caizheng"])
    _entrusted(cycle, people, today)
    _evaluated(cycle, people)
    _advised(cycle, people["caizheng"], people["yusuan"])


def _evaluated(cycle: Cycle, people: People) -> None:
    """A 重点评价 of a project by two experts, its draft with the unit for comment."""
    project = cycle.projects.filter(secret=False).select_related("unit", "cycle").order_by("code")[_EVALUATED]
    row = Evaluation.objects.create(
        project=project,
        unit=project.unit,
        issuer=cycle.organisation,
        kind=Evaluation.Kind.FINANCE,
        items=rating.fresh(cycle),
        problems="立项论证只有会议纪要，没有测算依据；满意度调查样本偏少。",
        advice="补充经费测算；按服务对象人数扩大问卷样本。",
        by=people["caizheng"],
        state=Evaluation.WAY.first,
    )
    for username, lost in (("pingjia", {0: "1", 15: "3"}), ("zhuguan", {0: "0.5", 15: "2"})):
        entries = [msgspec.to_builtins(_entry(item, lost.get(at))) for at, item in enumerate(rating.items_of(row))]
        Paper.objects.create(evaluation=row, project=project, given_to=people[username], entries=entries, done=True)
    scored = rating.result_of(row, list(row.papers.all())).scored
    row.score, row.grade = scored.score, scored.grade or ""
    for action in ("evaluation.start", "evaluation.collect", "evaluation.ask"):
        step(row, action, people["caizheng"])


def _entry(item: FrameworkItem, lost: str | None) -> rating.RatingEntry:
    """What an expert found, with the points taken off."""
    found, source = "查阅批复文件、合同和验收单，与自评表一致。", "项目批复、合同台账、验收单"
    if lost is None:
        return rating.RatingEntry(found, source, "", f"{item.weight}")
    return rating.RatingEntry("资料不全。", source, "", f"{item.weight - Decimal(lost)}", "依据不充分")


def _spot_checked(cycle: Cycle, bureau: Person) -> None:
    """A draw of three with the results of two, one of them at fault."""
    check = spot_check.make(bureau, cycle, spot_check.Wish(2024, 3, None, 1, "none", spot_check.HANDED_IN))
    forms = SelfEvaluation.objects.filter(pk__in=check.drawn, project__secret=False, total__isnull=False)
    for form, off in zip(forms.order_by("pk")[:2], (0, 4), strict=False):
        found = "巡查记录只有 9 个月，按记录核减。" if off else "记录齐全。"
        Verdict.objects.create(
            draw=check,
            form=form,
            filled=form.total,
            score=(form.total or 0) - off,
            evidence=Verdict.Evidence.PARTLY if off else Verdict.Evidence.AGREES,
            wrong=bool(off),
            conclusion=found,
            by=bureau,
        )


def _entrusted(cycle: Cycle, people: People, today: datetime.date) -> None:
    """A task for the third party, of the forms given to them that are under review."""
    row = Commission.objects.create(
        cycle=cycle,
        unit=cycle.organisation,
        given_to=people["pingjia"],
        name=f"{cycle.year}年度项目支出绩效自评第三方复核",
        demand="重点核实数量指标的依据和满意度调查。",
        due=today + datetime.timedelta(12),
        by=people["caizheng"],
        state=Commission.WAY.first,
    )
    row.forms.set(cycle.forms.filter(assigned=people["pingjia"], state__in=("department", "finance")))


def _advised(cycle: Cycle, bureau: Person, office: Person) -> None:
    """Advices for the final forms: one waits for the budget office, one is answered."""
    propose(bureau, cycle)
    rows = list(BudgetAdvice.objects.filter(project__cycle=cycle).order_by("pk"))
    for row in rows:
        step(row, "advice.send", bureau)
    answered = rows[-1]
    answered.answer, answered.reply = BudgetAdvice.Answer.PARTLY, "按上年执行数安排，年中视进度追加。"
    answered.amount = Decimal("86.5")
    step(answered, "advice.answer", office)

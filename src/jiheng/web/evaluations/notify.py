"""Who is told of a step of an evaluation."""

from django.urls import reverse

from jiheng.web.accounts.models import Person
from jiheng.web.evaluations.models import Evaluation
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell_all
from jiheng.web.procedure.models import Step
from jiheng.web.procedure.recipients import OF_UNIT, name_of, people


def tell(person: Person, row: Evaluation, step: Step) -> None:
    """Experts of what they are to rate, the unit of the draft and the end, whoever began it of what comes back."""
    name, page = name_of(row.project), reverse("evaluations:show", args=[row.pk])
    what, key = step.action.partition(".")[2], f"evaluation:{step.pk}"
    if what in ("start", "reopen"):
        for paper in row.papers.select_related("given_to"):
            to = reverse("evaluations:paper", args=[paper.pk])
            tell_all([paper.given_to], Notice.Kind.WORK, f"请评{name}的评价底稿。", to, f"{key}:{paper.pk}")
        return
    unit, kind = people(row.unit, OF_UNIT, row.project), row.get_kind_display()
    says = {
        "ask": (unit, Notice.Kind.WORK, f"{name}的{kind}报告征求意见，请提出意见。"),
        "comment": ([row.by], Notice.Kind.WORK, f"{row.unit.name}对{name}的评价报告提了意见。"),
        "finish": (unit, Notice.Kind.READY, f"{name}的{kind}报告已定稿。"),
    }
    if what in says:
        to_whom, notice, text = says[what]
        tell_all(to_whom, notice, text, page, key, by=person)

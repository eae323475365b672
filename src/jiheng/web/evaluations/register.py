"""What this app gives to the workbench when it starts: menu, names for the audit log, papers, what waits."""

from jiheng.web.accounts import menu, permissions
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import may
from jiheng.web.auditlog import labels
from jiheng.web.evaluations import found, waiting  # noqa: F401
from jiheng.web.evaluations.handling import SEE
from jiheng.web.evaluations.models import Evaluation
from jiheng.web.files.access import FileClaim
from jiheng.web.procedure.attachments import claimed_by

permissions.name_states(Evaluation.WAY.labels)
menu.add(62, "评价", "evaluations:list", SEE)
menu.add(62, "评价", "evaluations:list", "evaluation.paper")
labels.name_actions(
    {
        "evaluation.begin": "开始绩效评价",
        "evaluation.plan": "定评价指标和专家",
        "evaluation.ask": "评价报告征求意见",
        "export.evaluation": "导出评价报告",
    }
)
labels.name_subjects({"evaluations.evaluation": "project__code"})


@claimed_by("evaluations.evaluation")
def claim(pk: int, person: Person) -> FileClaim | None:
    """Those on the issuer's side and the expert themself may have the evidence; those evaluated may not."""
    row = Evaluation.objects.select_related("unit", "project", "issuer").filter(pk=pk).first()
    if row is None:
        return None
    paper = row.papers.filter(given_to=person).first()
    if paper is not None:
        return FileClaim(row, may(person, "evaluation.paper", paper), row.project.secret)
    ruling = may(person, SEE, row.issuer)
    return FileClaim(row, may(person, SEE, row) if ruling else ruling, row.project.secret)

"""What this app gives to the workbench when it starts: menu, names for the audit log, panel, what waits."""

from django.http import HttpRequest

from jiheng.quantity import money
from jiheng.quantity.words import WAN, plain
from jiheng.web.accounts import menu, permissions
from jiheng.web.accounts.permissions import may
from jiheng.web.accounts.request import person_of
from jiheng.web.auditlog import labels
from jiheng.web.budget_advice import waiting  # noqa: F401
from jiheng.web.budget_advice.handling import SEE
from jiheng.web.budget_advice.models import BudgetAdvice
from jiheng.web.forms import panels
from jiheng.web.forms.assess import MONEY_UNIT
from jiheng.web.goals.models import Declaration

permissions.name_states(BudgetAdvice.WAY.labels)
menu.add(66, "结果应用", "budget_advice:list", SEE)
labels.name_actions(
    {
        "advice.propose": "按规则提出结果应用建议",
        "advice.change": "改结果应用建议",
        "advice.send": "结果应用建议送预算处室",
        "export.advices": "导出结果应用建议",
    }
)
labels.name_subjects({"budget_advice.budgetadvice": "project__code"})


def _last_year(request: HttpRequest, declaration: Declaration) -> dict[str, object]:
    """What was advised of the same project a year ago, with how far the budget now asked for is from the answer."""
    project = declaration.project
    row = (
        BudgetAdvice.objects.filter(
            project__code=project.code, project__cycle__year=project.cycle.year - 1, unit=project.unit
        )
        .select_related("unit", "project")
        .first()
    )
    if row is None or not may(person_of(request), SEE, row):
        return {"row": None}
    asked = money(declaration.asked, MONEY_UNIT) if declaration.asked else None
    over = None if asked is None or row.amount is None else asked / WAN - row.amount
    return {"row": row, "over": plain(over) if over is not None and over > 0 else ""}


panels.add("goals", panels.Panel("advice", "上年结果应用", "budget_advice/_panel.html", _last_year))

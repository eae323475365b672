"""What programs may read of the end of the year: what results say for the next budget."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from jiheng.web.accounts.permissions import require
from jiheng.web.api.authentication import Bearer, person_of
from jiheng.web.api.paging import Cursor, Limit, Page, page
from jiheng.web.api.read_endpoints import LISTED, ONE, Number
from jiheng.web.api.schemas import Id
from jiheng.web.api.year_schemas import BudgetAdviceOut, BudgetAdviceWithReasons, YearResultOut
from jiheng.web.budget_advice import ledger
from jiheng.web.budget_advice.handling import SEE
from jiheng.web.budget_advice.models import BudgetAdvice
from jiheng.web.forms.secret_reads import read_secret_project

router = Router(auth=Bearer())


@router.get("/budget-advice", response={200: Page[BudgetAdviceOut], **LISTED}, summary="结果应用建议")
def budget_advices(
    request: HttpRequest, cursor: Cursor, limit: Limit, cycle: Number = None, unit: Number = None
) -> dict[str, Any]:
    """看得到的结果应用建议，可按年度、单位筛选。"""
    wanted = {name: value for name, value in {"project__cycle": cycle, "unit_id": unit}.items() if value is not None}
    return page(ledger.visible(person_of(request)).filter(**wanted), cursor, limit, _advice)


@router.get("/budget-advice/{advice}", response={200: BudgetAdviceWithReasons, **ONE}, summary="一条结果应用建议")
def budget_advice(request: HttpRequest, advice: Id) -> BudgetAdviceWithReasons:
    """理由、所看的各年结果和答复意见。"""
    row = get_object_or_404(BudgetAdvice.objects.select_related("project", "unit"), pk=advice)
    require(person_of(request), SEE, row)
    read_secret_project(person_of(request), row.project, {"by": "api", "what": "结果应用建议"})
    results = [YearResultOut(**one) for one in row.years]
    said = {name: getattr(row, name) for name in ("why", "changed_why", "reply")}
    return BudgetAdviceWithReasons(**_advice(row).dict(), **said, results=results)


def _advice(row: BudgetAdvice) -> BudgetAdviceOut:
    found: dict[str, Any] = {name: getattr(row, name) for name in ("id", "state", "by_rules", "advice", "amount", "at")}
    found |= {"project": row.project_id, "unit": row.unit_id, "cycle": row.project.cycle_id}
    return BudgetAdviceOut(
        **found, answer=BudgetAdvice.Answer(row.answer) if row.answer else None, state_name=row.stage.label
    )

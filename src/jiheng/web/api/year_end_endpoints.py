"""What programs may read of the end of the year: verdicts, evaluations, what results say for the next budget."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from jiheng.form import LEVELS
from jiheng.web.accounts.models import Organisation
from jiheng.web.accounts.permissions import require, units_within, within
from jiheng.web.api.authentication import Bearer, person_of
from jiheng.web.api.paging import Cursor, Limit, Page, narrowed, page
from jiheng.web.api.read_endpoints import LISTED, ONE, Number
from jiheng.web.api.schemas import Id
from jiheng.web.api.serialize import of_project
from jiheng.web.api.year_end_schemas import (
    BudgetAdviceOut,
    BudgetAdviceWithReasons,
    CommissionedFormOut,
    CommissionOut,
    CommissionWithForms,
    EvaluationOut,
    EvaluationWithItems,
    RatedItemOut,
    VerdictOut,
    YearResultOut,
)
from jiheng.web.budget_advice import ledger
from jiheng.web.budget_advice.handling import SEE
from jiheng.web.budget_advice.models import BudgetAdvice
from jiheng.web.commissions.handling import SEE as COMMISSION
from jiheng.web.commissions.models import Commission
from jiheng.web.commissions.progress import lines
from jiheng.web.evaluations.handling import SEE as EVALUATION
from jiheng.web.evaluations.handling import result
from jiheng.web.evaluations.models import Evaluation
from jiheng.web.evaluations.rating import Rated
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.secret_reads import read_secret_project
from jiheng.web.verdicts.models import Verdict

router = Router(auth=Bearer())


@router.get("/budget-advice", response={200: Page[BudgetAdviceOut], **LISTED}, summary="结果应用建议")
def budget_advices(
    request: HttpRequest, cursor: Cursor, limit: Limit, cycle: Number = None, unit: Number = None
) -> dict[str, Any]:
    """看得到的结果应用建议，可按年度、单位筛选。"""
    wanted = narrowed(project__cycle=cycle, unit_id=unit)
    return page(ledger.visible(person_of(request)).filter(**wanted), cursor, limit, _advice)


@router.get("/budget-advice/{proposal}", response={200: BudgetAdviceWithReasons, **ONE}, summary="一条结果应用建议")
def budget_advice(request: HttpRequest, proposal: Id) -> BudgetAdviceWithReasons:
    """理由、所看的各年结果和答复意见。"""
    row = get_object_or_404(BudgetAdvice.objects.select_related("project", "unit"), pk=proposal)
    require(person_of(request), SEE, row)
    read_secret_project(person_of(request), row.project, {"by": "api", "what": "结果应用建议"})
    results = [YearResultOut(**year) for year in row.years]
    said = {name: getattr(row, name) for name in ("why", "changed_why", "reply")}
    return BudgetAdviceWithReasons(**_advice(row).dict(), **said, results=results)


@router.get("/commissions", response={200: Page[CommissionOut], **LISTED}, summary="委托评价")
def commissions(
    request: HttpRequest, cursor: Cursor, limit: Limit, cycle: Number = None, unit: Number = None
) -> dict[str, Any]:
    """看得到的委托评价，可按年度、委托机构筛选。"""
    wanted = narrowed(cycle_id=cycle, unit_id=unit)
    rows = Commission.objects.filter(within(person_of(request), COMMISSION), **wanted)
    return page(rows.select_related("given_to"), cursor, limit, _commission)


@router.get("/commissions/{commission}", response={200: CommissionWithForms, **ONE}, summary="一项委托评价")
def commission(request: HttpRequest, commission: Id) -> CommissionWithForms:
    """评价结论，每张表评了几行、评价得分（没有评完的为 null）。"""
    row = get_object_or_404(Commission.objects.select_related("unit", "given_to"), pk=commission)
    person = person_of(request)
    require(person, COMMISSION, row)
    forms = [
        CommissionedFormOut(
            form=line.form.pk, given=line.given, rows=line.rows, filled=line.form.total, total=line.mine
        )
        for line in lines(person, row)
    ]
    return CommissionWithForms(**_commission(row).dict(), conclusion=row.conclusion, forms=forms)


@router.get("/evaluations", response={200: Page[EvaluationOut], **LISTED}, summary="绩效评价")
def evaluations(
    request: HttpRequest, cursor: Cursor, limit: Limit, cycle: Number = None, unit: Number = None
) -> dict[str, Any]:
    """看得到的部门评价、重点评价，可按年度、单位筛选。"""
    wanted = narrowed(project__cycle=cycle, unit_id=unit)
    rows = Evaluation.objects.filter(within(person_of(request), EVALUATION), **wanted)
    heavy = ("project__approved", "items", "problems", "advice", "comment", "answer")
    return page(rows.select_related("project").defer(*heavy), cursor, limit, _evaluation)


@router.get("/evaluations/{evaluation}", response={200: EvaluationWithItems, **ONE}, summary="一项绩效评价")
def evaluation(request: HttpRequest, evaluation: Id) -> EvaluationWithItems:
    """各项指标的平均分、最低和最高分，报告的文字，单位的意见。"""
    row = get_object_or_404(Evaluation.objects.select_related("project__cycle", "unit", "issuer"), pk=evaluation)
    require(person_of(request), EVALUATION, row)
    read_secret_project(person_of(request), row.project, {"by": "api", "what": "绩效评价"})
    found = result(row)
    items = [] if isinstance(found, str) else [_rated(rated) for rated in found.rated]
    said = {name: getattr(row, name) for name in ("problems", "advice", "comment", "answer")}
    return EvaluationWithItems(**_evaluation(row).dict(), **said, items=items)


@router.get("/verdicts", response={200: Page[VerdictOut], **LISTED}, summary="抽查结果")
def verdicts(
    request: HttpRequest, cursor: Cursor, limit: Limit, cycle: Number = None, unit: Number = None
) -> dict[str, Any]:
    """看得到的抽查里逐张表的结果，可按年度、单位筛选。"""
    person = person_of(request)
    require(person, "spotcheck.see")
    wanted = narrowed(form__cycle=cycle, form__unit=unit)
    draws = Organisation.objects.filter(units_within(person, "spotcheck.see")).order_by().values("pk")
    forms = SelfEvaluation.objects.filter(within(person, "form.see")).order_by().values("pk")
    rows = Verdict.objects.filter(draw__organisation__in=draws, form__in=forms, **wanted)
    return page(rows.select_related("form__project").defer("form__record", "form__findings"), cursor, limit, _verdict)


def _rated(rated: Rated) -> RatedItemOut:
    named = {name: getattr(rated.item, name) for name in (*LEVELS, "weight")}
    return RatedItemOut(**named, mean=rated.mean, low=rated.low, high=rated.high, apart=rated.apart)


def _evaluation(row: Evaluation) -> EvaluationOut:
    return EvaluationOut(**of_project(row, "kind", "score", "grade", issuer=row.issuer_id))


def _verdict(row: Verdict) -> VerdictOut:
    names = ("id", "filled", "score", "evidence", "wrong", "conclusion", "at")
    found: dict[str, Any] = {name: getattr(row, name) for name in names}
    return VerdictOut(**found, draw=row.draw_id, form=row.form_id)


def _commission(row: Commission) -> CommissionOut:
    found: dict[str, Any] = {
        name: getattr(row, name) for name in ("id", "name", "state", "due", "handed_on", "overdue")
    }
    found |= {"cycle": row.cycle_id, "unit": row.unit_id, "evaluator": str(row.given_to)}
    return CommissionOut(**found, state_name=row.stage.label)


def _advice(row: BudgetAdvice) -> BudgetAdviceOut:
    answer = BudgetAdvice.Answer(row.answer) if row.answer else None
    return BudgetAdviceOut(**of_project(row, "by_rules", "advice", "amount", "at", answer=answer))

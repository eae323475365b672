"""What programs may read of the objects of the year: the same as their person sees on the pages."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from jiheng.web.accounts.permissions import require, within
from jiheng.web.api.authentication import Bearer, person_of
from jiheng.web.api.paging import Cursor, Limit, Page, narrowed, page
from jiheng.web.api.read_endpoints import LISTED, ONE, Number
from jiheng.web.api.schemas import Id
from jiheng.web.api.serialize import of_project
from jiheng.web.api.year_schemas import (
    BatchOut,
    CorrectionItemOut,
    CorrectionOut,
    CorrectionWithItems,
    SheetOut,
    SheetWithRows,
    WatchedRowOut,
)
from jiheng.web.corrections import ledger
from jiheng.web.corrections.models import Correction
from jiheng.web.forms.secret_reads import read_secret_project
from jiheng.web.monitoring.models import Sheet
from jiheng.web.monitoring.rows import shown
from jiheng.web.publishing.models import Batch

router = Router(auth=Bearer())
_WORKED_OUT = ("target", "light", "how")
"""What a row of monitoring does not hold itself."""


@router.get("/corrections", response={200: Page[CorrectionOut], **LISTED}, summary="整改通知")
def corrections(
    request: HttpRequest, cursor: Cursor, limit: Limit, cycle: Number = None, unit: Number = None
) -> dict[str, Any]:
    """看得到的整改通知，可按年度、单位筛选。"""
    wanted = narrowed(cycle_id=cycle, unit_id=unit)
    return page(ledger.visible(person_of(request)).filter(**wanted), cursor, limit, _correction)


@router.get("/corrections/{correction}", response={200: CorrectionWithItems, **ONE}, summary="一份整改通知")
def correction(request: HttpRequest, correction: Id) -> CorrectionWithItems:
    """通知里的每一条问题和整改情况。"""
    rows = Correction.objects.select_related("unit", "project", "cycle", "issuer", "form__project")
    row = get_object_or_404(rows, pk=correction)
    require(person_of(request), ledger.SEE, row)
    if row.project is not None:
        read_secret_project(person_of(request), row.project, {"by": "api", "what": "整改通知"})
    items = [CorrectionItemOut.from_orm(item) for item in row.items.all()]
    return CorrectionWithItems(**_correction(row).dict(), demand=row.demand, items=items)


@router.get("/monitoring", response={200: Page[SheetOut], **LISTED}, summary="监控表")
def sheets(
    request: HttpRequest, cursor: Cursor, limit: Limit, cycle: Number = None, unit: Number = None
) -> dict[str, Any]:
    """看得到的监控表，可按年度、单位筛选。"""
    wanted = narrowed(period__cycle=cycle, unit_id=unit)
    rows = Sheet.objects.filter(within(person_of(request), "monitoring.see"), **wanted)
    return page(rows.select_related("period").defer("rows"), cursor, limit, _sheet)


@router.get("/monitoring/{sheet}", response={200: SheetWithRows, **ONE}, summary="一张监控表")
def sheet(request: HttpRequest, sheet: Id) -> SheetWithRows:
    """监控表的每一行和灯。"""
    rows = Sheet.objects.select_related("project__cycle", "project__unit", "unit", "period")
    row = get_object_or_404(rows, pk=sheet)
    require(person_of(request), "monitoring.see", row)
    read_secret_project(person_of(request), row.project, {"by": "api", "what": "监控表"})
    drawn = [
        WatchedRowOut(
            **{name: getattr(watched.row, name) for name in WatchedRowOut.model_fields if name not in _WORKED_OUT},
            target=watched.target,
            light=watched.judged.light,
            how=watched.how,
        )
        for watched in shown(row, ())
    ]
    return SheetWithRows(**_sheet(row).dict(), rows=drawn)


@router.get("/publications", response={200: Page[BatchOut], **LISTED}, summary="公开批次")
def publications(
    request: HttpRequest, cursor: Cursor, limit: Limit, cycle: Number = None, unit: Number = None
) -> dict[str, Any]:
    """看得到的公开批次，可按年度、主管部门筛选。"""
    wanted = narrowed(cycle_id=cycle, unit_id=unit)
    return page(Batch.objects.filter(within(person_of(request), "publish.see"), **wanted), cursor, limit, _batch)


def _batch(row: Batch) -> BatchOut:
    names = [name for name in BatchOut.model_fields if name not in ("cycle", "unit", "state_name")]
    found: dict[str, Any] = {name: getattr(row, name) for name in names}
    return BatchOut(**found, cycle=row.cycle_id, unit=row.unit_id, state_name=row.stage.label)


def _sheet(row: Sheet) -> SheetOut:
    names = ("executed", "light", "money_light", "lights", "version")
    return SheetOut(**of_project(row, *names, cycle=row.period.cycle_id, period=str(row.period)))


def _correction(row: Correction) -> CorrectionOut:
    names = ("id", "number", "source", "state", "due", "responsible", "issued_at", "closed_at", "overdue")
    found: dict[str, Any] = {name: getattr(row, name) for name in names}
    about = {name: getattr(row, f"{name}_id") for name in ("cycle", "unit", "project", "form", "issuer")}
    return CorrectionOut(**found, **about, state_name=row.stage.label)

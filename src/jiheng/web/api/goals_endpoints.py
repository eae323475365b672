"""What programs may read of goals: declarations with their approved versions, adjustments with what they change."""

from typing import Any

import msgspec
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from jiheng.web.accounts.permissions import require, within
from jiheng.web.adjustments.handling import wanted
from jiheng.web.adjustments.models import Adjustment
from jiheng.web.api.authentication import Bearer, person_of
from jiheng.web.api.paging import Cursor, Limit, Page, narrowed, page
from jiheng.web.api.read_endpoints import LISTED, ONE, Number
from jiheng.web.api.schemas import Id
from jiheng.web.api.serialize import of_project
from jiheng.web.api.year_schemas import (
    AdjustedCellOut,
    AdjustmentOut,
    AdjustmentWithCells,
    ApprovedOut,
    DeclarationOut,
    DeclarationWithGoals,
)
from jiheng.web.forms.secret_reads import read_secret_project
from jiheng.web.goals import table
from jiheng.web.goals.models import Declaration

router = Router(auth=Bearer())


@router.get("/goals", response={200: Page[DeclarationOut], **LISTED}, summary="目标申报")
def declarations(
    request: HttpRequest, cursor: Cursor, limit: Limit, cycle: Number = None, unit: Number = None
) -> dict[str, Any]:
    """看得到的目标申报，可按年度、单位筛选。"""
    rows = Declaration.objects.filter(
        within(person_of(request), "goals.see"), **narrowed(project__cycle=cycle, unit_id=unit)
    )
    return page(rows.select_related("project").defer("entered", "project__approved"), cursor, limit, _declaration)


@router.get("/goals/{declaration}", response={200: DeclarationWithGoals, **ONE}, summary="一份目标申报")
def declaration(request: HttpRequest, declaration: Id) -> DeclarationWithGoals:
    """现在填写的目标和指标，以及批复过的各版。"""
    rows = Declaration.objects.select_related("project__cycle", "project__unit__parent", "unit")
    row = get_object_or_404(rows, pk=declaration)
    require(person_of(request), "goals.see", row)
    read_secret_project(person_of(request), row.project, {"by": "api", "what": "绩效目标"})
    record = msgspec.to_builtins(table.form_of(row, table.entered_of(row)))
    approved = [ApprovedOut.from_orm(version) for version in row.project.approved_versions.all()]
    return DeclarationWithGoals(**_declaration(row).dict(), record=record, approved=approved)


@router.get("/adjustments", response={200: Page[AdjustmentOut], **LISTED}, summary="目标调整申请")
def adjustments(
    request: HttpRequest, cursor: Cursor, limit: Limit, cycle: Number = None, unit: Number = None
) -> dict[str, Any]:
    """看得到的目标调整申请，可按年度、单位筛选。"""
    rows = Adjustment.objects.filter(
        within(person_of(request), "adjust.see"), **narrowed(project__cycle=cycle, unit_id=unit)
    )
    heavy = ("base", "entered", "project__approved")
    return page(rows.select_related("project").defer(*heavy), cursor, limit, _adjustment)


@router.get("/adjustments/{adjustment}", response={200: AdjustmentWithCells, **ONE}, summary="一份目标调整申请")
def adjustment(request: HttpRequest, adjustment: Id) -> AdjustmentWithCells:
    """要调整的每一格，原批复和调整后。"""
    row = get_object_or_404(Adjustment.objects.select_related("project__cycle", "unit"), pk=adjustment)
    require(person_of(request), "adjust.see", row)
    read_secret_project(person_of(request), row.project, {"by": "api", "what": "目标调整申请"})
    cells = [AdjustedCellOut(**cell._asdict()) for cell in wanted(row)]
    return AdjustmentWithCells(**_adjustment(row).dict(), cells=cells)


def _declaration(row: Declaration) -> DeclarationOut:
    return DeclarationOut(**of_project(row, "asked", "errors", "version"))


def _adjustment(row: Adjustment) -> AdjustmentOut:
    return AdjustmentOut(**of_project(row, "why", "document", "at"))

"""What programs may read: the same as their person sees on the pages."""

from typing import Annotated, Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import require, units_within, within
from jiheng.web.api import serialize
from jiheng.web.api.authentication import Bearer, person_of
from jiheng.web.api.paging import Cursor, Limit, Page, page
from jiheng.web.api.schemas import (
    CycleOut,
    FindingOut,
    FormItem,
    FormOut,
    Id,
    Moment,
    OrganisationOut,
    PersonOut,
    Problem,
    ProjectOut,
    ScoresOut,
    StepOut,
    VersionOut,
)
from jiheng.web.cycles.current import cycles_of
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.forms.secret_reads import read_secret
from jiheng.web.workflow.models import Transition

router = Router(auth=Bearer())
LISTED = {401: Problem, 403: Problem, 422: Problem}
ONE = {**LISTED, 404: Problem}

Number = Annotated[int | None, Query(None, ge=1, le=2**63 - 1)]


@router.get("/organisations", response={200: Page[OrganisationOut], **LISTED}, summary="机构")
def organisations(request: HttpRequest, cursor: Cursor, limit: Limit) -> dict[str, Any]:
    """看得到其自评表的机构，或由本人管理的机构。"""
    return page(_organisations(person_of(request)), cursor, limit, serialize.organisation)


@router.get("/people", response={200: Page[PersonOut], **LISTED}, summary="人员")
def people(request: HttpRequest, cursor: Cursor, limit: Limit) -> dict[str, Any]:
    """有账号的人和他们的角色，给管理人员的人看。"""
    require(person_of(request), "person.manage")
    return page(Person.objects.prefetch_related("memberships"), cursor, limit, serialize.person)


@router.get("/cycles", response={200: Page[CycleOut], **LISTED}, summary="年度自评")
def cycles(request: HttpRequest, cursor: Cursor, limit: Limit) -> dict[str, Any]:
    """与本人有关的年度自评。"""
    mine = [cycle.pk for cycle in cycles_of(person_of(request))]
    return page(Cycle.objects.filter(pk__in=mine), cursor, limit, serialize.cycle)


@router.get("/projects", response={200: Page[ProjectOut], **LISTED}, summary="项目")
def projects(
    request: HttpRequest, cursor: Cursor, limit: Limit, cycle: Number = None, unit: Number = None
) -> dict[str, Any]:
    """看得到或由本人管理的项目。"""
    rows = _projects(person_of(request))
    return page(_narrowed(rows, cycle_id=cycle, unit_id=unit), cursor, limit, serialize.project)


@router.get("/forms", response={200: Page[FormItem], **LISTED}, summary="自评表")
def forms(
    request: HttpRequest,
    cursor: Cursor,
    limit: Limit,
    cycle: Number = None,
    unit: Number = None,
    state: State | None = None,
    finding: Annotated[
        str | None, Query(None, max_length=8, pattern=r"^[A-Z0-9]+$", description="有这一项问题")
    ] = None,
    changed_since: Annotated[Moment | None, Query(None, description="此后改过或办理过，须带时区")] = None,
) -> dict[str, Any]:
    """看得到的自评表，可按年度、单位、状态、问题、修改或办理的时间筛选。"""
    rows = _narrowed(_forms(person_of(request)), cycle_id=cycle, unit_id=unit, state=state)
    if changed_since is not None:
        moved = Transition.objects.filter(at__gte=changed_since).values("form")
        rows = rows.filter(Q(changed_at__gte=changed_since) | Q(pk__in=moved))
    if finding:
        rows = rows.filter(finding_counts__code=finding)
    return page(rows.defer("record", "own", "findings"), cursor, limit, serialize.item)


@router.get("/forms/{form}", response={200: FormOut, **ONE}, summary="一张自评表的内容")
def form(request: HttpRequest, form: Id) -> FormOut:
    """表上的内容、自定的得分、不能填写的单元格。"""
    return serialize.form(seen(request, form, "form"))


@router.get("/forms/{form}/scores", response={200: ScoresOut, **ONE}, summary="得分和由来")
def scores(request: HttpRequest, form: Id) -> ScoresOut:
    """每一分按办法怎么算出来：用了哪些单元格、哪条规则。"""
    return serialize.scores(seen(request, form, "scores"))


@router.get("/forms/{form}/findings", response={200: list[FindingOut], **ONE}, summary="问题")
def findings(request: HttpRequest, form: Id) -> list[FindingOut]:
    """尚未改正的问题，每一个在哪一格、为什么、怎么改。"""
    return serialize.findings(seen(request, form, "findings"))


@router.get("/forms/{form}/versions", response={200: Page[VersionOut], **ONE}, summary="各次保存")
def versions(request: HttpRequest, form: Id, cursor: Cursor, limit: Limit) -> dict[str, Any]:
    """每次保存：谁、何时、把哪一格从什么改成什么。"""
    rows = seen(request, form, "versions").versions.select_related("person")
    return page(rows, cursor, limit, serialize.version, by="number")


@router.get("/forms/{form}/steps", response={200: Page[StepOut], **ONE}, summary="提交、审核、退回")
def steps(request: HttpRequest, form: Id, cursor: Cursor, limit: Limit) -> dict[str, Any]:
    """表走过的每一步。"""
    rows = seen(request, form, "steps").steps.select_related("person")
    return page(rows, cursor, limit, serialize.step)


def seen(request: HttpRequest, form: int, what: str) -> SelfEvaluation:
    """A form that the person may see; a secret one's reading goes on record. Raises Http404, Denied."""
    row = get_object_or_404(SelfEvaluation.objects.select_related("project", "unit", "cycle"), pk=form)
    require(person_of(request), "form.see", row)
    read_secret(person_of(request), row, {"by": "api", "what": what})
    return row


def _organisations(person: Person) -> QuerySet[Organisation]:
    return Organisation.objects.filter(units_within(person, "form.see") | units_within(person, "organisation.manage"))


def _projects(person: Person) -> QuerySet[Project]:
    managed = Organisation.objects.filter(units_within(person, "project.manage"))
    named = Project.named.through.objects.filter(person=person).values("project")
    mine = Q(form__in=SelfEvaluation.objects.filter(within(person, "form.see")))
    theirs = Q(unit__in=managed) & (Q(secret=False) | Q(pk__in=named))
    bare = SelfEvaluation.objects.only("project_id")
    return Project.objects.filter(mine | theirs).defer("approved").prefetch_related(Prefetch("form", bare))


def _forms(person: Person) -> QuerySet[SelfEvaluation]:
    return (
        SelfEvaluation.objects.filter(within(person, "form.see")).select_related("project").defer("project__approved")
    )


def _narrowed(rows: QuerySet[Any], **wanted: object) -> QuerySet[Any]:
    return rows.filter(**{name: value for name, value in wanted.items() if value is not None})

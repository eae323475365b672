"""What a unit asks its department to mend in the approved goals, which it cannot write itself."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from jiheng.form import Form, cell, describe, place_of
from jiheng.web.accounts.models import Membership, Organisation, Person, Role
from jiheng.web.accounts.permissions import held, require, units_within
from jiheng.web.accounts.ready_for import ReadyCount
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Project
from jiheng.web.cycles.scope import known
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.places import tidy
from jiheng.web.forms.saving import record_of
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell, tell_all
from jiheng.web.planning.models import MendRequest
from jiheng.web.procedure.todo import Todo, tells

ASK = "project.ask"
LONGEST = 500


@transaction.atomic
def ask(person: Person, form: SelfEvaluation, place: str, text: str) -> MendRequest:
    """Ask the department to mend an approved cell. Raises Denied, ValidationError."""
    require(person, ASK, form)
    text = tidy(text)
    if not text or len(text) > LONGEST:
        raise ValidationError(f"请写明要改成什么、为什么，不超过 {LONGEST} 字。")
    if not has_cell(record_of(form), place):
        raise ValidationError("表上没有这个格子。请从表上的格子点“请主管部门改这一格”。")
    made = MendRequest.objects.create(form=form, place=place[:120], text=text, by=person)
    above = [int(key) for key in form.unit.path.strip("/").split("/")]
    there = Membership.objects.filter(role=Role.DEPARTMENT_REVIEWER, organisation__in=above, organisation__active=True)
    people = Person.objects.filter(is_active=True, pk__in=there.values("person"))
    if form.project.secret:
        people = people.filter(pk__in=form.project.named.values("pk"))
    name = "一个涉密项目" if form.project.secret else f"《{form.project.name}》"
    said = f"{form.unit}请您改{name}批复的内容。"
    tell_all(people, Notice.Kind.URGED, said, reverse("planning:requests"), f"mend:{made.pk}", form.pk)
    log.write(person, "project.ask", form.project, {"form": form.pk})
    return made


def has_cell(record: Form, place: str) -> bool:
    """Whether the form has a cell at a place that came from a page."""
    return place_of(place) is not None and cell(record, place) is not None


@transaction.atomic
def answer(person: Person, pk: int, text: str) -> MendRequest:
    """Say what came of it; whoever asked is told. Raises Denied, ValidationError, MendRequest.DoesNotExist."""
    rows = MendRequest.objects.select_for_update(of=("self",)).select_related("form__project", "form__unit", "by")
    row = rows.get(pk=pk)
    require(person, "project.manage", row.form.project)
    if row.answered_at is not None:
        raise ValidationError("这一条已经答复过。")
    row.answer, row.answered_at, row.answered_by = tidy(text)[:LONGEST] or "已改。", timezone.now(), person
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    name = "一个涉密项目" if row.form.project.secret else f"《{row.form.project.name}》"
    page = reverse("forms:edit", args=[row.form_id])
    tell(row.by, Notice.Kind.READY, f"{name}批复的内容，主管部门已答复。", page, f"mended:{row.pk}", row.form_id)
    log.write(person, "project.answer", row.form.project, {"form": row.form_id})
    return row


def waiting(person: Person) -> QuerySet[MendRequest]:
    """The requests that the person can answer, the oldest first."""
    rows = MendRequest.objects.filter(answered_at=None, form__cycle__closed=False).order_by("id")
    units = Organisation.objects.filter(units_within(person, "project.manage")).order_by().values("pk")
    projects = Project.objects.filter(known(person)).order_by().values("pk")
    there = rows.filter(form__unit__in=units, form__project__in=projects)
    return there.select_related("form__project", "form__unit", "by")


_count = ReadyCount(waiting)


def named(row: MendRequest) -> str:
    """The cell in the officer's words."""
    return describe(record_of(row.form), row.place) if row.place else "批复的内容"


@tells
def todos(person: Person) -> list[Todo]:
    """Requests that wait for a department's answer."""
    if not any(role.role == Role.DEPARTMENT_REVIEWER for role in held(person)):
        return []
    count = _count(person)
    detail = "单位请您改批复的目标、指标，改好后答复。"
    return [Todo("答复改批复的请求", detail, reverse("planning:requests"), "去看看", count)] if count else []

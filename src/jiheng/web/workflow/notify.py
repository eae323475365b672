"""Who is told of a step, and what."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from jiheng.web.accounts.models import Membership, Person, Role
from jiheng.web.accounts.rights_table import table
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell_all, tell_once_unread
from jiheng.web.workflow.models import Transition
from jiheng.web.workflow.transitions import PASS, REVIEWERS, rank


def tell_step(person: Person, form: SelfEvaluation, step: Transition) -> None:
    """Tell the reviewers of a form that has arrived, the fillers of one that was returned or is final."""
    after, name = State(step.after), name_of(form)
    page = reverse("forms:edit", args=[form.pk])
    if rank(step.after) > rank(step.before):
        if after in REVIEWERS:
            _arrived(person, form, step, after)
        else:
            text = f"{name}已定稿。"
            tell_all(_others(fillers(form), person), Notice.Kind.READY, text, page, f"final:{step.pk}", form.pk)
        return
    if after == State.DRAFT:
        text = f"{name}被退回。" if form.project.secret else f"{name}被退回：{step.reason}"
        tell_all(_others(fillers(form), person), Notice.Kind.RETURNED, text, page, f"returned:{step.pk}", form.pk)
    else:
        text = f"{name}退回到“{after.label}”" + ("。" if form.project.secret else f"：{step.reason}")
        link = reverse("workflow:form", args=[form.pk])
        tell_all(
            _others(reviewers(form, after), person), Notice.Kind.RETURNED, text, link, f"returned:{step.pk}", form.pk
        )


def name_of(form: SelfEvaluation) -> str:
    """The form in a notice; a secret project is not named there, since notices go out by mail."""
    return "一个涉密项目的自评表" if form.project.secret else f"《{form.project.name}》"


def fillers(form: SelfEvaluation) -> list[Person]:
    """Who fills the form in."""
    return _concerned(form, Role.FILLER, own=True)


def reviewers(form: SelfEvaluation, state: State) -> list[Person]:
    """Who has the form to review in that state."""
    role = REVIEWERS[state]
    own = any(row.where == "own" for row in table()[PASS] if role in row.roles)
    return _concerned(form, role, own)


def _concerned(form: SelfEvaluation, role: Role, own: bool) -> list[Person]:
    """The people in the role at the form's unit, or, where it reaches below, above; the named ones of a secret one."""
    path = form.unit.path.strip("/").split("/")
    where = [form.unit_id] if own else [int(key) for key in path]
    there = Membership.objects.filter(role=role, organisation__in=where, organisation__active=True)
    people = Person.objects.filter(is_active=True, pk__in=there.values("person"))
    if form.project.secret:
        people = people.filter(pk__in=form.project.named.values("pk"))
    return list(people)


def _arrived(person: Person, form: SelfEvaluation, step: Transition, after: State) -> None:
    query = urlencode({"state": after, "unit": form.unit_id})
    text = f"{form.unit.name}有自评表送到，{after.label}。"
    topic = f"arrived:{form.cycle_id}:{form.unit_id}:{after}"
    link = f"{reverse('workflow:desk')}?{query}"
    people = _others(reviewers(form, after), person)
    tell_once_unread(people, Notice.Kind.ARRIVED, text, link, topic, step.pk)


def _others(people: Iterable[Person], person: Person) -> list[Person]:
    """Nobody is told of what they did themselves."""
    return [receiver for receiver in people if receiver.pk != person.pk]

"""Who is told of a step, and what."""

from urllib.parse import urlencode

from django.urls import reverse

from jiheng.web.accounts.models import Person, Role
from jiheng.web.accounts.rights_table import table
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell_all, tell_once_unread
from jiheng.web.procedure.recipients import people
from jiheng.web.workflow.models import Transition
from jiheng.web.workflow.transitions import PASS, REVIEWERS, rank


def tell_step(person: Person, form: SelfEvaluation, step: Transition) -> None:
    """Tell the reviewers of a form that has arrived, the fillers of one that was returned or is final."""
    after, name = State(step.after), name_of(form)
    page, reason = reverse("forms:edit", args=[form.pk]), "。" if form.project.secret else f"：{step.reason}"
    if rank(step.after) > rank(step.before):
        if after in REVIEWERS:
            _arrived(person, form, step, after)
        else:
            text, key = f"{name}已定稿。", f"final:{step.pk}"
            tell_all(fillers(form), Notice.Kind.READY, text, page, key, form.pk, by=person)
        return
    there, text = fillers(form), f"{name}被退回{reason}"
    if after != State.DRAFT:
        there, text = reviewers(form, after), f"{name}退回到“{after.label}”{reason}"
        page = reverse("workflow:form", args=[form.pk])
    tell_all(there, Notice.Kind.RETURNED, text, page, f"returned:{step.pk}", form.pk, by=person)


def name_of(form: SelfEvaluation) -> str:
    """The form in a notice; a secret project is not named there, since notices go out by mail."""
    return "一个涉密项目的自评表" if form.project.secret else f"《{form.project.name}》"


def fillers(form: SelfEvaluation) -> list[Person]:
    """Who fills the form in."""
    return people(form.unit, (Role.FILLER,), form.project)


def reviewers(form: SelfEvaluation, state: State) -> list[Person]:
    """Who has the form to review in that state: at its unit, or, where the role reaches below, also above."""
    role = REVIEWERS[state]
    own = any(row.where == "own" for row in table()[PASS] if role in row.roles)
    return people(form.unit, (role,), form.project, above=not own)


def _arrived(person: Person, form: SelfEvaluation, step: Transition, after: State) -> None:
    query = urlencode({"state": after, "unit": form.unit_id})
    text = f"{form.unit.name}有自评表送到，{after.label}。"
    topic = f"arrived:{form.cycle_id}:{form.unit_id}:{after}"
    link = f"{reverse('workflow:desk')}?{query}"
    tell_once_unread(reviewers(form, after), Notice.Kind.ARRIVED, text, link, topic, step.pk, by=person)

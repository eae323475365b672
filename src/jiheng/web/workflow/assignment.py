"""Giving forms to a third-party evaluator, and taking them back."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import within
from jiheng.web.auditlog import log
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell


@transaction.atomic
def assign(person: Person, evaluator: Person, forms: Sequence[int], take_back: bool = False) -> tuple[int, int]:
    """Give the forms to the evaluator, or take them back: how many changed, and how many were left as they are.

    Forms out of the person's reach, and secret ones that the evaluator may not know, are left.
    """
    rows = SelfEvaluation.objects.filter(within(person, "form.assign"), pk__in=forms)
    given = SelfEvaluation.assigned.through.objects.filter(person=evaluator)
    held = given.values("selfevaluation")
    if take_back:
        chosen = list(rows.filter(pk__in=held).values_list("pk", flat=True))
        given.filter(selfevaluation__in=chosen).delete()
    else:
        unnamed = rows.filter(project__secret=True).exclude(project__named=evaluator)
        chosen = list(rows.exclude(pk__in=held).exclude(pk__in=unnamed.values("pk")).values_list("pk", flat=True))
        links = [SelfEvaluation.assigned.through(selfevaluation_id=form, person=evaluator) for form in chosen]
        SelfEvaluation.assigned.through.objects.bulk_create(links, ignore_conflicts=True)
    if chosen:
        log.write(person, "form.take-back" if take_back else "form.assign", evaluator, {"forms": chosen})
        if not take_back:
            key = f"assigned:{timezone.now().isoformat()}"
            text = f"{person}交给您 {len(chosen)} 张自评表评价。"
            tell(evaluator, Notice.Kind.ARRIVED, text, reverse("workflow:desk") + "?all=1", key)
    return len(chosen), len(set(forms)) - len(chosen)

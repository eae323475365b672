"""Telling those who fill in that their forms are there, and until when."""

from collections.abc import Collection
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import dateformat

from jiheng.web.accounts.models import Membership, Person, Role
from jiheng.web.accounts.permissions import within
from jiheng.web.cycles.models import Cycle
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell


def tell_issued(cycle: Cycle, forms: Collection[int], mark: int) -> int:
    """Tell each person who fills in some of these new forms how many there are; how many people that is.

    `mark` tells this issue from others: nobody is told twice of the same.
    """
    units = SelfEvaluation.objects.filter(pk__in=forms).values("unit")
    there = Membership.objects.filter(role=Role.FILLER, organisation__in=units, organisation__active=True)
    link = f"{reverse('workflow:desk')}?{urlencode({'state': State.DRAFT.value})}"
    told = 0
    for person in Person.objects.filter(is_active=True, pk__in=there.values("person")).order_by("pk"):
        mine = SelfEvaluation.objects.filter(within(person, "form.edit"), pk__in=forms)
        if count := mine.count():
            text = f"“{cycle}”已下达，您有 {count} 张自评表要填，{dateformat.format(cycle.fill_by, 'n月j日')}前提交。"
            tell(person, Notice.Kind.ISSUED, text, link, f"issued:{cycle.pk}:{mark}")
            told += 1
    return told

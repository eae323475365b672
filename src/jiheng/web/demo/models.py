"""The mark of a workbench that holds the example department."""

from typing import NamedTuple

from django.db import models


class Example(models.Model):
    """There is one where the example was filled in at the first start; never in a real workbench."""

    made_at = models.DateTimeField(auto_now_add=True)


class ExamplePerson(NamedTuple):
    """Somebody of the example to sign in as."""

    username: str
    organisation: str
    role: str
    password: str


def examples() -> list[ExamplePerson]:
    """The people of the example, in the order of the work; empty in a real workbench."""
    from jiheng.web.accounts.models import Membership
    from jiheng.web.demo.seed import PASSWORD, usernames

    if not Example.objects.exists():
        return []
    rows = Membership.objects.filter(person__username__in=usernames(), person__is_active=True)
    found = {row.person.username: row for row in rows.select_related("person", "organisation")}
    return [
        ExamplePerson(name, found[name].organisation.name, found[name].get_role_display(), PASSWORD)
        for name in usernames()
        if name in found
    ]

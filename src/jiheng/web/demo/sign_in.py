"""The people of the example, offered on the sign-in page."""

from typing import NamedTuple

from jiheng.web.accounts.models import Membership, Person
from jiheng.web.accounts.second_factor import spares
from jiheng.web.accounts.sign_in_views import offer
from jiheng.web.demo.models import Example
from jiheng.web.demo.seed import PASSWORD, usernames


class ExamplePerson(NamedTuple):
    """Somebody of the example to sign in as."""

    username: str
    organisation: str
    role: str
    password: str


@offer
def examples() -> list[ExamplePerson]:
    """The people of the example, in the order of the work; empty in a real workbench."""
    if not Example.objects.exists():
        return []
    rows = Membership.objects.filter(person__username__in=usernames(), person__is_active=True)
    found = {row.person.username: row for row in rows.select_related("person", "organisation")}
    return [
        ExamplePerson(name, found[name].organisation.name, found[name].get_role_display(), PASSWORD)
        for name in usernames()
        if name in found
    ]


@spares
def of_the_example(person: Person) -> bool:
    """Whether this is one of the example's people: their password is told to everybody."""
    return person.username in usernames() and Example.objects.exists()

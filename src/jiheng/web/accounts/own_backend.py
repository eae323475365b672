"""Accounts by the password kept here; the person of a session comes with their roles in one query."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import hold
from jiheng.web.ready_query import Ready

_FIELDS = tuple(field.attname for field in Person._meta.concrete_fields)
_ROLES = ("role", "organisation_id", "organisation__path", "organisation__active")


def _with_roles(pk: int) -> QuerySet[Any, Any]:
    return Person.objects.filter(pk=pk).values_list(*_FIELDS, *(f"memberships__{name}" for name in _ROLES))


_rows = Ready(_with_roles)


class OwnBackend(ModelBackend):
    """Django's, which reads person and roles one after the other."""

    def get_user(self, user_id: int) -> Person | None:
        """The person of a session, roles at hand; None where there is none or the account is closed."""
        rows = _rows(user_id)
        if not rows:
            return None
        person = Person.from_db("default", _FIELDS, rows[0][: len(_FIELDS)])
        roles = (row[len(_FIELDS) :] for row in rows)
        hold(person, [(role, unit, path) for role, unit, path, active in roles if role is not None and active])
        return person if self.user_can_authenticate(person) else None

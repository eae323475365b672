"""The system administrator's work with people: making and deactivating accounts. Roles are another's."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower

from jiheng.web.accounts.access_end import end_access
from jiheng.web.accounts.models import ADMINISTRATORS, Membership, Person, Role
from jiheng.web.accounts.one_time_password import hashed, one_time_password
from jiheng.web.accounts.permissions import require
from jiheng.web.auditlog import log

_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]{2,29}")


class NewPerson(NamedTuple):
    """Somebody to be given an account."""

    username: str
    name: str
    email: str = ""


class Given(NamedTuple):
    """An account and the password that works until it is changed at the first sign-in."""

    person: Person
    password: str


def faults(new: Sequence[NewPerson]) -> list[str]:
    """What is wrong with the list (Chinese, with the row), [] where all can be made."""
    names = Person.objects.annotate(small=Lower("username")).filter(
        small__in=[person.username.lower() for person in new]
    )
    taken = {name.lower() for name in names.values_list("username", flat=True)}
    found: list[str] = []
    for row, wanted in enumerate(new, 1):
        where = f"第 {row} 行" if len(new) > 1 else "用户名"
        if not _USERNAME.fullmatch(wanted.username):
            found.append(f"{where}：“{wanted.username}”不能用。请用 3 到 30 个字母、数字或 . _ -，以字母开头。")
        elif wanted.username.lower() in taken:
            found.append(f"{where}：“{wanted.username}”已经有人用了（停用的账号也算），请换一个。")
        if not wanted.name.strip():
            found.append(f"{where}：没有写姓名。")
        taken.add(wanted.username.lower())
    return found


def create(actor: Person, new: NewPerson) -> Given:
    """Make an account without any role. Raises Denied, ValidationError."""
    return create_all(actor, [new])[0]


def create_all(actor: Person, new: Sequence[NewPerson]) -> list[Given]:
    """Make many accounts, or none. Raises Denied, ValidationError with every row's fault."""
    require(actor, "person.manage")
    wrong = faults(new)
    if wrong:
        raise ValidationError(wrong)
    found = [fresh(person) for person in new]
    with transaction.atomic():
        for person, _ in found:
            person.save()
            log.write(actor, "person.create", person, {"username": person.username, "name": person.name})
    return found


def fresh(new: NewPerson) -> Given:
    """An account that is not saved yet, with its password."""
    person = Person(username=new.username, name=new.name.strip()[:60], email=new.email, must_change_password=True)
    password = one_time_password()
    person.password = hashed(password)
    return Given(person, password)


@transaction.atomic
def rename(actor: Person, person: Person, name: str, email: str) -> None:
    """Change what colleagues see. Raises Denied, ValidationError."""
    require(actor, "person.manage")
    if not name.strip():
        raise ValidationError("请写姓名。")
    before, person.name, person.email = person.name, name.strip()[:60], email
    person.save(update_fields=["name", "email"])
    log.write(actor, "person.change", person, {"before": before, "name": person.name})


@transaction.atomic
def deactivate(actor: Person, person: Person) -> None:
    """Let the person in no more, from this moment. Raises Denied, ValidationError."""
    require(actor, "person.manage")
    if person == actor:
        raise ValidationError("不能停用自己的账号。")
    for office in ADMINISTRATORS:
        if only_holder(person, office):
            raise ValidationError(
                f"{person}是唯一的{office.label}，停用后无人能做这项工作。请先让安全管理员授给另一人。"
            )
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_access(person)
    log.write(actor, "person.deactivate", person)


@transaction.atomic
def activate(actor: Person, person: Person) -> None:
    """Let the person in again. Raises Denied."""
    require(actor, "person.manage")
    person.is_active = True
    person.save(update_fields=["is_active"])
    log.write(actor, "person.activate", person)


def only_holder(person: Person, office: Role) -> bool:
    """Whether nobody else who may sign in holds this administrator's role.

    Within a transaction; nobody changes who holds it until that ends.
    """
    rows = Membership.objects.select_for_update(of=("self",)).filter(role=office).select_related("person")
    return [row.person_id for row in rows if row.person.is_active] == [person.pk]

"""Fill an empty workbench with the example department: organisations, people of every role, a cycle under way."""

import datetime
from importlib import resources

import msgspec
from django.contrib.auth.hashers import make_password
from django.db import transaction

from jiheng.form import AMOUNTS, Form, from_json
from jiheng.quantity import money
from jiheng.web.accounts.models import Membership, Organisation, Person, Role
from jiheng.web.cycles.models import Cycle, Participant, Project
from jiheng.web.demo import whole, year, year_before, year_end
from jiheng.web.demo.models import Example
from jiheng.web.forms.initial import begin
from jiheng.web.forms.models import State
from jiheng.web.forms.saving import count_findings

PASSWORD = "Songling-2024"
"""The password of every person of the example; said at the start, never used outside of it."""

_BUREAU, _OFFICE, _PARK = "松泠区财政局", "局本级", "澜州市松泠区公园服务中心"
_DEPARTMENT = "澜州市松泠区园林环境局"
_PEOPLE = (
    ("tianbao", "局本级填报人", _OFFICE, Role.FILLER),
    ("gongyuan", "公园中心填报人", _PARK, Role.FILLER),
    ("shenhe", "局本级审核人", _OFFICE, Role.UNIT_REVIEWER),
    ("gyshenhe", "公园中心审核人", _PARK, Role.UNIT_REVIEWER),
    ("zhuguan", "主管部门审核人", _DEPARTMENT, Role.DEPARTMENT_REVIEWER),
    ("caizheng", "财政绩效评审人", _BUREAU, Role.FINANCE_REVIEWER),
    ("yusuan", "预算处室经办人", _BUREAU, Role.BUDGET_OFFICE),
    ("pingjia", "第三方评价人", _BUREAU, Role.THIRD_PARTY),
    ("shenji", "审计查阅人", _BUREAU, Role.READER),
    ("xitong", "系统管理员", _BUREAU, Role.SYSTEM_ADMIN),
    ("anquan", "安全管理员", _BUREAU, Role.SECURITY_ADMIN),
    ("rizhi", "审计管理员", _BUREAU, Role.AUDIT_ADMIN),
)
"""Sign-in name, name, organisation, role."""
_OF_THE_WHOLE = (
    ("bumen", "部门整体填报人", _DEPARTMENT, Role.FILLER),
    ("bmshenhe", "部门整体审核人", _DEPARTMENT, Role.UNIT_REVIEWER),
)
"""The same of those who write the form of the department as a whole."""

_HALF_FILLED, _NOT_BEGUN = 12, 13
_STATES = (State.DRAFT, State.DRAFT, State.UNIT, State.DEPARTMENT, State.FINANCE, State.FINAL)


def usernames(*, years: bool = True) -> list[str]:
    """The sign-in names of the example's people, in the order of the work; `years` as in `seed`."""
    return [user for user, *_ in (*_PEOPLE, *(_OF_THE_WHOLE if years else ()))]


@transaction.atomic
def seed(today: datetime.date, *, years: bool = False) -> Cycle:
    """The example, with deadlines around `today`. Wants an empty database.

    `years`: with the year before, and the department's expenditure as a whole, each a cycle of its own.
    """
    Example.objects.create()
    bureau = Organisation.objects.create(name=_BUREAU, kind=Organisation.Kind.BUREAU)
    department = Organisation.objects.create(name=_DEPARTMENT, kind=Organisation.Kind.DEPARTMENT, parent=bureau)
    units = {
        name: Organisation.objects.create(name=name, kind=Organisation.Kind.UNIT, parent=department)
        for name in (_OFFICE, _PARK)
    }
    places = {_BUREAU: bureau, _DEPARTMENT: department, **units}
    hashed = make_password(PASSWORD)  # once: it is no secret, and one takes a third of a second by design
    people = {user: _person(user, name, places[where], role, hashed) for user, name, where, role in _PEOPLE}
    days = datetime.timedelta
    cycle = Cycle.objects.create(
        year=2024,
        name="2024年度项目支出绩效自评",
        organisation=bureau,
        rulebook="mof-2020",
        layout="beijing-2024",
        opens=today - days(20),
        fill_by=today + days(3),
        unit_by=today + days(8),
        department_by=today + days(15),
        finance_by=today + days(25),
    )
    Participant.objects.bulk_create(Participant(cycle=cycle, unit=unit) for unit in units.values())
    records = from_json((resources.files("jiheng.web.demo") / "forms.json").read_bytes())
    for number, record in enumerate(records[:-1]):
        unit = units[_PARK] if record.unit == _PARK else units[_OFFICE]
        project = _project(cycle, unit, record, number)
        officer = people["gongyuan" if unit.name == _PARK else "tianbao"]
        form = begin(project, officer, _as_far_as_filled(record, number))
        form.state = _STATES[number % len(_STATES)]
        form.save(update_fields=["state"])
        count_findings(form)
        if number % 4 == 3:
            form.assigned.add(people["pingjia"])
    year.seed(cycle, people, today)
    if years:
        year_before.seed(cycle, people, records)
    year_end.seed(cycle, people, today)
    if years:
        of_the_whole = {
            user: _person(user, name, places[where], role, hashed) for user, name, where, role in _OF_THE_WHOLE
        }
        whole.seed(cycle, of_the_whole, department)
    return cycle


def _as_far_as_filled(record: Form, number: int) -> Form | None:
    """One form of the example is half filled in, one not begun."""
    if number == _NOT_BEGUN:
        return None
    if number == _HALF_FILLED:
        record.goal_actual = ""
        for row in record.indicators[len(record.indicators) // 2 :]:
            row.actual = row.score = row.reason = ""
    return record


def _person(user: str, name: str, where: Organisation, role: Role, hashed: str) -> Person:
    person = Person.objects.create(username=user, name=name, password=hashed)
    Membership.objects.create(person=person, organisation=where, role=role)
    return person


def _project(cycle: Cycle, unit: Organisation, record: Form, number: int) -> Project:
    fund = record.fund()
    amounts = {} if fund is None else {name: money(getattr(fund, name), record.money_unit) for name in AMOUNTS}
    return Project.objects.create(
        cycle=cycle,
        unit=unit,
        code=f"2024-{number + 1:03}",
        name=record.project or f"项目{number + 1}",
        secret=bool(record.secrecy),
        approved=msgspec.to_builtins(record),
        **amounts,
    )

"""Fill an empty workbench with a district: `python -m bench.load_town FORMS PEOPLE YEARS`, database by the environment.

A thousand forms are begun one by one as in real use; the others are copies of them, made in the database, with
names, units and states of their own. Earlier years have the same forms, all of them final. The same figures give the
same district.
"""

import datetime
import json
import random
import sys
from decimal import Decimal

from bench import forms
from jiheng.web import serving, setup

PASSWORD = "Load-test-2024"
_BEGUN = 1000
_YEAR = 2024
_STATES = (("draft", 40), ("unit", 15), ("department", 15), ("finance", 15), ("final", 15))
"""How many forms of a hundred are in each state."""


def main(count: int, people: int, years: int) -> None:
    """Make it and print what a client has to know, as JSON."""
    setup.prepare()
    serving.bring_up()
    from django.db import connection, transaction

    units, departments, inside = max(people // 2, 10), max(people // 28, 2), min(count, _BEGUN)
    with transaction.atomic():
        places = _organisations(units, departments)
        _people(places, units, people)
        cycle = _cycle(places["root"])
        _begin(cycle, places["units"], inside)
    _copies(count // inside, inside, places["units"])
    _states(count)
    _years_before(cycle, years - 1)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as the database does by itself in time
    sys.stdout.write(json.dumps({"cycle": cycle.pk, "departments": places["departments"]}) + "\n")


def _organisations(units: int, departments: int):
    from jiheng.web.accounts.models import Organisation

    root = Organisation.objects.get()
    found = {"root": root.pk, "departments": [], "units": []}
    for number in range(departments):
        name = f"{forms.DISTRICTS[number % 6]}第{number + 1}局"
        found["departments"].append(Organisation.objects.create(name=name, kind="department", parent=root).pk)
    for number in range(units):
        parent = Organisation.objects.get(pk=found["departments"][number % departments])
        found["units"].append(Organisation.objects.create(name=f"第{number + 1}中心", kind="unit", parent=parent).pk)
    return found


def _people(places, units: int, count: int) -> None:
    from django.contrib.auth.hashers import make_password

    from jiheng.web.accounts.models import Membership, Person

    password = make_password(PASSWORD)
    wanted = [(f"filler{n}", places["units"][n], "filler") for n in range(units)]
    bureaus = places["departments"] * 2
    wanted += [(f"dept{n}", where, "department_reviewer") for n, where in enumerate(bureaus)]
    wanted += [(f"finance{n}", places["root"], "finance_reviewer") for n in range(20)]
    wanted += [(f"unit{n}", places["units"][n], "unit_reviewer") for n in range(max(count - len(wanted), 1))]
    made = Person.objects.bulk_create(Person(username=name, name=name, password=password) for name, _, _ in wanted)
    Membership.objects.bulk_create(
        Membership(person=person, organisation_id=where, role=role)
        for person, (_, where, role) in zip(made, wanted, strict=True)
    )


def _cycle(root: int):
    from jiheng.web.cycles.models import Cycle

    today, days = datetime.date.today(), datetime.timedelta
    ends = {f"{name}_by": today + days(n) for n, name in enumerate(("fill", "unit", "department", "finance"), 5)}
    return Cycle.objects.create(
        year=_YEAR,
        name=f"{_YEAR}年度项目支出绩效自评",
        organisation_id=root,
        rulebook="mof-2020",
        layout="beijing-2024",
        opens=today - days(20),
        **ends,
    )


def _begin(cycle, units: list[int], count: int) -> None:
    """Forms as in real use; those of a fifth are not all filled in."""
    import msgspec

    from jiheng.web.cycles.models import Participant, Project
    from jiheng.web.forms.initial import begin

    Participant.objects.bulk_create(Participant(cycle=cycle, unit_id=unit) for unit in units)
    for number in range(count):
        dice = random.Random(number)
        record = forms.form(number + 1, dice)
        if number % 5 == 0:
            for row in record.indicators[1:]:
                row.actual = row.score = ""
        amount = Decimal(record.funds[0].budget) * 10_000
        project = Project.objects.create(
            cycle=cycle,
            unit_id=units[number % len(units)],
            code=f"{_YEAR}-{number + 1:05}-0",
            name=record.project,
            initial=amount,
            budget=amount,
            executed=Decimal(record.funds[0].executed) * 10_000,
            approved=msgspec.to_builtins(record),
        )
        begin(project, None, record)


def _years_before(cycle, years: int) -> None:
    """So many earlier cycles, with all that the cycle has."""
    from django.db import connection, transaction

    from jiheng.web.backup.table_dump import number_on
    from jiheng.web.cycles.models import Cycle, Participant, Project
    from jiheng.web.forms.models import FindingCount, SelfEvaluation, Version
    from jiheng.web.workflow.models import Transition

    last = {model: _most(model) for model in (Project, SelfEvaluation, Version, FindingCount, Transition)}
    units, moved = list(cycle.participants.values_list("unit", flat=True)), f"form_id + {last[SelfEvaluation]} * {{0}}"
    for before in range(1, years + 1):
        year, older = cycle.year - before, Cycle.objects.get(pk=cycle.pk)
        older.pk, older.year, older.name = None, year, cycle.name.replace(str(cycle.year), str(year))
        older.save(force_insert=True)
        Participant.objects.bulk_create(Participant(cycle=older, unit_id=unit) for unit in units)
        own = {
            Project: {"cycle_id": str(older.pk), "code": f"'{year}' || substr(code, 5)"},
            SelfEvaluation: {
                "cycle_id": str(older.pk),
                "project_id": f"project_id + {last[Project]} * {{0}}",
                "state": "'final'",
            },
        }
        with transaction.atomic(), connection.cursor() as cursor:
            for model, top in last.items():
                columns = {"id": f"id + {top} * {{0}}", **own.get(model, {"form_id": moved})}
                _copy(cursor, model, columns, top, before)
    number_on(last, "default")


def _copies(times: int, inside: int, units: list[int]) -> None:
    """All rows of the forms begun, `times` - 1 more, each copy at another unit."""
    from django.db import connection, transaction

    from jiheng.web.backup.table_dump import number_on
    from jiheng.web.cycles.models import Project
    from jiheng.web.forms.models import FindingCount, SelfEvaluation, Version

    first, many = units[0], len(units)
    unit = f"{first} + (unit_id - {first} + {{0}}) % {many}"
    shift = {Project: inside, SelfEvaluation: inside, Version: inside, FindingCount: _most(FindingCount)}
    drawn: dict[type, dict[str, str]] = {
        Project: {"unit_id": unit, "code": "code || '-' || {0}", "name": "name || '之' || {0}"},
        SelfEvaluation: {"unit_id": unit, "project_id": f"project_id + {inside} * {{0}}"},
        Version: {"form_id": f"form_id + {inside} * {{0}}"},
        FindingCount: {"form_id": f"form_id + {inside} * {{0}}"},
    }
    for copy in range(1, times):
        with transaction.atomic(), connection.cursor() as cursor:
            for model, own in drawn.items():
                _copy(cursor, model, {"id": f"id + {shift[model]} * {{0}}", **own}, shift[model], copy)
    number_on(drawn, "default")


def _copy(cursor, model, own: dict[str, str], inside: int, copy: int) -> None:
    columns = [field.column for field in model._meta.local_concrete_fields]
    values = [own.get(column, f'"{column}"').format(copy) for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table} WHERE id <= {inside}")


def _most(model) -> int:
    return model.objects.order_by("-id").values_list("id", flat=True).first() or 1


def _states(count: int) -> None:
    """Where the forms stand, and one step for each that was handed in."""
    from django.db.models import F, Value
    from django.db.models.functions import Mod

    from jiheng.web.accounts.models import Person
    from jiheng.web.forms.models import SelfEvaluation
    from jiheng.web.workflow.models import Transition

    rows, low = SelfEvaluation.objects.annotate(lot=Mod(F("id") * 7919, Value(100))), 0
    for state, share in _STATES:
        rows.filter(lot__gte=low, lot__lt=low + share).update(state=state)
        low += share
    person = Person.objects.get(username="filler0")
    handed_in = SelfEvaluation.objects.exclude(state="draft").values_list("id", "version")
    first = {"before": "draft", "after": "unit", "person": person}
    Transition.objects.bulk_create(
        (Transition(form_id=form, version=version, **first) for form, version in handed_in), 2000
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))

"""An organisation's forms added up by the core, and the part of the result that the page shows, kept as JSON.

Only open projects go in; the core sets aside what it finds 涉密 by itself besides.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from jiheng.department import Group, add_up, compare_accounts
from jiheng.department.accounts.result import AccountRow, Accounts, Amount, MatchResult
from jiheng.department.rollup.result import Amounts, Overall, RateResult, Rates
from jiheng.form import AMOUNTS, TOTAL_FUND, Form, Origin
from jiheng.places import Book, load
from jiheng.scoring.result import Trace
from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Cycle
from jiheng.web.dashboard.figures import (
    FormShare,
    Frequent,
    Progress,
    count,
    frequent,
    grades_and_scores,
    open_forms,
)
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.saving import sourced

MOST_FORMS = 10_000
"""Of more forms than these no overall score is worked out."""
_INPUTS = 30
"""Inputs of a trace that are kept; the roll-up workbook has them all."""
_DIFFERENCES = 200
_UNUSUAL = 100
"""Findings on the whole that are kept for the page; the workbook has them all."""
OURS = "项目库"
"""What the amounts of the projects are called where the core speaks of accounts."""


class AmountDifference(msgspec.Struct, frozen=True):
    """An amount on a form that is not the project's: `form` is the form's id, `less` form − project in 元."""

    form: int
    project: str
    unit: str
    label: str
    printed: str
    expected: str
    less: Decimal
    cause: str


class Part(msgspec.Struct, frozen=True):
    """Progress of one child, or of what is directly the organisation's: forms by state, projects, secret ones."""

    organisation: int
    states: dict[str, int]
    projects: int
    secret: int
    wrong: int


class Glance(msgspec.Struct, frozen=True):
    """What the page shows of a group at its top and in lists; `execution` has the rate of each unit by its name."""

    counting: Overall | None
    amounts: Amounts
    rates: Rates
    execution: dict[str, Decimal | None]


class Counts(msgspec.Struct, frozen=True):
    """The progress of what lies below: of all that is kept, what every version can read."""

    forms: int
    parts: tuple[Part, ...]


class Content(Counts, frozen=True):
    """What is kept of a roll-up: progress, grades, scores and findings; what the core decided on the way.

    `glance` is None where there is no overall score to work out.
    """

    glance: Glance | None
    projects_of: dict[str, int]
    """How many projects each unit of the group has, by the unit's name."""
    grades: tuple[FormShare, ...] = ()
    ranges: tuple[FormShare, ...] = ()
    frequent: tuple[Frequent, ...] = ()
    notes: tuple[str, ...] = ()
    secret: int = 0
    """涉密 ones that only the core told, beyond the projects marked so."""
    compared: int = 0
    differences: tuple[AmountDifference, ...] = ()
    more_differences: int = 0
    more_unusual: int = 0


def content(cycle: Cycle, organisation: Organisation) -> tuple[Content, Group | None]:
    """Add up the forms of an organisation and all below it.

    With the core's group, without projects, losses and outcomes, where there is an overall score to work out.
    """
    open_ones = open_forms(cycle, organisation)
    grades, ranges = grades_and_scores(open_ones)
    parts = counts(count(cycle, organisation)).parts
    counted = Content(open_ones.count(), parts, None, {}, tuple(grades), tuple(ranges), tuple(frequent(open_ones)))
    if not counted.forms or counted.forms > MOST_FORMS or organisation.kind == Organisation.Kind.BUREAU:
        return counted, None
    kept = list(open_ones.select_related("project", "unit").order_by("unit__path", "project__code"))
    book = load(cycle.rulebook)
    forms = [sourced(row) for row in kept]
    added = add_up(forms, book=book, department=organisation.department().name)
    rollup = added.rollup
    differences, compared = _differences(kept, forms, book)
    group = _trimmed(rollup.groups[0]) if rollup.groups else None
    made = msgspec.structs.replace(
        counted,
        glance=_glance(group) if group else None,
        projects_of={unit.name: len(unit.projects) for unit in rollup.groups[0].units} if rollup.groups else {},
        notes=rollup.notes,
        more_unusual=max(len(rollup.groups[0].findings) - _UNUSUAL, 0) if rollup.groups else 0,
        secret=rollup.secret,
        compared=compared,
        differences=tuple(differences[:_DIFFERENCES]),
        more_differences=max(len(differences) - _DIFFERENCES, 0),
    )
    return made, group


def counts(parts: Mapping[int, Progress]) -> Counts:
    """What is kept of progress; `parts` by organisation."""
    kept = (
        Part(pk, {state.value: n for state, n in part.states.items()}, part.projects, part.secret, part.wrong)
        for pk, part in parts.items()
    )
    return Counts(sum(part.forms for part in parts.values()), tuple(kept))


def _glance(group: Group) -> Glance:
    best = group.counting
    return Glance(
        None if best is None else msgspec.structs.replace(best, trace=Trace(best.trace.subject)),
        group.amounts,
        _bare(group.rates),
        {unit.name: unit.rates.execution.value for unit in group.units},
    )


def _trimmed(group: Group) -> Group:
    """Without what grows with the forms."""
    shown = tuple(
        msgspec.structs.replace(overall, trace=_short(overall.trace), left_out=()) for overall in group.overall
    )
    units = tuple(msgspec.structs.replace(unit, rates=_bare(unit.rates), projects=()) for unit in group.units)
    findings = group.findings[:_UNUSUAL]
    return msgspec.structs.replace(
        group, projects=(), losses=(), outcomes={}, doubles=(), overall=shown, units=units, findings=findings
    )


def _bare(rates: Rates) -> Rates:
    """The rates of a unit without how they came about: the page shows that of the whole only."""
    return Rates(*(RateResult(rate.name, rate.value, Trace(rate.name)) for rate in msgspec.structs.astuple(rates)))


def _short(trace: Trace) -> Trace:
    return msgspec.structs.replace(trace, inputs=trace.inputs[:_INPUTS], steps=tuple(map(_short, trace.steps)))


def _differences(
    rows: Sequence[SelfEvaluation], forms: Sequence[Form], book: Book
) -> tuple[list[AmountDifference], int]:
    """Amounts on the forms that differ from the projects' figures, and how many projects have figures."""
    accounts = Accounts(OURS, (), tuple(_account_rows(rows)))
    if not accounts.rows:
        return [], 0
    found = []
    for line in compare_accounts(forms, accounts, book).lines:
        if line.standing is not MatchResult.DIFFERENT:
            continue
        for pair in line.pairs:
            if pair.difference:
                cause = pair.cause.replace("决算", OURS)
                difference = AmountDifference(
                    int(line.source),
                    line.project,
                    line.unit,
                    pair.label,
                    pair.printed,
                    pair.expected,
                    pair.difference,
                    cause,
                )
                found.append(difference)
    return sorted(found, key=lambda amount: -abs(amount.less)), len(accounts.rows)


def _account_rows(rows: Iterable[SelfEvaluation]) -> Iterator[AccountRow]:
    for row in rows:
        project = row.project
        amounts = tuple(
            Amount(field, TOTAL_FUND, str(figure), figure, "元", Origin(OURS))
            for field in AMOUNTS
            if (figure := getattr(project, field)) is not None
        )
        if amounts:
            yield AccountRow(project.name, row.unit.name, project.code, "", amounts, Origin(OURS))

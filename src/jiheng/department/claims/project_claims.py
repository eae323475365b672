"""Whether what the report says of a project by name agrees with that project's form."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from jiheng.checks import Severity, State
from jiheng.department.claims.extract import Item, Report
from jiheng.department.claims.forms import AMOUNTS, FUNDS, SCORE, fail
from jiheng.department.claims.interval import Span, states
from jiheng.department.claims.names import Measure
from jiheng.department.claims.result import Judgement, Kind
from jiheng.department.claims.subject import around
from jiheng.department.claims.verdict import note, shown
from jiheng.department.rollup.result import Amounts, Group, RollupProject
from jiheng.quantity.words import short

_SPECKS = re.compile(r"[“”\"'《》（）()\s·—-]")
_LEADING_YEAR = re.compile(r"^20\d\d(?:-20\d\d)?年?度?")
_LEAST_NAME = 6
"""Characters of a project's name by which it is known in prose."""
_ADVICE = "请对照这个项目的自评表，改正写错的一处。"
_CLOSE = 20
"""Characters between a project's name and a figure that is said to be its own."""


def check(report: Report, group: Group) -> None:
    """Judge the figures that follow a project's name by its form."""
    names = [(_name(project.name), project) for project in group.projects]
    known = [(name, project) for name, project in names if len(name) >= _LEAST_NAME]
    for items in report.by_sentence.values():
        _single(items, known)
    for item in report.items:
        if item.subject is not None and not any(judgement.code in (FUNDS, SCORE) for judgement in item.judgements):
            project = _owner(item, names)
            if project is not None and not item.is_goal and item.figure.printed:
                _own(item, project, is_close=True)


def titled(title: str, group: Group) -> tuple[str, list[RollupProject]]:
    """The one unit or project that a report's title names, with its projects; "" and none for the whole department."""
    of: dict[str, list[RollupProject]] = {}
    for project in group.projects:
        for name in {project.unit, project.name} - {group.department}:
            if len(_name(name)) >= _LEAST_NAME and _name(name) in _name(title):
                of.setdefault(name, []).append(project)
    return max(of.items(), key=lambda entry: len(entry[0]), default=("", []))


def _name(text: str) -> str:
    return _LEADING_YEAR.sub("", _SPECKS.sub("", text))


def _single(items: Sequence[Item], names: Sequence[tuple[str, RollupProject]]) -> None:
    """Judge the figures that follow a project's name."""
    if not names:
        return
    sentence = _SPECKS.sub("", items[0].sentence.text)
    named = [(name, project) for name, project in names if name in sentence]
    for item in items:
        if named and not item.is_goal and item.figure.kind in (Kind.AMOUNT, Kind.SCORE) and item.figure.printed:
            before = _SPECKS.sub("", item.sentence.text[: item.figure.start])
            ends = [(before.rfind(name) + len(name), project) for name, project in named if name in before]
            if ends:
                end, project = max(ends, key=lambda entry: entry[0])
                is_close = len(before) - end <= _CLOSE and not re.search("[。；]", before[end:])
                _own(item, project, is_close=is_close and not _is_of_indicator(item, project))


def _is_of_indicator(item: Item, project: RollupProject) -> bool:
    """Whether a score behind a project's name is that of one of its indicators (“某项目”的“某指标”：分值30分)."""
    between = item.sentence.text[: item.figure.start].rpartition(project.name)[2]
    return item.figure.kind is Kind.SCORE and any(
        around(words).search(between) for words in ("not_alone", "not_overall")
    )


def _owner(item: Item, names: Sequence[tuple[str, RollupProject]]) -> RollupProject | None:
    """The project that the item's paragraph is about, None where it is about none or could be about two."""
    owner = _name(item.owner)
    found = [named for name, named in names if owner and name and (owner.startswith(name) or name.startswith(owner))]
    return found[0] if len(found) == 1 else None


def _own(item: Item, project: RollupProject, *, is_close: bool) -> None:
    if item.figure.kind is Kind.SCORE:
        if project.printed is not None and is_close:
            _compare(item, project, [("总分", project.printed)], SCORE, is_close)
        return
    measure = item.subject.measure if item.subject else None
    if item.figure.kind is Kind.RATE:
        rate = project.rates.execution.value
        if measure is Measure.EXECUTION_RATE and rate is not None:
            _compare(item, project, [(measure, rate)], FUNDS, is_close)
        return
    if item.figure.kind is not Kind.AMOUNT:
        return
    known = [(name, value) for name, value in _amounts(project.amounts) if value is not None]
    if measure in AMOUNTS:
        known = [(name, value) for name, value in known if name == measure]
    is_certain = measure in AMOUNTS and item.subject is not None and item.subject.is_strong and is_close
    if known and (measure in (*AMOUNTS, None, Measure.ADDED, Measure.CARRIED)):
        _compare(item, project, known, FUNDS, is_certain)


def _amounts(amounts: Amounts) -> Iterator[tuple[str, Decimal | None]]:
    return ((name, getattr(amounts, field)) for name, field in AMOUNTS.items())


def _compare(
    item: Item, project: RollupProject, known: Sequence[tuple[str, Decimal]], code: str, is_certain: bool
) -> None:
    fits = next((figure for figure in known if states(item.printed, Span(figure[1], figure[1], figure[1]))), None)
    name, value = fits or known[0]
    how = f"“{short(project.name)}”自评表的{'全年' if name == Measure.BUDGET else ''}{name}是 {shown(item, value)}"
    if fits:
        note(item, Judgement(code, State.PASS, how))
    elif is_certain and item.figure.is_exact:
        fail(item, code, how, shown(item, value), Severity.WARNING, advice=_ADVICE)

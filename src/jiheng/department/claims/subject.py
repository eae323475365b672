"""What a figure is of, told by the words around it: budget or executed, of which part, source, unit and year."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple, TypeVar

from jiheng.department.claims.figures import ClaimFigure
from jiheng.department.claims.names import GRADES_OF_PROJECT, Measure, Part, Source
from jiheng.department.claims.result import Kind
from jiheng.places.sources import on_change
from jiheng.places.words import Meanings, either, patterns, words

_YEAR = re.compile(r"(20\d\d)年")
_CLAUSE = re.compile("[。；]")
_UNITS_OF_PROJECTS = ("个", "项")
_N = TypeVar("_N", bound=StrEnum)
_Named = tuple[tuple[_N, re.Pattern[str]], ...]
"""Names and the expressions that find them, in the order in which they are tried."""


class _Said(NamedTuple):
    """How the packs word measures, parts and sources of funds, by what projects are counted, and what stands around."""

    measures: _Named[Measure]
    parts: _Named[Part]
    sources: _Named[Source]
    graded: _Named[Measure]
    projects: _Named[Measure]
    fillers: re.Pattern[str]
    around: dict[str, re.Pattern[str]]


@cache
def _report() -> _Said:
    said, kinds = words().report, dict(patterns(words().sources.kinds))
    group_of = {kind: Source(group) for group, members in said.sources.items() for kind in members}
    filler = f"(?:{'|'.join(said.around['fillers'])})+"
    projects = _named(Measure, said.projects)
    return _Said(
        _named(Measure, said.measures, said.weak_measures),
        _named(Part, said.parts),
        tuple((group_of[kind], pattern) for kind, pattern in kinds.items() if kind in group_of),
        tuple(project for project in projects if project[0] in GRADES_OF_PROJECT),
        tuple(project for project in projects if project[0] not in GRADES_OF_PROJECT),
        re.compile(f"^{filler}|{filler}$"),
        {name: either(found) for name, found in said.around.items()},
    )


def _named(names: type[_N], *meanings: Meanings) -> _Named[_N]:
    return tuple((names(name), pattern) for name, pattern in patterns(*meanings))


def around(name: str) -> re.Pattern[str]:
    """The words of `report.around` of that name."""
    return _report().around[name]


def is_filler(text: str) -> bool:
    """Whether a label says nothing of whose or what the figure is (2023年度, 部门整体支出)."""
    return not _report().fillers.sub("", text)


on_change(_report.cache_clear)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is of: a measure of the funds, a number of projects, a score.

    `scope` is "" for the whole department (or the project that the report is about), else the words that
    say of whom; `is_inherited` when those words stood before another figure of the sentence.
    """

    measure: Measure
    part: Part = Part.WHOLE
    source: Source = Source.WHOLE
    scope: str = ""
    year: str = ""
    is_inherited: bool = False
    is_strong: bool = True
    """Whether the label says the whole of it (全年预算数), not just some of it (支付, 追加)."""

    @property
    def key(self) -> tuple[Measure, Part, Source, str, str]:
        """What two figures of the same thing have in common."""
        return self.measure, self.part, self.source, self.scope, self.year

    @property
    def words(self) -> str:
        """The subject as a message names it: 基本支出结转结余."""
        part = "" if self.part is Part.WHOLE else self.part
        source = "" if self.source is Source.WHOLE else self.source
        return f"{source}{part}{self.measure}"


@dataclass(slots=True)
class Context:
    """What the sentence has said so far: the year, of whom, and the measure that a 其中 divides."""

    year: str
    scope: str = ""
    part: Part = Part.WHOLE
    source: Source = Source.WHOLE
    measure: Measure | None = None
    is_strong: bool = False
    is_divided: bool = False


def subject(figure: ClaimFigure, sentence: str, context: Context) -> Subject | None:
    """What a figure is of, None where no word of the funds, projects or scores says it. Moves the context on."""
    if around("divided").search(figure.lead):
        context.is_divided = True
    if figure.kind is Kind.COUNT:
        return _projects(figure, sentence, context)
    if figure.kind is Kind.SCORE:
        return _score(figure, sentence, context)
    if figure.kind not in (Kind.AMOUNT, Kind.RATE):
        return None
    return _funds(figure, context)


def _funds(figure: ClaimFigure, context: Context) -> Subject | None:
    label = figure.label
    said = _report()
    part, rest = _first(said.parts, label)
    if part is Part.PROJECT and "项目" in context.scope:  # 项目预算 of a project is all of it
        part = None
    source, rest = _first(said.sources, rest)
    measure, rest = _measure(said.measures, rest)
    if (figure.kind is Kind.RATE) != (measure is not None and measure.is_rate):
        return None
    residue = said.fillers.sub("", rest).strip('“”"')
    is_strong = figure.kind is Kind.RATE or (said.around["strong"].search(label) is not None and not figure.tail)
    if measure:
        inherits = not (part or source or residue or said.around["whole"].search(label)) and measure != context.measure
        if figure.kind is Kind.AMOUNT:
            context.measure, context.is_strong = measure, is_strong
    elif part or (context.measure and context.is_divided and (source or residue)):
        measure = context.measure if context.measure and context.is_divided else Measure.STATED
        context.measure, is_strong, inherits = measure, context.is_strong and measure is not Measure.STATED, False
    else:
        return None
    if not inherits:
        context.part, context.source = part or Part.WHOLE, source or Source.WHOLE
    year = _YEAR.findall(label)
    period = said.around["periods"].search(label)
    scope, elsewhere = _scope(residue + (period[0] if period else ""), figure, context)
    inherited = elsewhere or (inherits and (context.part, context.source) != (Part.WHOLE, Source.WHOLE))
    of_year = year[0] if year else context.year
    return Subject(measure, context.part, context.source, scope, of_year, inherited, is_strong)


def _scope(residue: str, figure: ClaimFigure, context: Context) -> tuple[str, bool]:
    if around("ours").search(figure.lead):
        context.scope = ""
        return residue, False
    if residue:
        context.scope = residue
        return residue, False
    named = around("bodies").search(figure.lead)
    if named and named.start() < len(figure.lead) - len(figure.label):
        context.scope = named[0]
        return named[0], True
    return context.scope, bool(context.scope)


def _projects(figure: ClaimFigure, sentence: str, context: Context) -> Subject | None:
    if figure.unit not in _UNITS_OF_PROJECTS or figure.printed is None:
        return None
    is_named = around("projects").match(figure.tail) or around("counted").search(figure.label)
    graded, _ = _first(_report().graded, figure.label)
    if graded and (is_named or not figure.tail):
        return Subject(graded, year=context.year)
    if not is_named:
        return None
    whole = figure.label + (figure.tail if around("counted_behind").match(figure.tail) else "")
    name, _ = _first(_report().projects, whole)
    if name is None or (name is Measure.PROJECTS and _is_some(figure, sentence)):
        return None
    year = _YEAR.findall(figure.label)
    return Subject(name, year=year[0] if year else context.year)


def _is_some(figure: ClaimFigure, sentence: str) -> bool:
    """Whether a number of projects counts only those of which something holds (没有执行完的项目, 发现问题，涉及)."""
    before = _CLAUSE.split(sentence[: figure.start])[-1]
    return around("some").search(figure.label) is not None or around("some_before").search(before) is not None


def _score(figure: ClaimFigure, sentence: str, context: Context) -> Subject | None:
    before = sentence[: figure.start]
    is_overall = around("overall").search(figure.label) or (
        around("overall_alone").search(figure.label) and not around("not_alone").search(_CLAUSE.split(before)[-1])
    )
    if not is_overall or around("not_overall").search(figure.label):
        return None
    named = around("bodies").search(before)
    scope = "" if around("ours").search(before) else named[0] if named else context.scope
    return Subject(Measure.SCORE, scope=scope, year=context.year)


def _first(said: _Named[_N], text: str) -> tuple[_N | None, str]:
    """The first of these names whose words stand in a text, None for none, and the text without them."""
    for name, pattern in said:
        if match := pattern.search(text):
            return name, text[: match.start()] + text[match.end() :]
    return None, text


def _measure(measures: _Named[Measure], text: str) -> tuple[Measure | None, str]:
    """The measure that a label names. 预算支出 says neither of the two."""
    if around("either").search(text):
        return None, text
    return _first(measures, text)

"""What a figure is of, told by the words around it: budget or executed, of which part, source, unit and year."""

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from jiheng.department.claims.figures import ClaimFigure
from jiheng.department.claims.result import Kind
from jiheng.places.sources import on_change
from jiheng.places.words import Patterns, either, patterns, words

WHOLE = "全部"
STATED = "数额"
"""The measure of a part that is named without saying whether its budget or its expenditure is meant."""

PARTS_OF_WHOLE = ("基本支出", "项目支出", "其他支出")
SOURCES_OF_WHOLE = ("财政拨款", "非财政拨款", "上年结转", "其他资金")
_RATES = ("结转结余率", "预决算差异率", "预算调整率", "执行率")

_YEAR = re.compile(r"(20\d\d)年")
KINDS_OF_PROJECT = ("单位自评项目", "部门评价项目", "财政评价项目", "涉密项目")
GRADES_OF_PROJECT = ("优的项目", "良的项目", "中的项目", "差的项目")


class _Said(NamedTuple):
    """How the packs word measures, parts and sources of funds, by what projects are counted, and what stands around."""

    measures: Patterns
    parts: Patterns
    sources: Patterns
    projects: Patterns
    fillers: re.Pattern[str]
    around: dict[str, re.Pattern[str]]


@cache
def _report() -> _Said:
    said, kinds = words().report, dict(patterns(words().sources.kinds))
    group_of = {kind: group for group, members in said.sources.items() for kind in members}
    filler = f"(?:{'|'.join(said.around['fillers'])})+"
    return _Said(
        *(patterns(said.measures, said.weak_measures), patterns(said.parts)),
        tuple((group_of[kind], pattern) for kind, pattern in kinds.items() if kind in group_of),
        patterns(said.projects),
        re.compile(f"^{filler}|{filler}$"),
        {name: either(found) for name, found in said.around.items()},
    )


def _around(name: str) -> re.Pattern[str]:
    return _report().around[name]


on_change(_report.cache_clear)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is of: a measure of the funds, a number of projects, a score.

    `scope` is "" for the whole department (or the project that the report is about), else the words that
    say of whom; `is_inherited` when those words stood before another figure of the sentence.
    """

    measure: str
    part: str = WHOLE
    source: str = WHOLE
    scope: str = ""
    year: str = ""
    is_inherited: bool = False
    is_strong: bool = True
    """Whether the label says the whole of it (全年预算数), not just some of it (支付, 追加)."""

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What two figures of the same thing have in common."""
        return self.measure, self.part, self.source, self.scope, self.year

    @property
    def words(self) -> str:
        """The subject as a message names it: 基本支出结转结余."""
        part = "" if self.part == WHOLE else self.part
        source = "" if self.source == WHOLE else self.source
        return f"{source}{part}{self.measure}"

    def with_(self, **changes: str) -> "Subject":
        """The same but for some fields."""
        return replace(self, is_inherited=False, **changes)  # type: ignore[arg-type]


@dataclass(slots=True)
class Context:
    """What the sentence has said so far: the year, of whom, and the measure that a 其中 divides."""

    year: str
    scope: str = ""
    part: str = WHOLE
    source: str = WHOLE
    measure: str = ""
    is_strong: bool = False
    is_divided: bool = False


def subject(figure: ClaimFigure, sentence: str, context: Context) -> Subject | None:
    """What a figure is of, None where no word of the funds, projects or scores says it. Moves the context on."""
    if "其中" in figure.lead or "包括" in figure.lead or "分别为" in figure.lead:
        context.is_divided = True
    if figure.kind is Kind.COUNT:
        return _projects(figure, context)
    if figure.kind is Kind.SCORE:
        return _score(figure, sentence, context)
    if figure.kind not in (Kind.AMOUNT, Kind.RATE):
        return None
    return _funds(figure, context)


def _funds(figure: ClaimFigure, context: Context) -> Subject | None:
    label = figure.label
    said = _report()
    part, rest = _first(said.parts, label)
    if part == "项目支出" and "项目" in context.scope:  # 项目预算 of a project is all of it
        part = ""
    source, rest = _first(said.sources, rest)
    measure, rest = _measure(said.measures, rest)
    if figure.kind is Kind.RATE and measure not in _RATES:
        return None
    if figure.kind is Kind.AMOUNT and measure in _RATES:
        return None
    residue = said.fillers.sub("", rest).strip('“”"')
    is_strong = figure.kind is Kind.RATE or (said.around["strong"].search(label) is not None and not figure.tail)
    if measure:
        inherits = not (part or source or residue or said.around["whole"].search(label)) and measure != context.measure
        if figure.kind is Kind.AMOUNT:
            context.measure, context.is_strong = measure, is_strong
    elif part or (context.measure and context.is_divided and (source or residue)):
        measure = context.measure if context.measure and context.is_divided else STATED
        context.measure, is_strong, inherits = measure, context.is_strong and measure != STATED, False
    else:
        return None
    if not inherits:
        context.part, context.source = part or WHOLE, source or WHOLE
    year = _YEAR.findall(label)
    period = said.around["periods"].search(label)
    scope, elsewhere = _scope(residue + (period[0] if period else ""), figure, context)
    inherited = elsewhere or (inherits and (context.part, context.source) != (WHOLE, WHOLE))
    of_year = year[0] if year else context.year
    return Subject(measure, context.part, context.source, scope, of_year, inherited, is_strong)


def _scope(residue: str, figure: ClaimFigure, context: Context) -> tuple[str, bool]:
    if _around("ours").search(figure.lead):
        context.scope = ""
        return residue, False
    if residue:
        context.scope = residue
        return residue, False
    named = _around("bodies").search(figure.lead)
    if named and named.start() < len(figure.lead) - len(figure.label):
        context.scope = named[0]
        return named[0], True
    return context.scope, bool(context.scope)


def _projects(figure: ClaimFigure, context: Context) -> Subject | None:
    if figure.unit not in ("个", "项") or figure.printed is None:
        return None
    is_named = _around("projects").match(figure.tail) or _around("counted").search(figure.label)
    projects = _report().projects
    graded = next(
        (name for name, pattern in projects if name in GRADES_OF_PROJECT and pattern.search(figure.label)), None
    )
    if graded and (is_named or not figure.tail):
        return Subject(graded, year=context.year)
    if not is_named:
        return None
    whole = figure.label + (
        figure.tail if figure.tail.startswith(("单位自评", "自评", "部门评价", "涉密", "预算")) else ""
    )
    name = next((name for name, pattern in projects if name not in GRADES_OF_PROJECT and pattern.search(whole)), None)
    if name is None:
        return None
    year = _YEAR.findall(figure.label)
    return Subject(name, year=year[0] if year else context.year)


def _score(figure: ClaimFigure, sentence: str, context: Context) -> Subject | None:
    if not _around("overall").search(figure.label) or _around("not_overall").search(figure.label):
        return None
    before = sentence[: figure.start]
    named = _around("bodies").search(before)
    scope = "" if _around("ours").search(before) else named[0] if named else context.scope
    return Subject("总得分", scope=scope, year=context.year)


def _first(said: Patterns, text: str) -> tuple[str, str]:
    """The first of these names whose words stand in a text, and the text without them."""
    for name, pattern in said:
        if match := pattern.search(text):
            return name, text[: match.start()] + text[match.end() :]
    return "", text


def _measure(measures: Patterns, text: str) -> tuple[str, str]:
    """The measure that a label names. 预算支出 says neither of the two."""
    if "预算支出" in text and "决算" not in text:
        return "", text
    return _first(measures, text)

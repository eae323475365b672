"""结果应用: what a project's results over years say for its next budget, by the rules of the place (`use.rules`).

Results in, one advice out, with the conditions that led to it. No I/O; what is not known decides nothing.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import StrEnum
from operator import ge, lt

import msgspec

from jiheng.places import Book, Certainty
from jiheng.places.book import Row
from jiheng.quantity.words import percent, plain
from jiheng.scoring.result import Cited, Input, Trace

RULES, REPEATED_YEARS = "use.rules", "use.repeated_years"


class YearResult(msgspec.Struct, frozen=True):
    """What is known of a project in a year. `rate` is a ratio (1 = 100 %), `quality` out of 100; None: not known.

    `checks` are the codes of checks that found errors or warnings, None where the form was not checked; `late` is
    how many notices of correction are past their deadline.
    """

    year: int
    total: Decimal | None = None
    grade: str = ""
    rate: Decimal | None = None
    quality: Decimal | None = None
    checks: frozenset[str] | None = None
    late: int | None = None


class Advice(msgspec.Struct, frozen=True):
    """The advice ("" where nothing can be said), why in a sentence (Chinese), the checks that found faults for years.

    `reasons` are the rules that apply with the same advice, the deciding one first, each with its figures.
    """

    advice: str
    why: str
    reasons: tuple[str, ...]
    repeated: tuple[str, ...]
    trace: Trace


class _Holds(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class _Facts(msgspec.Struct, frozen=True):
    """What the conditions of the rules ask for: the latest year, grades back from it, checks that found for years."""

    last: YearResult
    grades: tuple[str, ...]
    repeated: tuple[str, ...]
    compared: bool
    """Whether there is a checked form of the year before."""


def advise(results: Sequence[YearResult], book: Book) -> Advice:
    """The advice for the year after the latest of `results`; the same year twice counts once, the last given.

    Raises ValueError without a result.
    """
    by_year = {result.year: result for result in results}
    if not by_year:
        raise ValueError("no result")
    last = by_year[max(by_year)]
    before = by_year.get(last.year - 1)
    compared = before is not None and before.checks is not None
    repeated = repeated_checks(by_year, int(book.number(REPEATED_YEARS)))
    facts = _Facts(last, _grades(by_year, last.year), repeated, compared)
    if not last.grade:
        why = f"{last.year}年度没有自评等级，不能提出建议。"
        return Advice("", why, (), facts.repeated, _trace(facts, "", (), "", why))
    judged = [(row, _holds(row, facts)) for row in book.rows(RULES)]
    deciding = next((row for row, holds in judged if holds is _Holds.YES), None)
    if deciding is None:
        why = "办法的各条都不符合，没有建议。"
        return Advice("", why, (), facts.repeated, _trace(facts, "", (), "", why))
    advice = str(deciding["advice"])
    met = [row for row, holds in judged if holds is _Holds.YES and row["advice"] == advice and _conditions(row)]
    rows = met or [deciding]
    reasons = tuple(_said(row, facts) for row in rows) if met else (_fallen_short(judged, deciding, facts),)
    doubts = _unknown(judged, deciding, facts)
    formula = "；".join(reasons)
    why = f"建议{advice}：{formula}。{doubts}"
    return Advice(advice, why, reasons, facts.repeated, _trace(facts, formula, rows, advice, doubts))


def advices(book: Book) -> tuple[str, ...]:
    """The advices that the rules of a place know, in their order."""
    return tuple(dict.fromkeys(str(row["advice"]) for row in book.rows(RULES)))


def repeated_checks(by_year: dict[int, YearResult], years: int) -> tuple[str, ...]:
    """The checks that found faults in each of the last `years` years; none where a year is missing."""
    latest = max(by_year)
    wanted = [by_year.get(latest - back) for back in range(years)]
    found = [result.checks for result in wanted if result is not None and result.checks is not None]
    return tuple(sorted(frozenset.intersection(*found))) if found and len(found) == years else ()


def _grades(by_year: dict[int, YearResult], latest: int) -> tuple[str, ...]:
    """The grades of the years in succession, the latest first."""
    found: list[str] = []
    while (result := by_year.get(latest - len(found))) is not None and result.grade:
        found.append(result.grade)
    return tuple(found)


def _conditions(row: Row) -> list[str]:
    return [name for name in _CONDITIONS if name in row]


def _holds(row: Row, facts: _Facts) -> _Holds:
    """Whether all conditions hold; unknown where one is not known and none fails."""
    answers = [_CONDITIONS[name](row, facts) for name in _conditions(row)]
    if False in answers:
        return _Holds.NO
    return _Holds.UNKNOWN if None in answers else _Holds.YES


def _in_grades(row: Row, facts: _Facts) -> bool | None:
    years, names = int(_figure(row.get("years", Decimal(1)))), str(row["grades"]).split()
    there = facts.grades[:years]
    if any(grade not in names for grade in there):
        return False
    return True if len(there) == years else None


def _bound(name: str, column: str, keeps: Callable[[Decimal, Decimal], bool]) -> Callable[[Row, _Facts], bool | None]:
    def holds(row: Row, facts: _Facts) -> bool | None:
        known = _value(name, facts)
        return None if known is None else keeps(known, _figure(row[column]))

    return holds


_CONDITIONS: dict[str, Callable[[Row, _Facts], bool | None]] = {
    "grades": _in_grades,
    "rate_below": _bound("rate", "rate_below", lt),
    "rate_from": _bound("rate", "rate_from", ge),
    "quality_below": _bound("quality", "quality_below", lt),
    "quality_from": _bound("quality", "quality_from", ge),
    "repeated_from": _bound("repeated", "repeated_from", ge),
    "repeated_below": _bound("repeated", "repeated_below", lt),
    "late_from": _bound("late", "late_from", ge),
}
"""The columns of a rule that are conditions."""
_NAMES = {"grades": "等级", "rate": "执行率", "quality": "自评质量", "repeated": "连年发现的问题", "late": "整改"}


def _value(name: str, facts: _Facts) -> Decimal | None:
    if name == "repeated":
        return Decimal(len(facts.repeated)) if facts.last.checks is not None else None
    if name == "late":
        return None if facts.last.late is None else Decimal(facts.last.late)
    if name == "rate":
        return None if _is_impossible(facts.last.rate) else facts.last.rate
    return facts.last.quality


def _is_impossible(rate: Decimal | None) -> bool:
    """Whether an execution rate says that one of its amounts is wrong: it decides nothing."""
    return rate is not None and not 0 <= rate <= 1


def _said(row: Row, facts: _Facts) -> str:
    """The rule with the figures it looked at."""
    looked = dict.fromkeys(name.partition("_")[0] for name in _conditions(row))
    text = str(row["text"]).rstrip("。")
    figures = "，".join(_shown(name, facts, int(_figure(row.get("years", Decimal(1))))) for name in looked)
    return f"{figures}（{text}）" if figures else text


def _fallen_short(judged: Sequence[tuple[Row, _Holds]], deciding: Row, facts: _Facts) -> str:
    """A rule without conditions, with the figures by which the one before it does not hold."""
    rows = [row for row, _ in judged]
    before = rows[: rows.index(deciding)][-1:]
    missed = dict.fromkeys(
        _shown(name.partition("_")[0], facts, int(_figure(row.get("years", Decimal(1)))))
        for row in before
        for name in _conditions(row)
        if _CONDITIONS[name](row, facts) is False
    )
    text = _said(deciding, facts)
    return f"{text}（{'，'.join(missed)}）" if missed else text


def _shown(name: str, facts: _Facts, years: int = 1) -> str:
    last = facts.last
    if name == "grades":
        total = "" if last.total is None else f"复核得分 {plain(last.total)}，"
        then = [f"{last.year - back}年度 {grade}" for back, grade in enumerate(facts.grades[:years])]
        return f"{total}等级{last.grade}" if years == 1 else "、".join(then)
    if name == "rate":
        return "执行率" + (f" {percent(last.rate)}" if last.rate is not None else "没有数")
    if name == "quality":
        return "自评质量" + (f" {plain(last.quality)} 分" if last.quality is not None else "没有数")
    if name == "late":
        return f"逾期整改 {last.late} 份" if last.late is not None else "整改情况不详"
    if not facts.compared:
        return "没有以前年度的表可比"
    return f"连年发现的问题 {len(facts.repeated)} 条" + (f"（{'、'.join(facts.repeated)}）" if facts.repeated else "")


def _unknown(judged: Sequence[tuple[Row, _Holds]], deciding: Row, facts: _Facts) -> str:
    """Which rules before the deciding one could not be looked at for want of a figure."""
    missed: dict[str, None] = {}
    for row, holds in judged:
        if row is deciding:
            break
        if holds is _Holds.UNKNOWN:
            there = [name for name in _conditions(row) if _CONDITIONS[name](row, facts) is None]
            missed |= dict.fromkeys(_NAMES[name.partition("_")[0]] for name in there)
    said = ""
    if _NAMES["rate"] in missed and facts.last.rate is not None:
        del missed[_NAMES["rate"]]
        said = f"{_shown('rate', facts)} 不在 0 与 100% 之间，先核实金额，有关的条件没有看。"
    return said + (f"没有{'、'.join(missed)}的资料，有关的条件没有看。" if missed else "")


def _trace(facts: _Facts, formula: str, rows: Sequence[Row], result: str, why: str) -> Trace:
    inputs = tuple(Input(label, "", text, text) for name, label in _NAMES.items() if (text := _shown(name, facts)))
    cited = tuple(
        Cited(RULES, str(row["advice"]), str(row["text"]), str(row["source"]), Certainty(str(row["certainty"])).value)
        for row in rows
    )
    return Trace("下年预算建议", inputs, formula, cited, result, why)


def _figure(value: object) -> Decimal:
    if not isinstance(value, Decimal):
        raise TypeError("结果应用的界不是数字")
    return value

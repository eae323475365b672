"""The overall score of a department by every method in use, on printed and on recomputed scores, with its trace."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import msgspec

from jiheng.department.rollup.result import Basis, Given, Method, Overall, RollupProject
from jiheng.places import Book
from jiheng.quantity.words import percent, plain, wan
from jiheng.scoring.compiled import Rules, rules_of
from jiheng.scoring.result import Input, Trace
from jiheng.scoring.total import grade
from jiheng.scoring.trace_figures import plain as cut
from jiheng.trouble import Trouble

_ZERO = Decimal(0)
_METHOD = "department.overall.method"
_WEIGHTS = {
    Method.BY_BUDGET: ("budget", "全年预算数"),
    Method.BY_INITIAL: ("initial", "年初预算数"),
    Method.BY_EXECUTED: ("executed", "全年执行数"),
}


@dataclass(frozen=True, slots=True)
class ScoredProject:
    """A project with its indicator scores by basis and weights, the execution rate left out (None: not known)."""

    project: RollupProject
    goals: dict[Basis, Decimal | None]
    goals_weight: Decimal | None

    def score(self, basis: Basis) -> Decimal | None:
        """Its total score."""
        return self.project.printed if basis is Basis.PRINTED else self.project.recomputed


class Result(msgspec.Struct, frozen=True):
    """An overall score with the exact figure before rounding (None where it cannot be told)."""

    overall: Overall
    exact: Decimal | None


@dataclass(frozen=True, slots=True)
class _Worked:
    """One method on one basis before it is dressed: the exact result or its bounds, and the parts of the trace."""

    exact: Decimal | None
    formula: str = ""
    why: str = ""
    inputs: tuple[Input, ...] = ()
    steps: tuple[Trace, ...] = ()
    paths: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    left_out: tuple[int, ...] = ()


def overall(entries: Sequence[ScoredProject], rate: Decimal | None, book: Book, given: Given) -> tuple[Result, ...]:
    """Every method on every basis; `rate` is the execution rate of the whole."""
    rules = rules_of(book)
    return tuple(
        _dressed(
            method, basis, _doubted(_worked(method, basis, entries, rate, rules, given), basis, entries, book), rules
        )
        for method in Method
        for basis in Basis
    )


def is_beyond(score: Decimal | None, book: Book) -> bool:
    """Whether a total is none that there can be: above full marks or below zero."""
    return score is not None and not _ZERO <= score <= book.number("weights.total")


def _doubted(worked: _Worked, basis: Basis, entries: Sequence[ScoredProject], book: Book) -> _Worked:
    """The same with a word where totals go into it that there cannot be."""
    beyond = sum(is_beyond(entry.score(basis), book) for entry in entries)
    if not beyond or not worked.inputs:
        return worked
    said = f"其中 {beyond} 个项目的{basis.label}不在 0 与满分 {plain(book.number('weights.total'))} 之间，先核实"
    return replace(worked, why="；".join(filter(None, (worked.why, said))))


def _worked(
    method: Method, basis: Basis, entries: Sequence[ScoredProject], rate: Decimal | None, rules: Rules, given: Given
) -> _Worked:
    if method is Method.PARTS:
        return _by_parts(basis, entries, rate, rules, given)
    return _mean(basis, entries) if method is Method.MEAN else _weighted(method, basis, entries)


def _dressed(method: Method, basis: Basis, worked: _Worked, rules: Rules) -> Result:
    score = None if worked.exact is None else rules.rounded(worked.exact)
    low, high = (None if bound is None else rules.rounded(bound) for bound in (worked.low, worked.high))
    counts = rules.book.text(_METHOD) == method.value
    trace = Trace(
        subject=f"整体得分·{method.label}·{basis.label}",
        inputs=worked.inputs,
        formula=worked.formula,
        parameters=tuple(rules.cite(path) for path in ((_METHOD,) if counts else ()) + worked.paths),
        result=_result(score, low, high),
        why=worked.why,
        steps=worked.steps,
    )
    named = None if score is None else grade(score, rules)
    return Result(Overall(method, basis, counts, score, named, trace, low, high, worked.left_out), worked.exact)


def _result(score: Decimal | None, low: Decimal | None, high: Decimal | None) -> str:
    if score is not None:
        return f"{plain(score)} 分"
    return "不能计算" if low is None or high is None else f"在 {plain(low)} 与 {plain(high)} 分之间"


def _mean(basis: Basis, entries: Sequence[ScoredProject]) -> _Worked:
    scored = [(entry, score) for entry in entries if (score := entry.score(basis)) is not None]
    left_out = _left_out(entries, [entry for entry, _ in scored])
    if not scored:
        return _Worked(None, why=f"没有一个项目有{basis.label}", left_out=left_out)
    total = sum((score for _, score in scored), _ZERO)
    exact = total / len(scored)
    inputs = tuple(_input(entry, score, basis) for entry, score in scored)
    formula = f"各项目得分合计 {plain(total)} ÷ {len(scored)} 个项目 = {cut(exact)} 分"
    return _Worked(exact, formula, _said(left_out, "总分"), inputs, left_out=left_out)


def _weighted(method: Method, basis: Basis, entries: Sequence[ScoredProject]) -> _Worked:
    field, label = _WEIGHTS[method]
    rows: list[tuple[ScoredProject, Decimal, Decimal]] = []
    for entry in entries:
        score, amount = entry.score(basis), getattr(entry.project.amounts, field)
        if score is not None and amount is not None and amount >= 0:
            rows.append((entry, score, amount))
    left_out = _left_out(entries, [entry for entry, _, _ in rows])
    weights = sum((amount for _, _, amount in rows), _ZERO)
    if not weights:
        why = f"没有一个项目同时有{basis.label}和{label}" if not rows else f"{label}合计为 0"
        return _Worked(None, why=why, left_out=left_out)
    product = sum((score * amount for _, score, amount in rows), _ZERO)
    exact = product / weights
    inputs = tuple(_input(entry, score, basis, f" × {wan(amount)}") for entry, score, amount in rows)
    ten_thousandth = product / 10000
    formula = f"∑（得分 × {label}）{plain(ten_thousandth)} ÷ ∑{label} {wan(weights)} = {cut(exact)} 分"
    return _Worked(exact, formula, _said(left_out, f"总分或{label}"), inputs, left_out=left_out)


def _by_parts(
    basis: Basis, entries: Sequence[ScoredProject], rate: Decimal | None, rules: Rules, given: Given
) -> _Worked:
    """Execution, goals and management; without a figure that only people know, the bounds it leaves."""
    book = rules.book
    execution = _execution(rate, book)
    goals, left_out = _goals(basis, entries, book, given)
    most = book.number("department.overall.management")
    management = _part("预算管理", given.management, "" if given.management is not None else _ASKED, "由评价人评定")
    steps = (execution, goals, management)
    paths = tuple(f"department.overall.{name}" for name in ("execution", "goals", "management"))
    traces = tuple(step.trace for step in steps)
    if execution.points is None or goals.points is None:
        return _Worked(None, why="缺少预算执行或目标实现的得分", steps=traces, paths=paths, left_out=left_out)
    two = execution.points + goals.points
    known = f"执行 {cut(execution.points)} + 目标 {cut(goals.points)}"
    if given.management is not None and given.management > most:
        raise _too_much("预算管理", given.management, most, rules.book)
    if given.management is None:
        formula = f"{known} + 管理（0—{plain(most)}）"
        why = "还缺预算管理得分：用 --management 给出"
        return _Worked(None, formula, why, (), traces, paths, two, two + most, left_out)
    exact = two + given.management
    formula = f"{known} + 管理 {plain(given.management)} = {cut(exact)} 分"
    return _Worked(exact, formula, "", (), traces, paths, left_out=left_out)


_ASKED = "只有评价人知道，用 --management 给出"


@dataclass(frozen=True, slots=True)
class _Part:
    points: Decimal | None
    trace: Trace


def _part(subject: str, points: Decimal | None, why: str, formula: str, inputs: tuple[Input, ...] = ()) -> _Part:
    result = "不能计算" if points is None else f"{cut(points)} 分"
    return _Part(points, Trace(subject, inputs, formula, (), result, why))


def _execution(rate: Decimal | None, book: Book) -> _Part:
    most = book.number("department.overall.execution")
    if rate is None:
        return _part("预算执行", None, "没有部门预算执行率", "")
    points = most * min(max(rate, _ZERO), Decimal(1))
    return _part("预算执行", points, "", f"{plain(most)} 分 × {percent(rate)} = {cut(points)} 分")


def _goals(basis: Basis, entries: Sequence[ScoredProject], book: Book, given: Given) -> tuple[_Part, tuple[int, ...]]:
    most = book.number("department.overall.goals")
    if given.goals is not None and given.goals > most:
        raise _too_much("目标实现", given.goals, most, book)
    if given.goals is not None:
        return _part("目标实现", given.goals, "", "由使用者给出"), ()
    if not book.flag("department.overall.goals_from_projects"):
        return _part("目标实现", None, "用 --goals 给出整体绩效目标实现得分", ""), ()
    rows: list[tuple[ScoredProject, Decimal, Decimal]] = []
    for entry in entries:
        goals = entry.goals[basis]
        if goals is not None and entry.goals_weight:
            rows.append((entry, goals, entry.goals_weight))
    left_out = _left_out(entries, [entry for entry, _, _ in rows])
    score = sum((goals for _, goals, _ in rows), _ZERO)
    weight = sum((each for _, _, each in rows), _ZERO)
    if not weight:
        return _part("目标实现", None, "各项目的指标没有得分", ""), left_out
    points = most * min(score / weight, Decimal(1))
    formula = f"{plain(most)} 分 × 各项目指标得分 {plain(score)} ÷ 分值 {plain(weight)} = {cut(points)} 分"
    why = "没有给出整体绩效目标的得分，以各项目的指标得分折算；用 --goals 可以另行给出"
    return _part("目标实现", points, why, formula), left_out


def _too_much(what: str, given: Decimal, most: Decimal, book: Book) -> Trouble:
    return Trouble(
        f"给出的{what}得分是 {plain(given)}，满分只有 {plain(most)}（《{book.title}》）",
        f"写 0 到 {plain(most)} 之间的数。",
    )


def _left_out(entries: Sequence[ScoredProject], used: Sequence[ScoredProject]) -> tuple[int, ...]:
    kept = {entry.project.index for entry in used}
    return tuple(entry.project.index for entry in entries if entry.project.index not in kept)


def _said(left_out: Sequence[int], what: str) -> str:
    return f"{len(left_out)} 个项目没有{what}，未计入" if left_out else ""


def _input(entry: ScoredProject, score: Decimal, basis: Basis, more: str = "") -> Input:
    return Input(entry.project.name, "total_score", plain(score), f"{plain(score)} 分{more}")

"""Whether rates and differences follow from the amounts that the report states."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jiheng.checks import Severity, State
from jiheng.department.claims.extract import Item, Report
from jiheng.department.claims.interval import Span, difference, quotient, span, states
from jiheng.department.claims.names import Measure, Part, Source
from jiheng.department.claims.result import Judgement, Kind
from jiheng.department.claims.subject import Subject
from jiheng.department.claims.verdict import judge, note, shown

CODE = "D31"


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a measure follows from others: `formula` with their names, and the sum itself."""

    operands: tuple[Measure, ...]
    sign: str
    work: Callable[[Sequence[Item]], Span | None]
    advice: str
    severity: Severity = Severity.ERROR


def _ratio(items: Sequence[Item]) -> Span | None:
    return quotient(span(items[0].printed), span(items[1].printed))


def _change(items: Sequence[Item]) -> Span | None:
    found = quotient(difference(items[0].printed, items[1].printed), span(items[1].printed))
    return None if found is None else _absolute(found)


def _absolute(rate: Span) -> Span:
    return rate if rate.exact >= 0 else Span(-rate.exact, -rate.high, -rate.low)


def _less(items: Sequence[Item]) -> Span:
    return difference(items[0].printed, items[1].printed)


_RULES = {
    Measure.EXECUTION_RATE: _Rule(
        (Measure.EXECUTED, Measure.BUDGET), "{0} ÷ {1}", _ratio,
        "执行率 = 执行数 ÷ 全年预算数。请核对三个数，改正写错的一个。"
    ),
    Measure.CARRIED_RATE: _Rule(
        (Measure.CARRIED, Measure.BUDGET), "{0} ÷ {1}", _ratio,
        "结转结余率 = 结转结余 ÷ 全年预算数。请核对三个数，改正写错的一个。"
    ),
    Measure.CARRIED: _Rule(
        (Measure.BUDGET, Measure.EXECUTED), "{0} − {1}", _less,
        "全年预算数减去执行数应为结转结余。请核对；有收回、核减的，请一并写明。", Severity.WARNING,
    ),
    Measure.DIFFERENCE_RATE: _Rule(
        (Measure.EXECUTED, Measure.INITIAL), "({0} − {1}) ÷ {1}", _change,
        "预决算差异率 =（决算数 − 年初预算数）÷ 年初预算数。请核对；用别的算法的，请写明。", Severity.WARNING,
    ),
    Measure.ADJUSTED_RATE: _Rule(
        (Measure.BUDGET, Measure.INITIAL), "({0} − {1}) ÷ {1}", _change,
        "预算调整率 =（全年预算数 − 年初预算数）÷ 年初预算数。请核对；用别的算法的，请写明。", Severity.WARNING,
    ),
}  # fmt: skip


def check(report: Report) -> None:
    """Judge every rate and difference whose amounts the report states."""
    for item in report.items:
        if item.subject is not None and item.subject.measure in _RULES and not item.is_goal:
            _judge(report, item, item.subject, _RULES[item.subject.measure])


def _judge(report: Report, item: Item, of: Subject, rule: _Rule) -> None:
    worked = [_operands(report, item, of, rule)]
    if of.is_inherited:  # of whom or of what is not said: the whole may be meant, where the same sentence names it
        whole = _operands(report, item, replace(of, scope="", part=Part.WHOLE, source=Source.WHOLE), rule)
        worked.append([other for other in whole if other.sentence is item.sentence])
    worked_out = [(items, exact) for items in worked if len(items) == 2 and (exact := rule.work(items)) is not None]
    if not worked_out:
        _note_missing(report, item, of, rule)
        return
    fitting = next((option for option in worked_out if states(item.printed, option[1])), worked_out[0])
    items, exact = fitting
    is_near = all(other.sentence.paragraph == item.sentence.paragraph for other in items)
    together = all(other.sentence is item.sentence for other in items)
    weak = None if together else next((other for other in items if not _is_sure(other)), None)
    if weak is not None and not is_near:
        return
    doubt = f"“{weak.figure.label}{weak.text}”是不是全年的数不能确定" if weak else ""
    if of.measure is Measure.CARRIED and item.printed.value < exact.low:
        doubt = "可能有收回、核减的资金"
    judge(
        item, CODE, exact, rule.sign.format(*(other.text for other in items)), items, name=of.words, advice=rule.advice,
        severity=rule.severity if is_near else Severity.WARNING, doubt=doubt, hint=_other(report, item, of),
    )  # fmt: skip


def _note_missing(report: Report, item: Item, of: Subject, rule: _Rule) -> None:
    """A rate of the whole department that lacks an amount is open, not without an object."""
    missing = [name for name in rule.operands if report.nearest(item, replace(of, measure=name)) is None]
    if item.figure.kind is Kind.RATE and not of.scope and missing:
        how = rule.sign.format(*rule.operands)
        note(item, Judgement(CODE, State.INSUFFICIENT_DATA, how, f"报告没有写{'、'.join(missing)}"))


def _operands(report: Report, item: Item, of: Subject, rule: _Rule) -> list[Item]:
    """The figures a rule takes: those of the same paragraph, else those that the report states first."""
    found = [report.nearest(item, replace(of, measure=name)) for name in rule.operands]
    return [
        other if other.sentence.paragraph == item.sentence.paragraph else report.first(other)
        for other in found
        if other
    ]


def _is_sure(operand: Item) -> bool:
    """Whether an operand is certainly the whole of what its words say, wherever it stands."""
    return operand.subject is None or (operand.subject.is_strong and not operand.subject.is_inherited)


def _other(report: Report, item: Item, of: Subject) -> str:
    """What an execution rate was probably divided by when it is not the budget of the year."""
    if of.measure is not Measure.EXECUTION_RATE:
        return ""
    found = [report.nearest(item, replace(of, measure=name)) for name in (Measure.EXECUTED, Measure.INITIAL)]
    if found[0] is None or found[1] is None:
        return ""
    exact = quotient(span(found[0].printed), span(found[1].printed))
    if exact is None or not states(item.printed, exact):
        return ""
    return f"它是除以年初预算数 {found[1].text} 得来的（{shown(item, Decimal(exact.exact))}）"

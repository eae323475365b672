"""Whether the report's numbers of projects, sums of funds and overall score agree with the forms added up."""

from dataclasses import dataclass
from decimal import Decimal

from jiheng.checks import Severity, State
from jiheng.checks.rounding import agrees
from jiheng.department.claims.extract import Item, Report
from jiheng.department.claims.interval import Span, states
from jiheng.department.claims.names import Measure, Part, Source
from jiheng.department.claims.result import Judgement, Kind
from jiheng.department.claims.subject import Subject
from jiheng.department.claims.verdict import note, shown
from jiheng.department.rollup.result import Amounts, Group
from jiheng.places import Book
from jiheng.quantity.words import plain

COUNTS, FUNDS, GRADES, SCORE = "D34", "D35", "D36", "D37"
AMOUNTS = {Measure.INITIAL: "initial", Measure.BUDGET: "budget", Measure.EXECUTED: "executed"}


@dataclass(frozen=True, slots=True)
class Stated:
    """What the report itself says of the number of projects; None where it does not."""

    total: Decimal | None
    own: Decimal | None
    led: Decimal
    secret: Decimal


def check(report: Report, group: Group, book: Book) -> None:
    """Judge what the report says of all projects by the forms."""
    stated = said(report)
    for items in report.by_sentence.values():
        for item in items:
            if item.is_goal or (item.subject and item.subject.year not in ("", group.year) and group.year):
                continue
            if item.subject is not None and not item.subject.scope:
                _whole(item, item.subject, group, stated, book)


def said(report: Report) -> Stated:
    """The numbers of projects that the report states, each where it first does."""
    found: dict[Measure, Decimal] = {}
    for item in report.items:
        if item.subject is not None and item.figure.kind is Kind.COUNT and not (item.is_goal or item.subject.scope):
            found.setdefault(item.subject.measure, item.printed.value)
    none = Decimal(0)
    return Stated(
        found.get(Measure.PROJECTS), found.get(Measure.SELF_EVALUATED), found.get(Measure.DEPARTMENT_EVALUATED, none),
        found.get(Measure.SECRET, none),
    )  # fmt: skip


def _whole(item: Item, of: Subject, group: Group, stated: Stated, book: Book) -> None:
    if of.measure in (Measure.PROJECTS, Measure.SELF_EVALUATED, Measure.SECRET):
        _count(item, of.measure, group, stated)
    elif of.measure in AMOUNTS and of.part is Part.PROJECT and of.source is Source.WHOLE:
        _funds(item, of, group.amounts, group, stated)
    elif of.measure is Measure.SCORE:
        _overall(item, group, stated, book)


def missing(group: Group, stated: Stated) -> str:
    """Why the forms at hand are not all of them, "" when they are as many as the report says."""
    count = len(group.projects)
    expected = stated.own if stated.own is not None else stated.total
    if stated.own is None and stated.total is not None:
        expected = stated.total - stated.led - max(stated.secret, Decimal(group.secret))
    if expected is not None and count < expected:
        return f"只收到 {count} 张自评表，比报告写的少 {expected - count} 张"
    return ""


def _count(item: Item, measure: Measure, group: Group, stated: Stated) -> None:
    count, value = Decimal(len(group.projects)), item.printed.value
    secret = f"，另有涉密项目 {group.secret} 个" if group.secret else ""
    how = f"收到自评表 {count} 张{secret}"
    if measure is Measure.SECRET:
        if group.secret == value:
            note(item, Judgement(COUNTS, State.PASS, f"涉密项目的表 {group.secret} 张"))
        elif group.secret > value:
            fail(item, COUNTS, f"涉密项目的表 {group.secret} 张", str(group.secret), Severity.ERROR)
        return
    is_own = measure is Measure.SELF_EVALUATED
    low = count if is_own else count + group.secret
    spare = stated.led if is_own else Decimal(0)
    short_by = value - low
    allowed = Decimal(0) if is_own else stated.led + max(stated.secret - group.secret, Decimal(0))
    if not is_own and stated.own is not None and short_by > allowed:
        return  # said once, of the number of self-evaluated projects
    if -spare <= short_by <= allowed:
        note(item, Judgement(COUNTS, State.PASS, how))
    elif short_by < 0:
        fail(item, COUNTS, how, str(low), Severity.ERROR, f"比报告写的多 {-short_by} 张")
    else:
        fail(item, COUNTS, how, str(low), Severity.WARNING, f"比报告写的少 {short_by - allowed} 张，请核对是否收齐")


def fail(item: Item, code: str, how: str, expected: str, severity: Severity, more: str = "", advice: str = "") -> None:
    """Note that a figure is not what the forms say; `how` are their words for it, `more` by how much."""
    message = f"报告写 {item.text}，{how}" + (f"，{more}" if more else "")
    note(item, Judgement(code, State.FAIL, how, "", expected, message, advice or ADVICE[code], severity))


ADVICE = {
    COUNTS: "请核对自评表是否收齐、有没有重复或别的部门的表，再改正报告里的个数。",
    FUNDS: "请对照自评表和决算核对；范围不同的（含不含涉密项目、基本支出），请在报告里写明。",
    GRADES: "请按各表的总分和办法的等级改写这句话。",
    SCORE: "请写明用的办法、权数和计入的项目，按自评表重算。",
}


def _funds(item: Item, of: Subject, amounts: Amounts, group: Group, stated: Stated) -> None:
    exact: Decimal | None = getattr(amounts, AMOUNTS[of.measure])
    if exact is None:
        return
    how = f"自评表合计 {shown(item, exact)}（{len(group.projects)} 张）"
    secret = group.secret or stated.secret
    if states(item.printed, Span(exact, exact, exact)):
        note(item, Judgement(FUNDS, State.PASS, how))
    elif exact > item.printed.value + item.printed.step:
        fail(item, FUNDS, how, shown(item, exact), Severity.WARNING, "比报告写的还多")
    elif why := missing(group, stated) or ("涉密项目的金额没有计入" if secret else ""):
        note(item, Judgement(FUNDS, State.INSUFFICIENT_DATA, how, why))
    else:
        fail(item, FUNDS, how, shown(item, exact), Severity.WARNING)


def _overall(item: Item, group: Group, stated: Stated, book: Book) -> None:
    places = int(book.number("department.overall.places"))
    known = [result for result in group.overall if result.score is not None]
    fits = [result for result in known if result.score is not None and agrees(item.printed.value, result.score, places)]
    said = [
        f"{result.method.label}（{result.basis.label}）{plain(result.score)}"
        for result in (fits or known)
        if result.score is not None
    ]
    how = "、".join(said)
    if fits:
        note(item, Judgement(SCORE, State.PASS, how))
    elif why := missing(group, stated) or ("" if known else "各表没有总分"):
        note(item, Judgement(SCORE, State.INSUFFICIENT_DATA, how, why))
    else:
        fail(item, SCORE, f"按自评表算出的是：{how}", "", Severity.WARNING, "各种办法都得不出")

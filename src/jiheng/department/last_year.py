"""The forms beside the same projects' forms of last year: targets, shortfalls, reasons, money carried over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiheng.checks import Severity
from jiheng.checks.case import Case, Row
from jiheng.checks.names import bare_name, folded
from jiheng.checks.similar import project_stem
from jiheng.checks.word_lists import likeness
from jiheng.department.accounts.figures import agree, only_rounded
from jiheng.department.accounts.rows import form_sums
from jiheng.department.catalogue import with_outcomes
from jiheng.department.comparison import ComparisonRemark, LastYearComparison, ProjectPair, suspected_note
from jiheng.department.population import counted
from jiheng.department.project_matching import Named, match
from jiheng.department.rollup.grouping import year_of
from jiheng.form import TOTAL_FUND, Form, Place
from jiheng.places import Book
from jiheng.quantity import Kind, ratio
from jiheng.quantity.words import short, wan
from jiheng.scoring import Direction, score

_UPWARD = (Direction.POSITIVE, Direction.EQUAL)
_MEASURED = (Kind.COUNT, Kind.SHARE, Kind.DURATION)
_CARRIED_IN = str(Place.fund("上年结转资金", "budget"))


@dataclass(frozen=True, slots=True)
class _Project:
    """A project in both years; `where` is last year's form."""

    now: Case
    last: Case
    where: str

    @property
    def name(self) -> str:
        return short(self.now.form.project or "")

    def remark(
        self, code: str, place: str, kind: str, earlier: str, message: str, advice: str, soft: bool
    ) -> ComparisonRemark:
        severity = Severity.NOTICE if soft else Severity.WARNING
        project, printed = self.now.form.project or "", self.now.printed(place)
        return ComparisonRemark(
            code, project, self.now.index, place, kind, printed, earlier, message, advice, self.where, severity
        )


def compare_last_year(forms: Sequence[Form], last: Sequence[Form], book: Book | None = None) -> LastYearComparison:
    """The forms that count beside last year's. A finding's `forms` are numbers among the forms that count.

    The same project is known by its name without years. Raises ValueError without a form on either side.
    """
    scope, before = counted(forms, book), counted(last, book)
    open_last = [at for at, form in enumerate(before.forms) if not scope.is_hidden(form.project or "")]
    mine = [_stem(form) for form in scope.forms]
    found = match(
        [named if not before.is_hidden(named.name) else Named("") for named in mine],
        [_stem(before.forms[at]) for at in open_last],
        scope.book,
    )
    pairs: list[ProjectPair] = []
    suspected: list[ProjectPair] = []
    remarks: list[ComparisonRemark] = []
    same_year = 0
    for matched in found:
        at, form = open_last[matched.theirs], scope.forms[matched.mine]
        other = before.forms[at]
        if year_of(form) and year_of(form) == year_of(other):
            same_year += 1
            continue
        pair = ProjectPair(matched.mine, form.project or "", other.project or "", other.source, matched.likeness)
        (pairs if matched.certain else suspected).append(pair)
        if matched.certain:
            remarks += _remarks(_project(matched.mine, form, scope.books[matched.mine], other, before.books[at]))
    same = (f"所给的上年自评表有 {same_year} 张与本年同一年度，没有比较。",) if same_year else ()
    comparison = LastYearComparison(
        file=next((form.source.partition("#")[0] for form in before.forms), ""),
        pairs=tuple(pairs),
        suspected=tuple(suspected),
        remarks=tuple(remarks),
        secret=len(before.forms) - len(open_last),
        notes=(*same, *suspected_note(tuple(suspected), "上年")),
    )
    return with_outcomes(comparison, scope.book)


def _stem(form: Form) -> Named:
    return Named(project_stem(form.project or ""), form.unit or form.department or "")


def _project(index: int, form: Form, book: Book, other: Form, other_book: Book) -> _Project:
    now = Case(form, book, score(form, book), index)
    return _Project(now, Case(other, other_book, score(other, other_book)), other.source)


def _remarks(project: _Project) -> list[ComparisonRemark]:
    earlier = {folded(bare_name(row.name)): row for row in project.last.rows}
    found = list(_carried(project))
    for row in project.now.rows:
        before = earlier.get(folded(bare_name(row.name)))
        if before is not None:
            found += [*_lowered(project, row, before), *_again(project, row, before), *_copied(project, row, before)]
    return found


def _lowered(project: _Project, row: Row, before: Row) -> Iterator[ComparisonRemark]:
    """A target lower (for a reverse indicator: looser) than what was reached last year."""
    wanted, reached = row.score.target.quantities, before.score.actual.quantities
    if len(wanted) != 1 or len(reached) != 1 or wanted[0].kind not in _MEASURED or wanted[0].upper is not None:
        return
    achieved = ratio(reached[0], wanted[0])
    upward, reverse = row.score.direction in _UPWARD, row.score.direction is Direction.REVERSE
    if achieved is None or not ((upward and achieved > 1) or (reverse and achieved < 1)):
        return
    target, actual = row.indicator.target or "", before.indicator.actual or ""
    message = f"“{project.name}”的“{bare_name(row.name)}”，本年目标 {target}，上年已经达到 {actual}。"
    advice = "按上年实际水平定目标；任务减少或条件变化的，说明。"
    # How much work there is changes from year to year; how well it is done should not fall behind.
    far = abs(achieved - 1) > project.now.book.number("accounts.last_year.lower_by")
    soft = wanted[0].kind is Kind.COUNT or row.score.inferred or not far
    yield project.remark("D27", row.place("target"), "目标低于上年实际", actual, message, advice, soft)


def _again(project: _Project, row: Row, before: Row) -> Iterator[ComparisonRemark]:
    if row.score.met is not False or before.score.met is not False:
        return
    figures = f"本年目标 {row.indicator.target}、实际 {row.indicator.actual}"
    then = f"上年目标 {before.indicator.target}、实际 {before.indicator.actual}"
    message = f"“{project.name}”的“{bare_name(row.name)}”连续两年没有完成：{figures}，{then}。"
    advice = "说明上年提出的改进措施做了没有、为什么仍未完成；目标不切实际的，调整目标。"
    yield project.remark(
        "D28", row.place("actual"), "连续两年未完成", before.indicator.actual or "", message, advice, False
    )


def _copied(project: _Project, row: Row, before: Row) -> Iterator[ComparisonRemark]:
    mine, yours = folded(row.indicator.reason or ""), folded(before.indicator.reason or "")
    book = project.now.book
    if len(mine) < book.number("accounts.last_year.reason_from"):
        return
    least = float(book.number("checks.batch.copy_likeness"))
    if likeness(mine, yours, least) >= least:
        message = (
            f"“{project.name}”的“{bare_name(row.name)}”，偏差原因照抄上年：“{short(row.indicator.reason or '')}”。"
        )
        advice = "按本年的实际情况写原因，说明上年的改进措施落实得怎样。"
        yield project.remark(
            "D28", row.place("reason"), "原因照抄上年", before.indicator.reason or "", message, advice, False
        )


def _carried(project: _Project) -> Iterator[ComparisonRemark]:
    """Money carried into this year against what was left of last year's budget."""
    now, last = form_sums(project.now.form), form_sums(project.last.form)
    left, taken = last.get((TOTAL_FUND, "carried")), now.get((TOTAL_FUND, "carried_in"))
    if left is None or taken is None or agree(left, taken) or only_rounded(left, taken):
        return
    over = taken.yuan > left.yuan
    message = f"“{project.name}”上年结转资金 {wan(taken.yuan)}，上年全年预算数减全年执行数为 {wan(left.yuan)}，" + (
        f"多出 {wan(taken.yuan - left.yuan)}。" if over else f"少 {wan(left.yuan - taken.yuan)}，可能已收回。"
    )
    advice = "核对上年结转；多出的写明来源。" if over else "核对上年结转；已收回财政的，注明金额。"
    yield project.remark("D29", _CARRIED_IN, "上年结转", wan(left.yuan), message, advice, not over)

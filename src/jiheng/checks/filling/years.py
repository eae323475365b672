"""年份前后不一

是什么
    表名中的年份与评价年度不同；项目名称带着别的年份（跨年的“2022-2023年”、尾款、结转项目不算）；
    时效指标的日期不在评价年度内，预期目标写的是别的年份某月某日已经发生的事，或者预期目标写本年、实际完成情况却写别的年份（提示）。

为什么
    多半是在上年的表上改的，没有改全；年份不对，表就成了另一年的自评。

举例
    2024年度自评表，项目名称为“2023年度机房维护”。

怎么改
    核对批复的项目名称和年度，把沿用的年份改过来；确属以前年度项目在本年支付的，在名称或说明中写明。
"""

from collections.abc import Sequence
from functools import lru_cache

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.facts import DAY
from jiheng.checks.levels import Second
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.word_lists import mentions, row_list
from jiheng.expression import expression
from jiheng.quantity import Kind
from jiheng.quantity.dates import days_of, has_year
from jiheng.quantity.words import short

CHECK = Check(
    code="F02",
    official="所写年份与评价年度[（{expected}年）]不一致。",
    severity=Severity.ERROR,
    rules=("checks.filling.year_window",),
    page=__doc__,
)

_EVALUATED = expression(r"(20\d\d)(?!\d)")
_BETWEEN = "[-—–~～至到]"
_YEAR = expression(rf"(?<![\d.])20\d\d(?=年|[./]\d|{_BETWEEN}\d)|(?<={_BETWEEN})20\d\d(?!\d)")
_NAME_YEAR = expression(rf"^20\d\d(?!\d)|(?<!\d)20\d\d(?=年|{_BETWEEN}\d)|(?<={_BETWEEN})20\d\d(?!\d)")
_ANY_YEAR = expression(r"20\d\d")
_DOCUMENT = expression(r"[〔\[（(【]20\d\d[〕\]）)】]|《[^》]{0,60}》|20\d\d年?第?\d+号")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare every year on the form with the year evaluated."""
    year = _year(case.form.year)
    if year is None:
        return not_applicable("表中没有写评价年度")
    found = [finding for finding in (_title(case, year), _project(case, year)) if finding]
    return judged([*found, *_dates(case, year)])


def _year(text: str | None) -> int | None:
    match = _EVALUATED.match(text or "")
    return int(match[1]) if match else None


def _title(case: Case, year: int) -> Finding | None:
    if not case.form.title:
        return None
    years = _any_years(case.form.title)
    if not years or year in years:
        return None
    what = f"表名中的年份是 {max(years)} 年，评价年度却是 {year} 年。"
    return CHECK.at(case, "title", what, "核对评价年度，把表名和年度改成一致。", expected=str(year))


@lru_cache(maxsize=1024)
def _any_years(title: str) -> frozenset[int]:
    return frozenset(map(int, _ANY_YEAR.findall(title)))


def _project(case: Case, year: int) -> Finding | None:
    name = case.form.project or ""
    years = sorted({int(text) for text in _NAME_YEAR.findall(name)}) if "20" in name else []
    if not years or _covers(years, year) or mentions(case.book, "checks.filling.carried_words", name):
        return None
    if _paid_later(case):
        return None
    nearest = min(years, key=lambda other: abs(other - year))
    if abs(nearest - year) > case.book.number("checks.filling.year_window"):
        return None
    what = f"项目名称写的是 {nearest} 年，评价年度却是 {year} 年。"
    advice = "核对批复的项目名称；沿用了旧名称的改正，以前年度项目在本年支付的，在说明中写明。"
    return CHECK.finding("project", name, "", what, advice, severity=Severity.NOTICE)  # no name should read “2024”


def _paid_later(case: Case) -> bool:
    """Whether the year pays for earlier work: no initial budget, or the goals speak of a last payment."""
    fund = case.total_fund
    if fund is not None and fund.budget and fund.initial == 0:
        return True
    return mentions(case.book, "checks.filling.carried_words", case.form.goal_expected or "")


def _covers(years: Sequence[int], year: int) -> bool:
    return bool(years) and years[0] <= year <= years[-1]


def _dates(case: Case, year: int) -> list[Finding]:
    """One notice for the dates of timeliness indicators, one for the result, none of which is in the year."""
    found = []
    late = [(row, field) for row in case.of(Second.TIME) if (field := _misdated(row, year))]
    if late:
        row, field = late[0]
        text = getattr(row.indicator, field)
        what = f"{row_list([row for row, _ in late])}的日期（{short(text)}）不在 {year} 年内。"
        advice = "核对日期；属于以前年度工作在本年支付的，在偏差说明中写明。"
        places = [row.place(field) for row, field in late]
        found.append(_notice(places, text, year, what, advice))
    goal = case.form.goal_expected or ""
    if _elsewhere(goal, year) and DAY.search(goal):
        years = "、".join(map(str, _years(goal)))
        what = f"预期目标写的是 {years} 年已经发生的事，评价年度却是 {year} 年。"
        advice = f"改写为 {year} 年要做的事；属于以前年度工作在本年支付的，写明付什么款、依据和所付工作的成果。"
        found.append(_notice(["goal_expected"], goal, year, what, advice))
    result = case.form.goal_actual or ""
    if _elsewhere(result, year) and year in _years(case.form.goal_expected or ""):
        years = "、".join(map(str, _years(result)))
        what = f"预期目标写的是 {year} 年，实际完成情况中的年份却是 {years} 年。"
        advice = f"核对是否沿用了别的年度的文字，改写为 {year} 年的完成情况。"
        found.append(_notice(["goal_actual"], result, year, what, advice))
    return found


def _misdated(row: Row, year: int) -> str | None:
    """The cell of a timeliness indicator whose date lies outside the year, the year its target is for (次年3月) too."""
    dates = [date for date in row.score.target.quantities if date.kind is Kind.DATE and has_year(date)]
    years = _years(row.indicator.actual or "")
    if not _years(row.indicator.target or "") and any(days_of(date)[1].year in years for date in dates):
        return None
    for field, text in (("actual", row.indicator.actual), ("target", row.indicator.target)):
        if text and _elsewhere(text, year):
            return field
    return None


def _elsewhere(text: str, year: int) -> bool:
    years = _years(text)
    return bool(years) and not _covers(years, year)


@lru_cache(maxsize=1024)
def _years(text: str) -> tuple[int, ...]:
    """The years a text speaks of, numbers of documents left out."""
    if "20" not in text:
        return ()
    return tuple(sorted({int(found) for found in _YEAR.findall(_DOCUMENT.sub("", text))}))


def _notice(places: list[str], printed: str | None, year: int, what: str, advice: str) -> Finding:
    return CHECK.finding(places[0], printed, str(year), what, advice, severity=Severity.NOTICE, places=places)

"""The 绩效运行监控报告 in the form of an official document."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from jiheng.form import subject
from jiheng.monitoring import Judged, Light, Period, WatchedForm, execution_light
from jiheng.places import Book
from jiheng.quantity import money
from jiheng.quantity.words import WAN, percent, plain, rounded
from jiheng.writing.report import Report
from jiheng.writing.report.compose import Block, Gap, Heading, Numbered, Passage, Sentence
from jiheng.writing.report.grids import Column, Grid

BEHIND = (Light.RED, Light.YELLOW)
_NUMERALS = "一二三四五六七八九"
_GAP = "【待填写：对偏差较大的项目，写明督促整改、调整目标或收回资金的安排】"


def report(found: Sequence[WatchedForm]) -> Report:
    """The report on these forms; what people have to write is marked."""
    years = sorted({watched.form.year for watched in found if watched.form.year})
    periods = sorted({watched.period for watched in found})
    when = f"{years[0]}年{periods[-1].label}" if years and periods else ""
    lights = Counter(row.judged.light for watched in found for row in watched.rows)
    return laid_out(
        f"{when}绩效运行监控报告",
        _work(found, when),
        [Passage("money", (_money(found),)), Numbered("money-table", "表1 各项目预算执行", _funds(found))],
        [
            Passage("lights", (lights_told(lights, len(found)),)),
            Numbered("rows", "表2 各项指标", _rows(found)),
        ],
        _reasons(found),
    )


def laid_out(title: str, work: str, money: list[Block], targets: list[Block], reasons: Sequence[str]) -> Report:
    """The report of these parts; `work` and `reasons` are sentences."""
    parts: list[tuple[str, list[Block]]] = [
        ("监控工作开展情况", [Passage("work", (work,))]),
        ("预算执行情况", money),
        ("绩效目标运行情况", targets),
        ("偏差原因和纠偏措施", [Passage("reasons", tuple(reasons) or ("没有亮黄灯、红灯的。",))]),
        ("下一步工作安排", [Gap(_GAP)]),
    ]
    blocks: list[Block] = []
    for numeral, (heading, body) in zip(_NUMERALS, parts, strict=False):
        blocks += [Heading(1, f"{numeral}、{heading}"), *body]
    return Report(Sentence("title", title), tuple(blocks))


def money_told(what: str, budget: Decimal, executed: Decimal, period: Period, book: Book) -> str:
    """What was spent of the budget (in 元) by the end of the period."""
    light = execution_light(plain(budget), plain(executed), period, book, money_unit="元").light
    whole, spent = (plain(rounded(amount / WAN, 2)) for amount in (budget, executed))
    return (
        f"{what} {whole} 万元，{period.label}执行 {spent} 万元，"
        f"执行率 {percent(executed / budget)}，时间已过 {percent(period.share)}，总体为{light.label}灯。"
    )


def lights_told(lights: Counter[Light], projects: int) -> str:
    """How many indicators of so many projects have which light."""
    order = (Light.GREEN, Light.BLUE, *reversed(BEHIND))
    said = "、".join(f"{light.label}灯 {lights[light]} 项" for light in order if lights[light])
    none = f"，{lights[Light.NONE]} 项没有填或不能判断" if lights[Light.NONE] else ""
    return f"{projects} 个项目共 {sum(lights.values())} 项指标，{said or '都没有亮灯'}{none}。"


def _work(found: Sequence[WatchedForm], when: str) -> str:
    units = {watched.form.unit for watched in found if watched.form.unit}
    return f"本次监控{when}的预算执行和绩效目标运行情况，收到 {len(units)} 个单位 {len(found)} 个项目的监控表。"


def _amounts(watched: WatchedForm) -> tuple[Decimal | None, Decimal | None]:
    fund, unit = watched.form.fund(), watched.form.money_unit or "万元"
    if fund is None:
        return None, None
    return money(fund.budget or fund.initial, unit), money(fund.executed, unit)


def _money(found: Sequence[WatchedForm]) -> str:
    known = [(watched, *_amounts(watched)) for watched in found]
    budget = sum((amount for _, amount, _ in known if amount), Decimal(0))
    executed = sum((spent for _, _, spent in known if spent), Decimal(0))
    if not budget:
        return "监控表没有预算数，不能计算执行率。"
    first = found[0]
    return money_told("预算", budget, executed, first.period, first.book) + _behind(found)


def _behind(found: Sequence[WatchedForm]) -> str:
    """How many projects are behind with their money, of what light; "" for none."""
    lights = Counter(watched.money.light for watched in found)
    said = "、".join(f"{light.label}灯 {lights[light]} 个" for light in BEHIND if lights[light])
    return f"各项目中{said}。" if said else ""


def _funds(found: Sequence[WatchedForm]) -> Grid:
    columns = (
        Column("项目", 34, True),
        Column("预算数", 14),
        Column("执行数", 14),
        Column("执行率", 12),
        Column("灯", 8),
    )
    rows = []
    for watched in found:
        fund = watched.form.fund()
        budget, executed = _amounts(watched)
        rate = percent(executed / budget) if budget and executed is not None else "—"
        shown = ((fund.budget or fund.initial or "—"), (fund.executed or "—")) if fund else ("—", "—")
        rows.append((watched.form.project or "—", *shown, rate, watched.money.light.label))
    return Grid("各项目预算执行", columns, rows)


def _rows(found: Sequence[WatchedForm]) -> Grid:
    columns = (
        Column("项目", 22, True), Column("指标", 24, True), Column("年度指标值", 14), Column("完成值", 14),
        Column("全年预计", 14), Column("灯", 6),
    )  # fmt: skip
    rows = [
        (watched.form.project or "—", row.indicator.l3 or "—", row.indicator.target or "—", row.indicator.actual or "—",
         row.indicator.forecast or "—", row.judged.light.label)
        for watched in found
        for row in watched.rows
    ]  # fmt: skip
    return Grid("各项指标", columns, rows)


def _reasons(found: Sequence[WatchedForm]) -> list[str]:
    said = []
    for watched in found:
        name = subject(watched.form) or watched.form.source
        if watched.money.light in BEHIND:
            said.append(f"{name}预算执行{_lit(watched.money)}。")
        for row in watched.rows:
            if row.judged.light in BEHIND:
                each = row.indicator
                reason = f"原因：{each.reason}" if each.reason else "没有写原因"
                measure = f"；措施：{each.measure}" if each.measure else ""
                said.append(f"{name}“{each.l3}”{_lit(row.judged)}。{reason}{measure}。")
    return said


def _lit(judged: Judged) -> str:
    return f"亮{judged.light.label}灯（{judged.trace.formula}）"

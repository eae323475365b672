"""funds: one row a row of 项目资金."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from operator import attrgetter

import msgspec

from jiheng.form import FUND_NAMES, TOTAL_FUND, Block, FieldKind, Fund, fields
from jiheng.quantity import number, share
from jiheng.scoring import Score
from jiheng.writing.data.column import Column, Link, Table, Type, Value, printed
from jiheng.writing.data.entry import FormEntry
from jiheng.writing.data.tables.forms import FORM_ID, FORMS, KEY_TEXT
from jiheng.writing.data.tables.money import rate, yuan
from jiheng.writing.data.tables.verdict import VERDICTS
from jiheng.writing.score_review import reason


class FundRow(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A row of the funds block; `score` is that of the execution rate, in the row of the total only."""

    entry: FormEntry
    number: int
    fund: Fund
    score: Score | None


def _items(entry: FormEntry) -> Iterator[FundRow]:
    score = entry.audited.score.execution if entry.audited else None
    total = entry.form.fund(TOTAL_FUND)
    for place, fund in enumerate(entry.form.funds, 1):
        yield FundRow(entry, place, fund, score if fund is total else None)


def _yuan(get: Callable[[Fund], str | None]) -> Callable[[FundRow], Value]:
    return lambda row: yuan(row.entry.form, get(row.fund))


def _printed_rate(row: FundRow) -> Decimal | None:
    printed = share(row.fund.rate)
    return printed.ratio if printed else None


FUNDS: Table[FundRow] = Table(
    "funds",
    "项目资金",
    f"一行一种资金：{'、'.join(FUND_NAMES)}，以及表上印的别的资金。",
    (FORM_ID, "number"),
    (
        Column(FORM_ID, "表编号", KEY_TEXT, attrgetter("entry.form_id")),
        Column("number", "行号", "这张表里第几行资金，从 1 起", attrgetter("number"), Type.INTEGER),
        Column("name", "资金名称", f"{'、'.join(FUND_NAMES)}；别的照表", attrgetter("fund.name")),
        *printed(fields(Block.FUNDS), "fund"),
        *(
            Column(
                *(f"{field.name}_yuan", f"{field.label}（元）", "折算为元"),
                *(_yuan(attrgetter(field.name)), Type.DECIMAL, "元"),
            )
            for field in fields(Block.FUNDS, kinds=(FieldKind.MONEY,))
        ),
        Column("rate_printed", "执行率（填报，比率）", "填报的执行率，1 为 100%", _printed_rate, Type.DECIMAL, "1"),
        Column(
            *("rate_exact", "执行率（复算）", "全年执行数 ÷ 全年预算数，1 为 100%"),
            *(lambda row: rate(row.entry.form, row.fund), Type.DECIMAL, "1"),
        ),
        Column(
            *("score_points", "得分（数值）", "填报的得分；不是数字的为空"),
            *(lambda row: number(row.fund.score), Type.DECIMAL, "分"),
        ),
        Column(
            *("score_recomputed", "得分（复算）", "按办法算出的执行率得分，只在年度资金总额一行"),
            *(lambda row: row.score.score if row.score else None, Type.DECIMAL, "分"),
            audited=True,
        ),
        Column(
            *("verdict", "复算结论", "执行率得分能不能由表定下来"),
            lambda row: row.score.verdict if row.score else None,
            choices=VERDICTS,
            audited=True,
        ),
        Column(
            *("why", "怎么得来", "算式、结果和依据，一句话"),
            lambda row: reason(row.score) if row.score else None,
            audited=True,
        ),
    ),
    _items,
    alike=lambda row: None if row.score else (msgspec.structs.astuple(row.fund), row.entry.form.money_unit),
    links=(Link((FORM_ID,), FORMS.name),),
)

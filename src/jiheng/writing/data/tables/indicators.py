"""indicators: one row an indicator."""

from collections.abc import Callable, Iterator

import msgspec

from jiheng.form import Block, Indicator, fields
from jiheng.quantity import Quantity, number
from jiheng.quantity import Value as Understood
from jiheng.scoring import IndicatorScore
from jiheng.writing.data.column import Column, Link, Table, Type, Value, printed
from jiheng.writing.data.entry import FormEntry
from jiheng.writing.data.tables.forms import FORM_ID, FORMS, KEY_TEXT
from jiheng.writing.data.tables.verdict import DIRECTIONS, KINDS, VERDICTS
from jiheng.writing.score_review import reason


class IndicatorRow(msgspec.Struct, frozen=True, eq=False, gc=False):
    """An indicator of a form; `number` counts from 1, None stands for a form without any."""

    entry: FormEntry
    number: int | None
    indicator: Indicator
    score: IndicatorScore | None = None


def indicator_rows(entry: FormEntry) -> Iterator[IndicatorRow]:
    """The indicators of a form, each with its score where the form was audited."""
    for index, indicator in enumerate(entry.form.indicators):
        score = entry.audited.score.indicators[index] if entry.audited else None
        yield IndicatorRow(entry, index + 1, indicator, score)


def _of(get: Callable[[IndicatorScore], Value]) -> Callable[[IndicatorRow], Value]:
    return lambda row: get(row.score) if row.score else None


def _first(
    cell: Callable[[IndicatorScore], Understood], get: Callable[[Quantity], Value]
) -> Callable[[IndicatorRow], Value]:
    """Something of the leading quantity in a cell."""

    def value(row: IndicatorRow) -> Value:
        found = cell(row.score).quantities if row.score else ()
        return get(found[0]) if found else None

    return value


def _target(score: IndicatorScore) -> Understood:
    return score.target


def _actual(score: IndicatorScore) -> Understood:
    return score.actual


PRINTED: tuple[Column[IndicatorRow], ...] = (
    Column("number", "指标序号", "这张表里第几行指标，从 1 起", lambda row: row.number, Type.INTEGER),
    *printed(fields(Block.INDICATORS), "indicator"),
    Column(
        *("weight_points", "分值（数值）", "填报的分值；不是数字的为空"),
        *(lambda row: number(row.indicator.weight), Type.DECIMAL, "分"),
    ),
    Column(
        *("score_points", "得分（数值）", "填报的得分；不是数字的为空"),
        *(lambda row: number(row.indicator.score), Type.DECIMAL, "分"),
    ),
)

_UNDERSTOOD: tuple[Column[IndicatorRow], ...] = (
    Column(
        *("direction", "方向", "指标是正向、反向、等于还是定性"),
        _of(lambda score: score.direction),
        choices=DIRECTIONS,
        audited=True,
    ),
    Column(
        *("direction_inferred", "方向是推断的", "目标值没有写符号，方向由指标名称推断"),
        *(_of(lambda score: score.inferred), Type.BOOLEAN),
        audited=True,
    ),
    Column(
        *("target_kind", "目标值种类", "目标值理解成的种类"),
        _of(lambda score: score.target.kind),
        choices=KINDS,
        audited=True,
    ),
    Column(
        *("target_sign", "目标值符号", "≥ ≤ > < =，没有写的为空"),
        _first(_target, lambda one: one.comparator),
        audited=True,
    ),
    Column(
        *("target_figure", "目标值数值", "目标值里的第一个数，单位见下一列"),
        *(_first(_target, lambda one: one.figure), Type.DECIMAL),
        audited=True,
    ),
    Column("target_unit", "目标值单位", "目标值里第一个数的单位", _first(_target, lambda one: one.unit), audited=True),
    Column(
        *("target_scale", "目标值等级", "定性指标可选的等级，好的在前，如 优/良/中/差"),
        _of(lambda score: "/".join(score.target.scale) or None),
        audited=True,
    ),
    Column(
        *("actual_kind", "完成值种类", "实际完成值理解成的种类"),
        _of(lambda score: score.actual.kind),
        choices=KINDS,
        audited=True,
    ),
    Column(
        *("actual_figure", "完成值数值", "实际完成值里的第一个数，单位见下一列"),
        *(_first(_actual, lambda one: one.figure), Type.DECIMAL),
        audited=True,
    ),
    Column(
        "actual_unit", "完成值单位", "实际完成值里第一个数的单位", _first(_actual, lambda one: one.unit), audited=True
    ),
    Column("actual_level", "完成值等级", "达到的等级", _of(lambda score: score.actual.level), audited=True),
    Column(
        *("met", "是否完成", "目标是否达到；看不出的为空"),
        *(_of(lambda score: score.met), Type.BOOLEAN),
        audited=True,
    ),
    Column(
        *("ratio", "完成比例", "正向为实际 ÷ 目标，反向为目标 ÷ 实际，1 为 100%"),
        *(_of(lambda score: score.ratio), Type.DECIMAL, "1"),
        audited=True,
    ),
    Column(
        *("over", "超额比例", "（实际 − 目标）÷ 目标，只在超过目标时有"),
        *(_of(lambda score: score.over), Type.DECIMAL, "1"),
        audited=True,
    ),
)

_SCORED: tuple[Column[IndicatorRow], ...] = (
    Column(
        *("score_recomputed", "得分（复算）", "按办法算出的得分；不能定为一个数的为空"),
        *(_of(lambda score: score.score.score), Type.DECIMAL, "分"),
        audited=True,
    ),
    Column(
        *("score_low", "得分（最低）", "按办法可给的最低分"),
        *(_of(lambda score: score.score.low), Type.DECIMAL, "分"),
        audited=True,
    ),
    Column(
        *("score_high", "得分（最高）", "按办法可给的最高分"),
        *(_of(lambda score: score.score.high), Type.DECIMAL, "分"),
        audited=True,
    ),
    Column(
        *("verdict", "复算结论", "得分能不能由表定下来"),
        _of(lambda score: score.score.verdict),
        choices=VERDICTS,
        audited=True,
    ),
    Column("why", "怎么得来", "算式、结果和依据，一句话", _of(lambda score: reason(score.score)), audited=True),
)

INDICATORS: Table[IndicatorRow] = Table(
    "indicators",
    "绩效指标",
    "一行一项指标：照表的各格，理解成的数值，复算的得分及理由。",
    (FORM_ID, "number"),
    (
        Column(FORM_ID, "表编号", KEY_TEXT, lambda row: row.entry.form_id),
        *PRINTED,
        *_UNDERSTOOD,
        *_SCORED,
    ),
    indicator_rows,
    alike=lambda row: row.score,
    links=(Link((FORM_ID,), FORMS.name),),
)

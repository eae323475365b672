"""indicators: one row an indicator."""

from collections.abc import Callable, Iterator
from operator import attrgetter

import msgspec

from jiheng.form import Block, Indicator, fields
from jiheng.quantity import Quantity, number
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


_scale = attrgetter("score.target.scale")
_own_score = attrgetter("score.score")


def _first(cell: str, get: Callable[[Quantity], Value]) -> Callable[[IndicatorRow], Value]:
    """Something of the leading quantity in a cell."""
    quantities = attrgetter(f"score.{cell}.quantities")

    def value(row: IndicatorRow) -> Value:
        found = quantities(row)
        return get(found[0]) if found else None

    return value


PRINTED: tuple[Column[IndicatorRow], ...] = (
    Column("number", "指标序号", "这张表里第几行指标，从 1 起", attrgetter("number"), Type.INTEGER),
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
        attrgetter("score.direction"),
        choices=DIRECTIONS,
        audited=True,
    ),
    Column(
        *("direction_inferred", "方向是推断的", "目标值没有写符号，方向由指标名称推断"),
        *(attrgetter("score.inferred"), Type.BOOLEAN),
        audited=True,
    ),
    Column(
        *("target_kind", "目标值种类", "目标值理解成的种类"),
        attrgetter("score.target.kind"),
        choices=KINDS,
        audited=True,
    ),
    Column(
        *("target_sign", "目标值符号", "≥ ≤ > < =，没有写的为空"),
        _first("target", lambda cells: cells.comparator and cells.comparator.value),
        audited=True,
    ),
    Column(
        *("target_figure", "目标值数值", "目标值里的第一个数，单位见下一列"),
        *(_first("target", attrgetter("figure")), Type.DECIMAL),
        audited=True,
    ),
    Column("target_unit", "目标值单位", "目标值里第一个数的单位", _first("target", attrgetter("unit")), audited=True),
    Column(
        *("target_scale", "目标值等级", "定性指标可选的等级，好的在前，如 优/良/中/差"),
        lambda row: "/".join(_scale(row)) or None,
        audited=True,
    ),
    Column(
        *("actual_kind", "完成值种类", "实际完成值理解成的种类"),
        attrgetter("score.actual.kind"),
        choices=KINDS,
        audited=True,
    ),
    Column(
        *("actual_figure", "完成值数值", "实际完成值里的第一个数，单位见下一列"),
        *(_first("actual", attrgetter("figure")), Type.DECIMAL),
        audited=True,
    ),
    Column(
        "actual_unit", "完成值单位", "实际完成值里第一个数的单位", _first("actual", attrgetter("unit")), audited=True
    ),
    Column("actual_level", "完成值等级", "达到的等级", attrgetter("score.actual.level"), audited=True),
    Column(
        *("met", "是否完成", "目标是否达到；看不出的为空"),
        *(attrgetter("score.met"), Type.BOOLEAN),
        audited=True,
    ),
    Column(
        *("ratio", "完成比例", "正向为实际 ÷ 目标，反向为目标 ÷ 实际，1 为 100%"),
        *(attrgetter("score.ratio"), Type.DECIMAL, "1"),
        audited=True,
    ),
    Column(
        *("over", "超额比例", "（实际 − 目标）÷ 目标，只在超过目标时有"),
        *(attrgetter("score.over"), Type.DECIMAL, "1"),
        audited=True,
    ),
)

_SCORED: tuple[Column[IndicatorRow], ...] = (
    Column(
        *("score_recomputed", "得分（复算）", "按办法算出的得分；不能定为一个数的为空"),
        *(attrgetter("score.score.score"), Type.DECIMAL, "分"),
        audited=True,
    ),
    Column(
        *("score_low", "得分（最低）", "按办法可给的最低分"),
        *(attrgetter("score.score.low"), Type.DECIMAL, "分"),
        audited=True,
    ),
    Column(
        *("score_high", "得分（最高）", "按办法可给的最高分"),
        *(attrgetter("score.score.high"), Type.DECIMAL, "分"),
        audited=True,
    ),
    Column(
        *("verdict", "复算结论", "得分能不能由表定下来"),
        attrgetter("score.score.verdict"),
        choices=VERDICTS,
        audited=True,
    ),
    Column("why", "怎么得来", "算式、结果和依据，一句话", lambda row: reason(_own_score(row)), audited=True),
)

INDICATORS: Table[IndicatorRow] = Table(
    "indicators",
    "绩效指标",
    "一行一项指标：照表的各格，理解成的数值，复算的得分及理由。",
    (FORM_ID, "number"),
    (
        Column(FORM_ID, "表编号", KEY_TEXT, attrgetter("entry.form_id")),
        *PRINTED,
        *_UNDERSTOOD,
        *_SCORED,
    ),
    indicator_rows,
    alike=attrgetter("score"),
    links=(Link((FORM_ID,), FORMS.name),),
)

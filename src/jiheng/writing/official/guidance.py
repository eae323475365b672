"""填写说明: the second sheet of a blank form, which cells to fill in, how they are scored, by which rule."""

from collections.abc import Sequence
from decimal import Decimal

from jiheng.form import Form
from jiheng.places import Book, Parameter
from jiheng.quantity.words import plain
from jiheng.writing.official.score_formula import A_DATE, NOT_PERCENT, WRONG_UNIT, Way

HEADINGS = ("怎么填", "得分怎么来", "依据的规定")
_SLIPS = {
    WRONG_UNIT: "是元与万元写混了",
    NOT_PERCENT: "是 95 被当成了 9500%，请写 95%",
    A_DATE: "是 3/4 之类被当成了日期，请改写成数字",
}
"""What a score says instead of points, and what happened."""
_ALWAYS = ("execution.formula", "execution.capped", "rounding.places")
_OVER = ("over.steps", "over.reduce_from")


def guidance(form: Form, ways: Sequence[Way], book: Book) -> list[str]:
    """The lines of the sheet, top to bottom; those in HEADINGS are headings."""
    return [
        f"《{form.project or '本项目'}》自评表由实施单位填写，填好后保存原文件交回即可，不需要安装别的软件。",
        HEADINGS[0],
        *_filling(form),
        HEADINGS[1],
        *_rows(form, ways),
        HEADINGS[2],
        *_rules(ways, book),
    ]


def _filling(form: Form) -> list[str]:
    unit = f"（单位：{form.money_unit}）" if form.money_unit else ""
    return [
        "浅黄色的格子由你单位填写；灰色的格子由公式自动算出；其余格子是批复的目标，已锁定，有误请联系发表单位。",
        f"各项资金的全年执行数只填数字，不写单位{unit}；合计、执行率和执行率得分自动算出。",
        "各指标的实际完成值：要数字的只填数字、不带单位，比率填 95 或 95% 都可以；要等级的从下拉框里选；其余照实写。",
        "年度总体目标的实际完成情况要写做了什么、取得什么效果。",
        "没有达到目标、扣了分，或者超出目标较多的，要在偏差原因一栏写明原因和改进措施；该填没填的格子会变成橙色。",
        "全部得分齐了才会出现总分；总分空着，说明还有没填的格子。",
    ]


def _rows(form: Form, ways: Sequence[Way]) -> list[str]:
    lines = []
    for number, (row, way) in enumerate(zip(form.indicators, ways, strict=True), 1):
        name = f"第 {number} 项指标“{row.l3 or row.l2 or ''}”"
        if not way.counts:
            lines.append(f"{name}没有分值，不计分。")
        elif way.formula:
            slips = "".join(f"；得分显示“{word}”的，{why}" for word, why in _SLIPS.items() if word in way.formula)
            lines.append(f"{name}填数字，得分自动算出{slips}。")
        elif way.levels:
            bands = "，".join(f"{each.name} {plain(each.low)}—{plain(each.high)} 分" for each in way.levels)
            lines.append(f"{name}从下拉框里选等级，再在相应范围内自己打分：{bands}。")
        else:
            lines.append(f"{name}没有现成的公式，照实写完成情况，在 0—{row.weight} 分之内自己打分。")
    return lines


def _rules(ways: Sequence[Way], book: Book) -> list[str]:
    used = [*_ALWAYS, *dict.fromkeys(path for way in ways for path in way.paths)]
    if any("{a}" in way.formula for way in ways):
        used.append(_OVER[0] if book.rows(_OVER[0]) else _OVER[1])
    if any(way.levels for way in ways):
        used.append("qualitative.bands")
    return [f"本表按《{book.title}》计分。", *(_rule(book.parameter(path)) for path in used)]


def _rule(rule: Parameter) -> str:
    value = f"（{plain(rule.value)}）" if isinstance(rule.value, Decimal) else ""
    return f"{rule.text}{value}。出处：{rule.source}（{rule.certainty.label}）"

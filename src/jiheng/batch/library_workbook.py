"""The indicator library as a workbook: how often, how much, and a picture of what others set."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO

from jiheng.batch.library import Range, Usual
from jiheng.form import LEVEL_LABELS
from jiheng.writing.data.tables.verdict import DIRECTIONS
from jiheng.writing.workbook.new import AS_TEXT
from jiheng.writing.workbook.sheet import Cell, Column, TableSheet, put, set_up_page
from jiheng.writing.workbook.style import Styles

_SHEET, _GUIDE = "指标库", "说明"
_STEPS = 20
"""Places of the picture of a distribution."""
_COLUMNS = (
    *(Column("指标", 22), *map(Column, LEVEL_LABELS[:2], (10, 13)), Column("方向", 7, "centre")),
    *(Column("单位", 7, "centre"), Column("目标值的分布", 23, "picture")),
    *(Column(name, 9, "number") for name in ("最小", "四分之一", "中位", "四分之三", "最大")),
    *(Column("常用分值", 8, "number"), Column("出现次数", 8, "count"), Column("部门数", 7, "count")),
    *(Column("同向同单位的", 8, "count"), Column("常见写法", 26), Column("又名", 26, "muted", printed=False)),
)
_WORDS = (
    ("这是什么", "从批量读取的自评表归纳的常用指标：叫什么、归哪一类、单位和方向、别人把目标定在多少。"),
    ("出现次数、部门数", "名称算作同一项的指标共有多少行、多少个部门用过。"),
    ("同向同单位的", "其中方向和单位与最常见的相同的行数；分布、分值和常见写法只看这些行。"),
    ("目标值的分布", "从最小到最大画在一条线上：▒ 是中间一半（四分之一到四分之三），┃ 是中位数。只有一个值的画 ┃。"),
    ("最小……最大", "都是真有人定过的值，不是算出来的。"),
    ("常见写法", "表上最常见的目标值，照原样。"),
    ("又名", "名称相近、算作同一项的其他写法（不打印）。"),
    ("怎么用", "定目标时参照中位数和中间一半；不是标准，差得远的先看情况是否可比。jiheng audit --library 用它比较。"),
)


def library_workbook(found: Sequence[Usual]) -> bytes:
    """The workbook: the indicators, and what the columns mean."""
    from xlsxwriter import Workbook

    buffer = BytesIO()
    with Workbook(buffer, AS_TEXT | {"in_memory": True}) as book:
        styles = Styles(book)
        table = TableSheet(book, styles, _SHEET, _COLUMNS, frozen=1)
        for usual in found:
            table.add(_row(usual))
        table.close()
        guide = book.add_worksheet(_GUIDE)
        set_up_page(guide, _GUIDE)
        guide.set_column(0, 0, 20)
        guide.set_column(1, 1, 96)
        for row, (name, text) in enumerate(_WORDS):
            put(guide, styles, row, 0, name, "band")
            put(guide, styles, row, 1, text, "text")
    return buffer.getvalue()


def picture(spread: Range) -> str:
    """A distribution on a line: ╶──▒▒▒┃▒▒───╴, the middle half shaded, the median a stroke."""
    whole = spread.greatest - spread.least
    if not whole:
        return "┃"

    def place(figure: Decimal) -> int:
        share = (figure - spread.least) / whole * (_STEPS - 1)
        return int(share.quantize(Decimal(1), ROUND_HALF_UP))

    drawn = ["─"] * _STEPS
    drawn[0], drawn[-1] = "╶", "╴"
    for step in range(place(spread.low), place(spread.high) + 1):
        drawn[step] = "▒"
    drawn[place(spread.middle)] = "┃"
    return "".join(drawn)


def _row(usual: Usual) -> list[str | int | Decimal | Cell | None]:
    spread = usual.range
    figures = (spread.least, spread.low, spread.middle, spread.high, spread.greatest) if spread else (None,) * 5
    return [
        *(Cell(usual.name, "band"), usual.l1, usual.l2, DIRECTIONS.get(usual.direction, ""), usual.unit),
        *(picture(spread) if spread else "", *figures, usual.weight, usual.count, usual.departments, usual.usual_count),
        *("；".join(usual.examples), "；".join(usual.also)),
    ]

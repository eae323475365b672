"""目标、完成情况与指标的数字不一致

是什么
    “实际完成情况”里说到某项指标时用的数，与该指标的实际完成值不同；“预期目标”里说到的数，与年度指标值不同。
    只比较紧挨着指标名称、单位也相同的数；拿不准的不比较。

为什么
    同一件事两个数，必有一处不实；复核时会要求出具原始台账。

举例
    实际完成情况写“举办培训12场”，指标“培训场次”的实际完成值为 10 场。

怎么改
    对照台账（目标对照批复的绩效目标）核实，两处写同一个数；口径不同的（全年与项目期内），在文字中写明。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.facts import parsed
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.word_lists import word_pattern
from jiheng.expression import expression
from jiheng.form import INDICATOR_FIELDS, Block, labels
from jiheng.quantity import Kind, Quantity, Value
from jiheng.quantity.words import says_nothing, short

CHECK = Check(
    code="E08",
    official="{field}所述数据与绩效指标不一致。",
    severity=Severity.WARNING,
    rules=("checks.evidence.one_figure",),
    page=__doc__,
)

_BETWEEN = expression(r"(?:共|共计|累计|总计|达|达到|为|数|数量|了)?")
_STEM_LEAST = 2
_DIGIT = expression(r"\d")
_HAN = expression(r"[一-鿿]")
"""Units in Chinese are printed as they are called."""
_COLUMNS = {"goal_expected": "target", "goal_actual": "actual"}
"""A cell of the goals → the column of the indicators that it must agree with."""
_ORIGINALS = {"goal_expected": "批复的绩效目标", "goal_actual": "台账"}
"""The same → the papers that tell which of the two is right."""


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare figures beside an indicator's name in the goal and the result with its target and its actual value."""
    texts = {"goal_expected": case.form.goal_expected or "", "goal_actual": case.form.goal_actual or ""}
    if says_nothing(texts["goal_expected"]) and says_nothing(texts["goal_actual"]):
        return not_applicable("没有填预期目标和实际完成情况")
    told = [(place, row, stem) for place, text in texts.items() for row, stem in case.said(_stem) if stem in text]
    found = [_judge(row, stem, place, texts[place]) for place, row, stem in told]
    if not any(map(_DIGIT.search, texts.values())) and not any(parsed(texts[place]).quantities for place, *_ in told):
        return not_applicable("预期目标和实际完成情况中没有数字")
    return judged([finding for finding in found if finding])


@CHECK.on_row
def _stem(row: Row) -> str:
    """What the name of a row counts, "" where nothing in it is counted."""
    if not any(one.kind is Kind.COUNT for one in (*row.score.actual.quantities, *row.score.target.quantities)):
        return ""
    stem = word_pattern(row.book, "checks.targets.count_endings").sub("", row.bare)
    return stem if len(stem) >= _STEM_LEAST else ""


def _judge(row: Row, stem: str, place: str, text: str) -> Finding | None:
    cell = row.score.actual if place == "goal_actual" else row.score.target
    only = cell.quantities[0] if len(cell.quantities) == 1 else None
    if only is None or only.kind is not Kind.COUNT or only.upper is not None:
        return None
    unit = only.unit or next((quantity.unit for quantity in row.score.target.quantities), "")
    if not unit or (_HAN.match(unit) and unit[0] not in text):
        return None
    told = parsed(text)
    beside = [quantity for quantity in told.quantities if quantity.unit == unit and _beside(told, quantity, stem)]
    figures = {quantity.figure for quantity in beside}
    if len(figures) != 1 or only.figure in figures or any(quantity.approximate for quantity in beside):
        return None
    return _finding(row, beside[0], place, told)


def _beside(told: Value, quantity: Quantity, stem: str) -> bool:
    """Whether the name stands right before the figure or right behind it: 举办培训12场, 12场培训."""
    before, behind = told.text[: quantity.start], told.text[quantity.end :]
    position = before.rfind(stem)
    if behind.removeprefix("的").startswith(stem):
        return True
    return position >= 0 and bool(_BETWEEN.fullmatch(before[position + len(stem) :]))


def _finding(row: Row, quantity: Quantity, place: str, told: Value) -> Finding:
    piece = told.text[max(0, quantity.start - 10) : quantity.end]
    column = _COLUMNS[place]
    return CHECK.finding(
        place,
        told.text,
        "",
        f"{labels(Block.GOALS)[place]}写“…{piece}”，第{row.index + 1}行“{short(row.bare)}”的"
        f"{INDICATOR_FIELDS[column]}却是{getattr(row.indicator, column)}。",
        f"对照{_ORIGINALS[place]}核实，两处写同一个数；口径不同的，在文字中写明。",
    )

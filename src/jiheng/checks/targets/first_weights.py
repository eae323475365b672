"""一级指标分值与办法不合

是什么
    各一级指标的分值（产出、成本、效益、满意度）与办法给出的任何一种组合都不同。
    成本指标设在产出之下的，与产出合并计算。合计不等于100或缺少一级指标的，由别的检查指出，这里不重复。

为什么
    一级指标的分值由办法统一规定，各单位自行改动，单位之间就不能比较。

举例
    办法规定产出 50、效益 30、满意度 10，表中为产出 80、满意度 10。

怎么改
    按办法调整一级指标的分值，再分到三级指标；确需调整的，说明理由。
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import First
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.checks.targets.blocks import wanted
from jiheng.checks.targets.misfiled import misfiled
from jiheng.form import INDICATORS
from jiheng.places import Book
from jiheng.places.book import Certainty
from jiheng.places.book import Row as BookRow
from jiheng.places.printed import PRINTED_HERE
from jiheng.quantity.words import plain

CHECK = Check(
    code="T11",
    official="一级指标分值权重与规定不符。",
    severity=Severity.NOTICE,
    rules=("weights.schemes",),
    page=__doc__,
)

_BLOCKS = (First.OUTPUT, First.COST, First.BENEFIT, First.SATISFACTION)
_NAMES = tuple(block.value for block in _BLOCKS)
Weights = tuple[Decimal, ...]
_SURE = (Certainty.PRINTED, Certainty.PUBLISHED)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the weight of each first-level block with the schemes of the rulebook."""
    if not case.rows:
        return not_applicable("表中没有绩效指标")
    if misfiled(case):
        return not_applicable("有二级指标落在别的一级指标下，先改正再看分值")
    if levels := case.book.rows("weights.levels"):
        return _by_levels(case, levels)
    sums = _sums(case)
    if sums is None or case.execution_weight is None:
        return insufficient("有的分值空白或读不成数字，或一级指标认不出")
    if sum(sums) + case.execution_weight != case.book.number("weights.total"):
        return not_applicable("分值合计不是满分，先改合计")
    schemes = _schemes(case.book)
    if not schemes:
        return not_applicable("办法没有规定一级指标的分值")
    if _is_admitted(sums, schemes):
        return judged([])
    if case.book.parameter("execution.weight").source.startswith(PRINTED_HERE):
        return not_applicable("表上印的执行率分值与办法不同，各块的分值也就不同")
    if any(
        weight == 0 and block in wanted(case.book)
        for block, weight in zip(_BLOCKS, sums, strict=True)
        if block != First.COST
    ):
        return not_applicable("缺少一级指标，先补齐再看分值")
    return judged([_finding(case, sums, schemes)])


def _by_levels(case: Case, levels: tuple[BookRow, ...]) -> Outcome:
    """Compare the weights of levels that the place names itself (决策, 管理 …) with its own."""
    if any(row.score.weight is None for row in case.rows):
        return insufficient("有的分值空白或读不成数字")
    found = []
    for level in levels:
        word, wanted = str(level["level"]), _number(level["weight"])
        own = [row for row in case.rows if word in (row.indicator.l1 or "")]
        own = own or [row for row in case.rows if word in (row.indicator.l2 or "")]
        weight = sum((row.score.weight or Decimal(0) for row in own), Decimal(0))
        if own and weight != wanted:
            found.append((own, word, weight, wanted))
    return judged([_level_finding(case, *level) for level in found])


def _level_finding(case: Case, rows: list[Row], word: str, weight: Decimal, wanted: Decimal) -> Finding:
    rule = case.book.parameter("weights.levels")
    return CHECK.finding(
        rows[0].place("weight"),
        rows[0].indicator.weight,
        plain(wanted),
        f"“{word}”的分值合计 {plain(weight)}，办法规定 {plain(wanted)}。",
        "按办法调整分值；特殊情况确需调整的，说明理由。",
        f"{rule.text}（{rule.source}）",
        severity=Severity.NOTICE if case.book.flag("weights.adjustable") else Severity.WARNING,
        places=[row.place("weight") for row in rows],
    )


def _sums(case: Case) -> Weights | None:
    """The weight of each block, in the order of _BLOCKS."""
    sums = [Decimal(0)] * len(_BLOCKS)
    for row in case.rows:
        weight = row.score.weight
        if row.first is None or weight is None:
            return None
        sums[_BLOCKS.index(row.first)] += weight
    return tuple(sums)


@lru_cache(maxsize=256)
def _schemes(book: Book) -> tuple[Weights, ...]:
    """The weights of the blocks that the rulebook admits, in the order of _BLOCKS."""
    return tuple(tuple(_number(row[name]) for name in _NAMES) for row in book.rows("weights.schemes"))


@lru_cache(maxsize=4096)
def _is_admitted(sums: Weights, schemes: tuple[Weights, ...]) -> bool:
    return any(_fits(sums, scheme) for scheme in schemes)


def _number(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _fits(sums: Weights, scheme: Weights) -> bool:
    """Whether the weights are a scheme's, cost counted by itself or within output."""
    output, cost, *others = sums
    wanted_output, wanted_cost, *wanted_others = scheme
    merged = output + cost == wanted_output + wanted_cost and (cost == 0 or wanted_cost == 0)
    return others == wanted_others and (merged or (output, cost) == (wanted_output, wanted_cost))


def _listed(weights: Weights) -> str:
    named = zip(_BLOCKS, weights, strict=True)
    return "、".join(f"{block.label} {plain(weight)}" for block, weight in named if weight)


def _finding(case: Case, sums: Weights, schemes: Sequence[Weights]) -> Finding:
    rule = case.book.parameter("weights.schemes")
    binding = rule.certainty in _SURE and not case.book.flag("weights.adjustable")
    choices = "；或 ".join(_listed(scheme) for scheme in schemes)
    return CHECK.finding(
        str(INDICATORS),
        "",
        "",
        f"一级指标的分值为{_listed(sums)}，与办法给出的{choices}都不同。",
        "按办法调整一级指标的分值；特殊情况确需调整的，说明理由。",
        severity=Severity.WARNING if binding else Severity.NOTICE,
        places=[case.rows[0].place("weight")],
    )

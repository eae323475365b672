"""效益只有等级或套话，没有事实

是什么
    效益、可持续影响指标按等级或文字评价，实际完成值只写“优”“明显改善”“改善了居住环境”之类的话，
    没有一个数，也没有可以核实的事（文件、奖项、通过的验收和检查）；名称里已有的“排名”“发布”再写一遍不算。
    分值 20 分以上的作警告，10 分到 20 分的作提示，不到 10 分的每张表合并为一条提示。

为什么
    效益常占三十分。只写等级，评为优就没有依据；把指标名称、总体目标重写一遍，也不是结果。

举例
    “改善居住环境”30 分，目标“优良中低差”，实际完成值“优（改善了居住环境）”。

怎么改
    写结果：前后对比的数（故障、投诉、办件、用户、节约金额）、检查考核的结论；下一年度改成可以计量的指标。
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from jiheng.alike import partial_ratio
from jiheng.checks.boxes import is_ticked
from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.facts import YES_NO, has_fact, has_figures, is_qualitative
from jiheng.checks.levels import Second
from jiheng.checks.names import folded
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.checks.word_lists import row_list, word_pattern
from jiheng.expression import expression
from jiheng.quantity.words import is_blank, plain, short

CHECK = Check(
    code="E12",
    official="实际完成值[“{printed}”]仅为等级或概括性表述，缺少数据和事实依据。",
    severity=Severity.WARNING,
    rules=("checks.evidence.benefit_facts",),
    page=__doc__,
)

_DONE = expression("了|已|完成")
_GOAL_LEAST = 6
_ADVICE = "写结果：前后对比的数（故障、投诉、办件、用户、节约金额）、检查考核的结论；下一年度改成可以计量的指标。"


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find benefits of weight whose result is a level or a phrase."""
    if not any(row.is_benefit for row in case.rows):
        return not_applicable("没有效益指标")
    least = case.book.number("checks.evidence.benefit_facts")
    light = [row for row in without_fact(case) if (row.score.weight or 0) < least]
    goal = case.form.goal_expected or ""
    found = [_finding(row, goal) for row in without_fact(case) if row not in light]
    return judged([*found, _together(light)] if light else found)


@once
def without_fact(case: Case) -> tuple[Row, ...]:
    """The rows that this check reports; E03 leaves them to it."""
    found = [row for row, _ in case.said(is_level_only) if row.is_benefit and row.score.weight]
    return tuple([row for row in found if not is_ticked(case, row)])


@once
def benefit_told(case: Case) -> bool:
    """Whether some benefit is told of with a figure or fact."""
    bare = without_fact(case)
    return any(row.is_benefit and row not in bare and not is_blank(row.indicator.actual) for row in case.rows)


@CHECK.on_row
def is_level_only(row: Row) -> bool:
    """Whether a benefit, quality or quantity asked for in words is answered without a figure or fact."""
    actual, target = row.indicator.actual or "", row.indicator.target or ""
    if (
        not (row.is_benefit or row.second in (Second.QUALITY, Second.QUANTITY))
        or is_blank(actual)
        or is_blank(target)
        or not is_qualitative(row)
        or set(row.score.target.scale) & YES_NO
    ):
        return False
    if target in YES_NO or word_pattern(row.book, "checks.targets.done_words").fullmatch(target):
        return False
    asked = f"{row.bare}{target}" if row.is_benefit else ""
    return not has_figures(actual, row.score.actual) and not has_fact(actual, row.book, asked)


@lru_cache(maxsize=512)
def _finding(row: Row, goal: str) -> Finding:
    actual = row.indicator.actual or ""
    copied = folded(actual) == folded(row.indicator.target or "")
    weight = row.score.weight or Decimal(0)
    heavy = weight >= row.book.number("checks.evidence.benefit_heavy")
    return CHECK.at(
        row,
        "actual",
        f"{row.label}{plain(weight)} 分，实际完成值只写“{short(actual)}”"
        f"{'，照抄了指标值' if copied else ''}，没有数据或事实，评定没有依据。{_more(row, actual, goal)}",
        _ADVICE,
        severity=Severity.WARNING if heavy else Severity.NOTICE,
    )


def _together(rows: Sequence[Row]) -> Finding:
    return CHECK.over(
        rows,
        "actual",
        f"{row_list(rows)}的实际完成值只写“{short(rows[0].indicator.actual or '')}”一类的话，没有数据或事实，"
        "评定没有依据。",
        _ADVICE,
        severity=Severity.NOTICE,
    )


def _more(row: Row, actual: str, goal: str) -> str:
    name, aims = folded(row.bare), folded(goal)
    likeness = float(row.book.number("checks.evidence.goal_likeness"))
    if len(name) >= _GOAL_LEAST and aims and (name in aims or partial_ratio(name, aims) >= likeness):
        return "指标名称是总体目标的原句。"
    stripped = _DONE.sub("", folded(actual))
    for level in (*row.score.target.scale, row.score.actual.level or ""):
        stripped = stripped.removeprefix(level)
    return "只是把指标名称重写一遍。" if stripped and stripped == _DONE.sub("", name) else ""

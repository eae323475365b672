"""效益、质量指标值写的是“已完成”

是什么
    效益、可持续影响、质量指标的指标值整格是“已完成”“全部落实”之类的话。

为什么
    “完成”说的是做了没有；质量要说做得好不好，效益要说做完以后带来了什么变化。

举例
    “提升应急能力”的指标值“已完成”，实际完成值“已完成”。

怎么改
    改成做完之后的变化：投诉减少多少、受益多少人、事故下降多少；下一年度申报时改正。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import Second
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.checks.same_fault import together
from jiheng.checks.word_lists import word_pattern

CHECK = Check(
    code="T21",
    official="指标值[“{printed}”]为工作完成情况，不反映{l2}。",
    severity=Severity.WARNING,
    rules=("checks.targets.done_words",),
    page=__doc__,
)

_TRIM = "。；， "


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find benefits whose target is that something be done."""
    found = case.said(_is_done)
    if not found and not any(map(_is_judged, case.rows)):
        return not_applicable("没有效益、质量指标")
    return judged(together(_finding(row) for row, _ in found))


def _is_judged(row: Row) -> bool:
    return (row.is_benefit or row.second is Second.QUALITY) and bool(row.indicator.target)


@CHECK.on_row
def _is_done(row: Row) -> bool:
    target = (row.indicator.target or "").strip(_TRIM)
    return _is_judged(row) and word_pattern(row.book, "checks.targets.done_words").fullmatch(target) is not None


@once
def _finding(row: Row) -> Finding:
    target = row.indicator.target or ""
    return CHECK.at(
        row,
        "target",
        f"{row.label}的指标值“{target}”说的是做了没有，不是{'效益' if row.is_benefit else '质量'}。",
        "质量改成合格率、准确率、足额率；效益改成做完之后的变化：投诉减少多少、受益多少人、事故下降多少；下一年度申报时改正。",
    )

"""效益指标值写的是“已完成”

是什么
    效益、可持续影响指标的指标值整格是“已完成”“全部落实”之类的话。

为什么
    “完成”说的是做了没有，是产出；效益要说做完以后带来了什么变化。

举例
    “提升应急能力”的指标值“已完成”，实际完成值“已完成”。

怎么改
    改成做完之后的变化：投诉减少多少、受益多少人、事故下降多少；下一年度申报时改正。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.wording import short, word_pattern

CHECK = Check(
    code="T21",
    title="效益指标值写的是“已完成”",
    official="效益指标值[“{printed}”]为工作完成情况，不反映效益。",
    severity=Severity.WARNING,
    rules=("checks.targets.done_words",),
    page=__doc__,
)

_TRIM = "。；， "


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find benefits whose target is that something be done."""
    rows = [row for row in case.rows if row.is_benefit and row.indicator.target]
    if not rows:
        return not_applicable("没有效益指标")
    done = word_pattern(case.book, "checks.targets.done_words")
    return judged([_finding(row) for row in rows if done.fullmatch((row.indicator.target or "").strip(_TRIM))])


def _finding(row: Row) -> Finding:
    target = row.indicator.target or ""
    return CHECK.finding(
        row.place("target"),
        target,
        "",
        f"第{row.index + 1}行「{short(row.bare)}」的指标值“{target}”说的是做了没有，不是效益。",
        "改成做完之后的变化：投诉减少多少、受益多少人、事故下降多少；下一年度申报时改正。",
    )

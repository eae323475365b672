"""实际完成值写成了≥、≤，不是确数

是什么
    实际完成值带着≥、≤、不低于、不超过一类的符号，往往就是把年度指标值照抄了一遍。

为什么
    目标才是范围，结果应当是一个数。写“≥90%”等于没有统计，复核时会要求重填。

举例
    服务对象满意度，年度指标值 ≥90%，实际完成值 ≥90%。

怎么改
    查调查问卷、台账等原始资料，写实际达到的数（例如 93.6%）；没有统计的，先补做统计。
"""

import re

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.names import folded
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.wording import short
from jiheng.quantity import Kind

CHECK = Check(
    code="E02",
    title="实际完成值不是确数",
    severity=Severity.WARNING,
    rules=("checks.evidence.own_figure",),
    page=__doc__,
)

_WORDS = (Kind.LEVEL, Kind.YESNO, Kind.TEXT)
_SIGN = re.compile(r"^(?:[≥≤≧≦>＞<＜]|不低于|不少于|不超过|不高于|不多于|不大于|不小于|大于|小于|高于|低于|超过)=?")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find actual values that are a bound instead of a figure."""
    figures = [row for row in case.rows if any(one.kind not in _WORDS for one in row.score.actual.quantities)]
    if not figures:
        return not_applicable("没有用数字填写的实际完成值")
    return judged([_finding(row) for row in figures if is_bound(row)])


def is_bound(row: Row) -> bool:
    """Whether the actual value is one figure behind a sign."""
    value = row.score.actual
    return len(value.quantities) == 1 and bool(_SIGN.match(value.text[value.quantities[0].start :]))


def _finding(row: Row) -> Finding:
    actual, target = row.indicator.actual or "", row.indicator.target or ""
    restated = folded(actual) == folded(target)
    what = f"照抄了年度指标值 {short(target)}" if restated else "写成了范围"
    return CHECK.finding(
        row.place("actual"),
        actual,
        "",
        f"“{short(row.bare)}”的实际完成值 {short(actual)} {what}，没有写实际达到的数。",
        "查调查问卷、台账等原始资料，写实际达到的数；没有统计的，先补做统计。",
    )

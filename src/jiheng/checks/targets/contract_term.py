"""时效只写了合同期限

是什么
    时效指标只有一项服务期限、合同期限，实际完成值与它一样（1 年 → 1 年），没有一项说快慢、早晚。作提示。
    质保期、租期一类不算。

为什么
    合同签一年就服务一年，这样的指标没有不完成的；服务及时不及时（多久响应、什么时候交付）没有考核。

举例
    时效指标“服务期限”1 年，实际完成值 1 年。

怎么改
    改设响应、修复、交付的时间；服务期限写在说明里。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import Second
from jiheng.checks.names import folded
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.word_lists import mentions, row_list
from jiheng.quantity import Kind

CHECK = Check(
    code="T34",
    official="时效指标仅为合同期限，未反映工作时效。",
    severity=Severity.NOTICE,
    rules=("checks.targets.contract_term_words",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look whether all that is timed is how long a contract runs."""
    rows = case.of(Second.TIME)
    if not rows:
        return not_applicable("没有时效指标")
    if not all(_is_term(row) for row in rows):
        return judged([])
    return judged(
        [
            CHECK.over(
                rows,
                "target",
                f"时效指标只有{row_list(rows)}，说的是干多久，没有一项说快慢、早晚，服务及时不及时看不出来。",
                "改设响应、修复、交付的时间；服务期限写在说明里。",
            )
        ]
    )


@CHECK.on_row
def _is_term(row: Row) -> bool:
    """Whether a row is the term of a contract and its result no more than the term again."""
    if row.second is not Second.TIME or not mentions(row.book, "checks.targets.contract_term_words", row.bare):
        return False
    target, actual = folded(row.indicator.target or ""), folded(row.indicator.actual or "")
    kinds = {quantity.kind for quantity in row.score.target.quantities}
    return bool(target) and target in actual and bool(kinds & {Kind.DURATION, Kind.DATE})

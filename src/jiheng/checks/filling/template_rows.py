"""空白的模板行没有删去

是什么
    表样里的“指标2：”“……”等空行没有用，也没有删。每张表合并为一条提示。

为什么
    空行会被当成漏填的指标；公开后也不整齐。

举例
    数量指标下填了“指标1”，“指标2：”“指标3：”空着。

怎么改
    删去没有用到的行；确有指标漏填的补上。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.form import Block, Place

CHECK = Check(
    code="F03",
    official="未使用的空白模板行没有删除。",
    severity=Severity.NOTICE,
    rules=("checks.filling.no_template_rows",),
    page=__doc__,
)

_SHOWN = 3


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Report template rows left in."""
    blank = case.form.blank_rows
    if not blank:
        return judged([]) if case.form.indicators else not_applicable("表中没有绩效指标")
    places = [str(Place(Block.BLANK_ROWS, row)) for row in range(len(blank))]
    named = "、".join(f"“{text}”" for text in blank[:_SHOWN] if text)
    example = f"（{named}）" if named else ""
    return judged(
        [
            CHECK.finding(
                places[0],
                blank[0],
                "",
                f"有 {len(blank)} 行模板空行{example}没有用，也没有删去。",
                "删去没有用到的行；确有指标漏填的补上。",
                places=places,
            )
        ]
    )

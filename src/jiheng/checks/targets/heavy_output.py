"""单独一项产出的分值过重

是什么
    数量、质量、时效指标中单独一项的分值达到办法所定的数（各地不同，见“依据”）。每张表合并为一条提示。

为什么
    产出一般共 50 分。一项占去一半，其余的工作就没有人看，这一项填满分，总分就差不到哪里去。

举例
    “走访企业数量”一项 30 分，培训、宣传都没有指标。

怎么改
    把分值分给目标里的其他工作，或补设质量、时效、成本指标后重新分配。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import OUTPUTS, First
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.word_lists import row_list
from jiheng.quantity.words import plain

CHECK = Check(
    code="T36",
    official="个别产出指标分值偏高[（{name}{printed}分）]，分值分配不够合理。",
    severity=Severity.NOTICE,
    rules=("checks.targets.heavy_output",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look for an output row that weighs too much by itself."""
    rows = [row for row in case.outputs if row.score.weight and row.second in OUTPUTS]
    if not rows:
        return not_applicable("没有写分值的产出指标")
    heavy = [row for row, _ in case.said(_is_heavy)]
    if not heavy:
        return judged([])
    weights = "、".join(plain(row.score.weight) for row in heavy if row.score.weight is not None)
    return judged(
        [
            CHECK.over(
                heavy,
                "weight",
                f"{row_list(heavy)}单独一项 {weights} 分，产出的分值过于集中。",
                "把分值分给目标里的其他工作，或补设质量、时效、成本指标后重新分配。",
            )
        ]
    )


@CHECK.on_row
def _is_heavy(row: Row) -> bool:
    """Whether a row of output has very many points."""
    if not row.score.weight or row.first is not First.OUTPUT or row.second not in OUTPUTS:
        return False
    return row.score.weight >= row.book.number("checks.targets.heavy_output")

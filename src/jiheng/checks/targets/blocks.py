"""缺少应有的一级指标

是什么
    办法要求的一级指标（产出、效益、满意度，有的办法还要成本）在表中一项也没有。
    产出下设了成本指标的，不算缺成本。

为什么
    自评既要看做了多少，也要看有没有用、服务对象满不满意。缺一块，总分就不能反映项目的效果。

举例
    一张表只有产出指标 80 分和满意度指标 10 分，没有效益指标。

怎么改
    按批复的绩效目标补上；批复时就没有的，在说明中写明理由，下一年度申报时补设。
"""

from functools import lru_cache

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import First, Second
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.form import FORM, INDICATORS
from jiheng.places import Book

CHECK = Check(
    code="T10",
    official="未设置{expected}。",
    severity=Severity.WARNING,
    rules=("blocks.wanted",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find wanted first-level blocks without a single indicator."""
    if not case.rows:
        return not_applicable("表中没有绩效指标")
    present = {row.first for row in case.rows}
    if None in present:
        return insufficient("有的一级指标名称认不出，无法判断缺哪一类")
    missing = [block for block in wanted(case.book) if block not in present and not _below(case, block)]
    return judged([_finding(case, block) for block in missing])


_BELOW = {
    First.COST: (Second.COST,),
    First.SATISFACTION: (Second.SATISFACTION,),
    First.BENEFIT: (Second.BENEFIT, Second.SUSTAINED),
}


def _below(case: Case, block: First) -> bool:
    """Whether a second level of that meaning stands under another block."""
    return any(map(case.of, _BELOW.get(block, ())))


@lru_cache(maxsize=256)
def wanted(book: Book) -> tuple[First, ...]:
    """The first-level blocks that the rulebook wants on every form."""
    return tuple(First(block) for block in book.words("blocks.wanted"))


def _finding(case: Case, block: First) -> Finding:
    last = case.rows[-1]
    without_users = block is First.SATISFACTION
    reason = "；项目确实没有服务对象的，写明理由" if without_users else ""
    return CHECK.finding(
        str(FORM),
        "",
        f"{block.label}指标",
        f"表中没有{block.label}指标。",
        f"按批复的绩效目标补上{block.label}指标{reason}；批复时没有的，下一年度申报时补设。",
        severity=Severity.NOTICE if without_users else Severity.WARNING,
        places=[str(INDICATORS), last.place("l1")],
    )

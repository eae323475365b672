"""二级指标名称写错

是什么
    二级指标的名称与表样里的一个名称只差一个字（“服务对象满意标”“时校指标”）。

为什么
    名称写错，汇总时归不了类，这一类就像没有设。

举例
    二级指标“服务对象满意标”。

怎么改
    按表样改正名称。
"""

from jiheng.alike import nearest
from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable

CHECK = Check(
    code="F16",
    official="二级指标名称[“{printed}”]填写有误[，应为“{expected}”]。",
    severity=Severity.NOTICE,
    rules=("checks.filling.second_names",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare every second level with the names of the forms."""
    if not any(row.indicator.l2 for row in case.rows):
        return not_applicable("没有填二级指标")
    seen: dict[str, tuple[Row, str]] = {}
    for row, meant in case.said(_meant):
        seen.setdefault(row.indicator.l2 or "", (row, meant))
    return judged([_finding(*slip) for slip in seen.values()])


@CHECK.on_row
def _meant(row: Row) -> str | None:
    """The name that was meant, None for one of the names or one that resembles none."""
    names, name = row.book.words("checks.filling.second_names"), (row.indicator.l2 or "").removesuffix("等")
    if not name:
        return None
    if name in names or f"{name}指标" in names or name.removesuffix("指标") in names:
        return None
    least = float(row.book.number("checks.filling.second_likeness"))
    near = nearest(name, names, least)
    return near if near and abs(len(near) - len(name)) <= 1 else None


def _finding(row: Row, meant: str) -> Finding:
    return CHECK.at(
        row, "l2", f"二级指标“{row.indicator.l2}”似为“{meant}”之误。", f"按表样改为“{meant}”。", expected=meant
    )

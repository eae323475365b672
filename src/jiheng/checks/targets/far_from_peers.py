"""目标、分值与同类项目相差悬殊

是什么
    有指标库时，某项指标的指标值或分值与同类项目给同一指标定的相差好几倍（倍数见办法）。单位不同的不比较，
    同类项目太少的不比较。

为什么
    大家都定 30 分钟的事定成 5 小时，目标就没有约束；是不是有特殊情况，要由人判断。

举例
    “故障响应时间”≤300 分钟，同类 23 个项目，中位 30 分钟。

怎么改
    对照同类项目重新考虑目标和分值；有特殊情况的，在说明中写明。
"""

from decimal import Decimal

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.checks.peers import Peer
from jiheng.quantity.words import plain

CHECK = Check(
    code="T28",
    official="[{field}{printed}]与同类项目差异较大，未说明依据。",
    severity=Severity.NOTICE,
    rules=("library.far",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare targets and weights with those of the library."""
    if case.peers is None:
        return not_applicable("没有给出指标库")
    least = case.book.number("library.peers_from")
    known = [(row, peer) for row in case.rows if (peer := case.peers.find(row.name)) and peer.usual_count >= least]
    if not known:
        return insufficient("指标库里没有这些指标，或同类太少")
    far = case.book.number("library.far")
    return judged([finding for row, peer in known if (finding := _target(row, peer, far) or _weight(row, peer, far))])


def _target(row: Row, peer: Peer, far: Decimal) -> Finding | None:
    quantities = row.score.target.quantities
    if len(quantities) != 1 or quantities[0].figure is None or quantities[0].unit != peer.unit or peer.range is None:
        return None
    figure, spread = quantities[0].figure, peer.range
    if figure <= spread.high * far and figure * far >= spread.low:
        return None
    return _finding(
        row,
        "target",
        f"的指标值 {plain(figure)}{peer.unit}，同类 {peer.usual_count} 个项目中位 {plain(spread.middle)}{peer.unit}"
        f"（半数在 {plain(spread.low)}—{plain(spread.high)}{peer.unit}之间）",
    )


def _weight(row: Row, peer: Peer, far: Decimal) -> Finding | None:
    weight = row.score.weight
    if not weight or not peer.weight or weight <= peer.weight * far:
        return None
    return _finding(row, "weight", f"的分值 {plain(weight)}，同类 {peer.count} 个项目中位 {plain(peer.weight)} 分")


def _finding(row: Row, field: str, message: str) -> Finding:
    return CHECK.at(
        row,
        field,
        f"{row.label}{message}，相差悬殊。",
        "对照同类项目重新考虑；有特殊情况的，在说明中写明。",
    )

"""The reviewer's four questions of a goal form (完整性、相关性、适当性、可行性) as a scored sheet of the pack.

What checks can tell of an item is taken off its points; what only a person can judge is left open, from 0 to full.
"""

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from jiheng.checks.outcome import Finding, State
from jiheng.checks.peers import Peers
from jiheng.checks.result import FormAudit
from jiheng.form import Place
from jiheng.places.book import Row
from jiheng.quantity.words import plain, rounded
from jiheng.scoring.compiled import rules_of
from jiheng.scoring.total import grade

_SHEET, _CUTS = "goals.review", "goals.review_cuts"
_OPEN = "要看项目内容和条件，由审核人评定"


class ReviewItem(msgspec.Struct, frozen=True):
    """An item of the sheet: what it asks, how much it weighs, the points open to it, and what was found.

    `low` equals `high` where the checks decide; else the reviewer chooses between them.
    """

    question: str
    item: str
    weight: Decimal
    low: Decimal
    high: Decimal
    why: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


class Suggestion(msgspec.Struct, frozen=True):
    """What others set for the same indicator, at a row of the form (Chinese)."""

    place: str
    name: str
    text: str


class GoalReview(msgspec.Struct, frozen=True):
    """The sheet of one goal form; `items` is empty where the pack has none. Grades are those of either end."""

    audit: FormAudit
    items: tuple[ReviewItem, ...]
    suggestions: tuple[Suggestion, ...]
    rule: str = ""

    @property
    def low(self) -> Decimal:
        """The points if the reviewer gives nothing where it is open."""
        return sum((item.low for item in self.items), Decimal(0))

    @property
    def high(self) -> Decimal:
        """The points if the reviewer gives everything where it is open."""
        return sum((item.high for item in self.items), Decimal(0))

    @property
    def grades(self) -> tuple[str, str]:
        """The grades of either end by the book's bands, "" where it has none."""
        rules = rules_of(self.audit.book)
        return grade(self.low, rules) or "", grade(self.high, rules) or ""


def review(audit: FormAudit, peers: Peers | None = None) -> GoalReview:
    """The sheet filled in from an audit, with what the library says of its indicators."""
    book = audit.book
    rows = book.rows(_SHEET)
    cuts = {str(row["severity"]): row["share"] for row in book.rows(_CUTS)}
    items = tuple(_item(row, audit, cuts) for row in rows)
    parameter = book.parameter(_SHEET)
    rule = f"{parameter.text}（{parameter.source}；{parameter.certainty.label}）" if rows else ""
    return GoalReview(audit, items, tuple(_suggestions(audit, peers)) if peers else (), rule)


def _item(row: Row, audit: FormAudit, cuts: Mapping[str, object]) -> ReviewItem:
    weight = row["weight"] if isinstance(row["weight"], Decimal) else Decimal(0)
    codes = str(row["checks"]).split()
    found = tuple(finding for finding in audit.findings if finding.code in codes and not finding.under)
    share = sum((_decimal(cuts.get(finding.severity.value)) for finding in found), Decimal(0))
    high = rounded(weight * max(1 - share, Decimal(0)), 1)
    told = any(audit.outcomes[code].state in (State.PASS, State.FAIL) for code in codes if code in audit.outcomes)
    is_open = row["open"] is True or not told
    why = (*(finding.message for finding in found), *((_OPEN,) if is_open else ()))
    low = Decimal(0) if is_open else high
    return ReviewItem(str(row["question"]), str(row["item"]), weight, low, high, why, found)


def _decimal(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _suggestions(audit: FormAudit, peers: Peers) -> list[Suggestion]:
    found = []
    for index, row in enumerate(audit.form.indicators):
        peer = peers.find(row.l3 or "")
        if peer is None:
            continue
        parts = [f"指标库有 {peer.count} 项同名指标"]
        if peer.unit:
            parts.append(f"多用单位“{peer.unit}”")
        if peer.range:
            unit, usual = peer.unit, peer.range
            parts.append(f"目标多在 {plain(usual.low)}—{plain(usual.high)}{unit}（中位数 {plain(usual.middle)}{unit}）")
        if peer.weight is not None:
            parts.append(f"分值多为 {plain(peer.weight)} 分")
        found.append(Suggestion(str(Place.indicator(index)), row.l3 or "", "，".join(parts) + "。"))
    return found

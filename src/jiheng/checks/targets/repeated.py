"""同一指标出现两次

是什么
    两项三级指标的名称相同（指标值也相同），或者名称几乎一样，只多了“持续”一类的字；
    包括一项放在产出、一项放在效益的；两项效益大半是同样的话、分在两个二级指标下的，也在此指出。

为什么
    同一件事得两次分，分值重复；同一内容既当产出又当效益，说明效益没有真正设定。

举例
    社会效益指标“引导企业转型升级”与可持续影响指标“持续引导企业转型升级”，指标值都是 10 家。

怎么改
    保留一项，分值并入；另一项换成能反映不同结果的指标。名称相同而对象不同的，在名称中写明对象。
"""

from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import Second
from jiheng.checks.names import folded
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.checks.same_fault import together
from jiheng.quantity.words import short

CHECK = Check(
    code="T09",
    official="指标重复设置，同一事项重复计分。",
    severity=Severity.WARNING,
    rules=("checks.targets.repeated_from",),
    page=__doc__,
)

_SAME_RESULT = 10
"""Results of so many characters are not the same by chance."""


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find pairs of rows with one name, or nearly one."""
    rows = [row for row in case.rows if row.indicator.l3]
    if len(rows) < 2:
        return not_applicable("三级指标不足两项")
    told = _told_twice(case, rows) if _has_one_within_another(rows) else {}
    return judged(together([*told.values(), *_mostly_same(case, [row for row in rows if row.index not in told])]))


def _has_one_within_another(rows: list[Row]) -> bool:
    """Whether the name of a row stands in that of another as well, as few do."""
    names = [_folded(row)[0] for row in rows]
    whole = "\n".join(names)
    return any(whole.count(name) > 1 for name in names)


def _told_twice(case: Case, rows: list[Row]) -> dict[int, Finding]:
    """The rows, by index, that tell an earlier one over again."""
    least = int(case.book.number("checks.targets.repeated_from"))
    found: dict[int, Finding] = {}
    for position, later in enumerate(rows):
        for earlier in rows[:position]:
            one, other = _folded(earlier)[0], _folded(later)[0]
            if not (one in other or other in one):
                continue
            if earlier.index not in found and _same(earlier, later, least):
                found[later.index] = _finding(earlier, later, exact=one == other)
                break
    return found


def _mostly_same(case: Case, rows: list[Row]) -> list[Finding]:
    """A benefit told twice in nearly the same words, under different second levels."""
    least = int(case.book.number("checks.targets.same_benefit_from"))
    share = case.book.number("checks.targets.same_benefit")
    long = [row for row in rows if (row.is_benefit or row.second is Second.QUALITY) and len(_folded(row)[0]) >= least]
    found = []
    for position, later in enumerate(long):
        for earlier in long[:position]:
            if _pair_of_benefits(earlier, later) and _alike(earlier, later, share):
                found.append(_same_benefit(earlier, later))
                break
    return found


def _pair_of_benefits(earlier: Row, later: Row) -> bool:
    if not later.is_benefit or not (earlier.is_benefit or earlier.second is Second.QUALITY):
        return False
    return earlier.indicator.l2 != later.indicator.l2


def _alike(earlier: Row, later: Row, share: Decimal) -> bool:
    """Whether the common pieces make up that share of the shorter name, or long results are the same word for word."""
    results = [folded(row.indicator.actual or "") for row in (earlier, later)]
    if results[0] == results[1] and len(results[0]) >= _SAME_RESULT:
        return True
    return _share_pieces(_folded(earlier)[0], _folded(later)[0], share)


@lru_cache(maxsize=4096)
def _share_pieces(one: str, other: str, share: Decimal) -> bool:
    letters = set(one) & set(other)
    if len(letters) < share * min(len(set(one)), len(set(other))):
        return False  # too few letters in common to share that many pieces
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    common = sum(block.size for block in blocks if block.size > 1)
    return common >= share * min(len(one), len(other))


def _same_benefit(earlier: Row, later: Row) -> Finding:
    return CHECK.at(
        later,
        "l3",
        f"“{short(later.bare)}”与第{earlier.index + 1}行“{short(earlier.bare)}”说的大半是同一件事，"
        f"一项在“{earlier.indicator.l2}”下，一项在“{later.indicator.l2}”下，计了两次分。",
        "保留一项，分值并入；另一项换成反映不同结果的指标。",
        places=(later.place("l3"), earlier.place("l3")),
    )


@once
def _folded(row: Row) -> tuple[str, str]:
    """The name and the target of a row, to be compared."""
    return folded(row.bare), folded(row.indicator.target or "")


def _same(earlier: Row, later: Row, least: int) -> bool:
    """Whether two rows, one name within the other, are one indicator: one target, and one name but for figures."""
    (one, aim), (other, other_aim) = _folded(earlier), _folded(later)
    if one == other:
        return bool(other) and aim == other_aim
    if min(len(one), len(other)) < least or _figures(one) != _figures(other):
        return False
    return aim == other_aim or (aim == one and other_aim == other)


def _figures(name: str) -> str:
    return "".join(character for character in name if character.isdigit() or character.isascii())


def _finding(earlier: Row, later: Row, *, exact: bool) -> Finding:
    how = "相同" if exact else "几乎相同"
    levels = (earlier.indicator.l2 or "", later.indicator.l2 or "")
    across = f"，一项在“{levels[0]}”下，一项在“{levels[1]}”下" if levels[0] != levels[1] else ""
    return CHECK.at(
        later,
        "l3",
        f"“{short(later.bare)}”与第{earlier.index + 1}行的名称{how}，指标值也一样{across}，同一件事计了两次分。",
        "保留一项，分值并入；另一项换成反映不同结果的指标。对象不同的，在名称中写明对象。",
        severity=Severity.WARNING if exact else Severity.NOTICE,
    )

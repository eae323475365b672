"""单位栏写了内设科室或简称

是什么
    主管部门或实施单位写的是内设科室（“大数据科”“住房和城乡建设局绿化科”），不是单位；或者写的是简称（“住建局”），作提示。

为什么
    自评的主体是单位；写科室，预算、决算都对不上，汇总时找不到归属。

举例
    主管部门“产业发展科”。

怎么改
    写单位的规范全称；需要注明科室的，写在项目负责人一栏。
"""

from functools import lru_cache

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.word_lists import word_pattern
from jiheng.expression import expression
from jiheng.form import HEAD_FIELDS
from jiheng.places import Book

CHECK = Check(
    code="F14",
    official="[“{printed}”]未使用单位规范全称。",
    severity=Severity.WARNING,
    rules=("checks.filling.office_endings",),
    page=__doc__,
)

_OFFICE_OF = expression(r"(?:局|委|委员会|办公室)[一-鿿]{1,8}(?:科|处|室|股)$")
_LONGEST = 8
"""A longer name that ends so carries its unit with it."""


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find an office in the place of a unit."""
    names = {place: case.printed(place) for place in ("department", "unit")}
    if not any(names.values()):
        return not_applicable("没有填主管部门和实施单位")
    found: list[Finding] = []
    shortened: list[tuple[str, str]] = []
    for place, name in names.items():
        if len(name) <= _LONGEST and "局" not in name and _is_office(name, case.book):
            message = f"{HEAD_FIELDS[place]}“{name}”是内设科室，不是单位。"
            found.append(CHECK.finding(place, name, "", message, "写单位的规范全称。"))
        elif place == "department" and _OFFICE_OF.search(name):
            message = f"{HEAD_FIELDS[place]}“{name}”写到了内设科室，应写到局（委、办）。"
            found.append(CHECK.finding(place, name, "", message, "写单位的规范全称。"))
        elif short := _short_name(name, case.book):
            shortened.append((place, short))
    return judged(found + (_shortened(case, shortened) if shortened else []))


def _shortened(case: Case, shortened: list[tuple[str, str]]) -> list[Finding]:
    """One notice for both cells."""
    place, short = shortened[0]
    whose = "、".join(HEAD_FIELDS[each] for each, _ in shortened)
    return [
        CHECK.at(
            case,
            place,
            f"{whose}“{case.printed(place)}”用的是简称“{short}”。",
            "写单位的规范全称。",
            severity=Severity.NOTICE,
            places=[each for each, _ in shortened],
        )
    ]


def _is_office(name: str, book: Book) -> bool:
    """Whether a name ends as those of the offices within a unit do."""
    endings = word_pattern(book, "checks.filling.office_endings")
    return any(match.end() == len(name) for match in endings.finditer(name))


@lru_cache(maxsize=2048)
def _short_name(name: str, book: Book) -> str | None:
    """The short name of a bureau in a unit's name, None when it has its full name."""
    if name in book.words("checks.filling.whole_names"):
        return None
    return next((word for word in book.words("checks.filling.short_names") if word in name), None)

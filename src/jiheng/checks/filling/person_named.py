"""项目名称、目标里有个人姓名

是什么
    项目名称、预期目标或完成情况里写着个人的姓名（“某某同志”“某某先生”）。

为什么
    自评表要公开，姓名连同信访、补缴、救助一类的事由是个人隐私，公开前应当隐去。

举例
    项目名称“林某同志补缴社会保险经费”。

怎么改
    改用“一名退休职工”“信访人”一类的说法；批复名称如此的，公开时隐去姓名。
"""

from collections.abc import Iterator

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.expression import expression
from jiheng.form import HEAD_FIELDS, Block, names

CHECK = Check(
    code="F17",
    title="项目名称、目标里有个人姓名",
    official="{field}载有个人姓名，公开前应予隐去。",
    severity=Severity.WARNING,
    rules=("checks.filling.no_personal_numbers",),
    page=__doc__,
)

_CALLED = expression(
    r"([一-鿿][某×xX]{1,2})(?:同志|先生|女士)"
    r"|(?:^|[^一-鿿]|[为向给与和对由将在及])([一-鿿]{2,3}?)(?:同志|先生|女士)(?!们)"
)
_NO_NAME = expression(r"党员|干部|职工|老|各|位|名|离退休|退休|军人|青年|女|全体|领导|等|区内|本单位|革命|优秀")
_PLACES = names(Block.HEAD, Block.GOALS, telling=True)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find a person called by name in the texts that are published."""
    texts = {place: case.printed(place) for place in _PLACES}
    if not any(texts.values()):
        return not_applicable("没有填项目名称和目标")
    found = [(place, name) for place, text in texts.items() if text and (name := _name(text))]
    return judged([_finding(case, found)] if found else [])


def _name(text: str) -> str:
    if "同志" not in text and "先生" not in text and "女士" not in text:
        return ""
    return next((name for name in _names(text) if not _NO_NAME.search(name)), "")


def _names(text: str) -> Iterator[str]:
    return (match[1] or match[2] for match in _CALLED.finditer(text))


def _finding(case: Case, found: list[tuple[str, str]]) -> Finding:
    place, name = found[0]
    where = "、".join(HEAD_FIELDS[each] for each, _ in found)
    return CHECK.finding(
        place,
        case.printed(place),
        "",
        f"{where}中有个人姓名“{name[0]}{'*' * (len(name) - 1)}”，公开前应当隐去。",
        "改用不指明个人的说法；批复名称如此的，公开时隐去姓名和事由。",
        places=[each for each, _ in found],
    )

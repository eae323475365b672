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

import re
from functools import lru_cache

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.word_lists import mentions
from jiheng.compiled import compiled
from jiheng.form import HEAD_FIELDS, Block, names
from jiheng.places import Book

CHECK = Check(
    code="F17",
    official="{field}载有个人姓名，公开前应予隐去。",
    severity=Severity.WARNING,
    rules=("checks.filling.person_titles",),
    page=__doc__,
)

_PLACES = names(Block.HEAD, Block.GOALS, telling=True)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find a person called by name in the texts that are published."""
    texts = {place: case.printed(place) for place in _PLACES}
    if not any(texts.values()):
        return not_applicable("没有填项目名称和目标")
    found = [(place, name) for place, text in texts.items() if text and (name := _name(text, case.book))]
    return judged([_finding(case, found)] if found else [])


def _name(text: str, book: Book) -> str:
    """The first name that a title follows, "" without one."""
    if not mentions(book, "checks.filling.person_titles", text):
        return ""
    called = (match[1] or match[2] for match in _called(book.words("checks.filling.person_titles")).finditer(text))
    return next((name for name in called if not mentions(book, "checks.filling.no_person_words", name)), "")


@lru_cache(maxsize=16)
def _called(titles: tuple[str, ...]) -> re.Pattern[str]:
    """A name before a title: with its given name left open (林某同志), or whole where a name can begin."""
    title = "|".join(map(re.escape, titles))
    whole = rf"(?:^|[^一-鿿]|[为向给与和对由将在及])([一-鿿]{{2,3}}?)(?:{title})(?!们)"
    return compiled(rf"([一-鿿][某×xX]{{1,2}})(?:{title})|{whole}")


def _finding(case: Case, found: list[tuple[str, str]]) -> Finding:
    place, name = found[0]
    where = "、".join(HEAD_FIELDS[each] for each, _ in found)
    return CHECK.at(
        case,
        place,
        f"{where}中有个人姓名“{name[0]}{'*' * (len(name) - 1)}”，公开前应当隐去。",
        "改用不指明个人的说法；批复名称如此的，公开时隐去姓名和事由。",
        places=[each for each, _ in found],
    )

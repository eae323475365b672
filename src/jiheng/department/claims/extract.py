"""Sentences → claims understood: every figure with its subject, in order, and where its likes are found."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from jiheng.department.claims.figures import ClaimFigure, figures
from jiheng.department.claims.interval import Printed
from jiheng.department.claims.names import Measure, Part, Source
from jiheng.department.claims.result import Judgement, ReportSentence
from jiheng.department.claims.subject import Context, Subject, around, is_filler, subject

Key = tuple[int, Measure, Part, Source, str, str]
_YEAR = re.compile(r"(20\d\d)年(?!\d+月)度?")
_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[）)、.．]*")
_OWNER = re.compile(r"[一-鿿]{2}(?:中心|本级|大队|支队|项目|工程|管理[处所站]|研究[所院])$")
_OUTLINE = re.compile(r"^(?:部门|单位|重点|财政|涉密|其他|预算|绩效|自评|评价|支出)+项目$|(?:个|类|大)项目$")
_SUMMARY = 60
"""Characters of a paragraph among which it says which project it sums up."""
_NAME = 30
"""Characters of a body's name at most."""
_QUOTES = '“”"《》（）() '
_STOP = re.compile(r"[，。；：:,;]")
_GOAL = re.compile(r"力争|力促|争取(?!到)|确保|预期|目标|计划|不少于|不低于")


@dataclass(slots=True)
class Item:
    """A claim at work: its figure, its subject, and what the checks have found about it."""

    number: int
    sentence: ReportSentence
    figure: ClaimFigure
    subject: Subject | None
    is_goal: bool
    owner: str = ""
    """The unit or project that the paragraph is about, by its heading or first words; "" for the whole department."""
    judgements: list[Judgement] = field(default_factory=list)
    used_in: list[int] = field(default_factory=list)
    disputed_in: list[int] = field(default_factory=list)

    @property
    def printed(self) -> Printed:
        """The figure as printed. Only asked of items that are numbers."""
        assert self.figure.printed is not None
        return self.figure.printed

    @property
    def text(self) -> str:
        """The figure as it stands in the report, without 约 or 不少于."""
        return re.sub(r"^[^\d一二两三四五六七八九十百千万-]+", "", self.figure.text)


class Report:
    """A report understood: its items by sentence and by subject."""

    def __init__(self, sentences: Sequence[ReportSentence]) -> None:
        self.sentences = sentences
        self.year = _year(sentences)
        self.items: list[Item] = []
        self.by_sentence: dict[int, list[Item]] = {}
        self._by_key: dict[Key, list[Item]] = defaultdict(list)
        self._read()

    def _read(self) -> None:
        measure: Measure | None = None
        paragraph, scope, owner, is_summary = -1, "", "", False
        for sentence in self.sentences:
            if sentence.paragraph != paragraph:
                summed_up = _summed_up(sentence.text) or _listed(sentence.text)
                owner, is_summary = summed_up or _headed(sentence.section), bool(summed_up)
                paragraph, scope, measure = sentence.paragraph, owner, None
            context = Context(self.year, scope, measure=measure)
            named = _YEAR.search(sentence.text)
            for figure in figures(sentence.text):
                if named and named.end() <= figure.start:
                    context.year = named[1]
                item = self._item(sentence, figure, context, owner, is_summary=is_summary)
                self.by_sentence.setdefault(sentence.index, []).append(item)
            measure = context.measure
            scope = owner if context.is_divided else context.scope

    def _item(
        self, sentence: ReportSentence, figure: ClaimFigure, context: Context, owner: str, *, is_summary: bool
    ) -> Item:
        is_goal = sentence.is_goal or _GOAL.search(figure.label + figure.tail) is not None
        of = subject(figure, sentence.text, context)
        if of is not None and is_summary:
            of = replace(of, scope=owner, is_inherited=False)
        item = Item(len(self.items) + 1, sentence, figure, of, is_goal, owner)
        self.items.append(item)
        if item.subject is not None and figure.printed is not None and not is_goal:
            self._by_key[self._key(item, item.subject)].append(item)
        return item

    @staticmethod
    def _key(item: Item, of: Subject) -> Key:
        return (item.sentence.report, *of.key)

    def nearest(self, item: Item, of: Subject) -> Item | None:
        """The item of that subject nearest to another item in the same report; the one before goes first."""
        among = self._by_key.get(self._key(item, of), [])
        if not among:
            return None
        at = bisect_left(among, item.number, key=lambda other: other.number)
        around = [other for other in among[max(0, at - 1) : at + 2] if other is not item]
        return min(around, key=lambda other: (_distance(other, item), other.number > item.number), default=None)

    def first(self, item: Item) -> Item:
        """The first item of the same subject."""
        return self._by_key[self._key(item, item.subject)][0] if item.subject else item

    def alike(self) -> Iterable[list[Item]]:
        """The items of each subject, in order."""
        return self._by_key.values()


def _distance(one: Item, other: Item) -> tuple[int, int]:
    return abs(one.sentence.paragraph - other.sentence.paragraph), abs(one.sentence.index - other.sentence.index)


def _headed(section: str) -> str:
    """The unit or project that the heading names, "" for a heading of the outline."""
    heading = _NUMBER.sub("", section.rpartition("·")[2])
    return heading if _OWNER.search(heading) and not _OUTLINE.search(heading) else ""


def _summed_up(text: str) -> str:
    """The project that the paragraph beginning so sums up (…项目绩效自评综述：), "" where it is of no one project."""
    found = around("summary").search(text[:_SUMMARY])
    owner = _NUMBER.sub("", text[: found.start()]).strip(_QUOTES) if found else ""
    is_named = _STOP.search(owner) is None and _OUTLINE.search(owner) is None and not is_filler(owner)
    return owner if is_named else ""


def _listed(text: str) -> str:
    """The body whose figures the paragraph beginning so lists (1.某某中心：项目2个 …), "" where it names none."""
    name = _NUMBER.sub("", text.partition("：")[0])
    is_named = "：" in text and len(name) <= _NAME and _STOP.search(name) is None and not is_filler(name)
    return name if is_named and around("organs").search(name) else ""


def _year(sentences: Sequence[ReportSentence]) -> str:
    """The year that a report is about: the one it names most often with 年度 or 年."""
    years = Counter(year for sentence in sentences for year in re.findall(r"(20\d\d)年度", sentence.text))
    years = years or Counter(year for sentence in sentences for year in re.findall(r"(20\d\d)年", sentence.text))
    return min(years, key=lambda year: (-years[year], year), default="")

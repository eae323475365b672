"""What a figure is of, told by the words around it: budget or executed, of which part, source, unit and year."""

import re
from dataclasses import dataclass, replace
from functools import cache

from jiheng.department.claims.figures import Figure
from jiheng.department.claims.result import Kind
from jiheng.places.sources import on_change
from jiheng.places.words import Patterns, patterns, words

WHOLE = "全部"
STATED = "数额"
"""The measure of a part that is named without saying whether its budget or its expenditure is meant."""

PARTS_OF_WHOLE = ("基本支出", "项目支出", "其他支出")
SOURCES_OF_WHOLE = ("财政拨款", "非财政拨款", "上年结转", "其他资金")
_RATES = ("结转结余率", "预决算差异率", "预算调整率", "执行率")

_YEAR = re.compile(r"(20\d\d)年")
_FILLER = (
    r"(?:20\d\d年(?:度|末|底|\d+月)?|\d+月(?:\d+日|底|末)?|(?:我|本)(?:局|委|办|单位|部门|院|中心)|全(?:局|委|部门|单位)|部门整体|整体|部门|"
    r"单位(?!资金)|区级|市级|年度|全年|本年|当年|年初|年末|年底|截[至止到]?|其中|资金|总体|总计|总额|总数|总|共计|合计|累计|共|"
    r"实际|实现|完成|调整后?|安排|下达|批复|到位|绩效|自评|评价|申报|金额|经费|数额|数|额|率|支出|支付|收入|决算|执行|预算|情况|"
    r"(?:本|该)?项目|为|达到|达|是|约|计|有|的|了|已|在|于|由|和|及|与|因|将|并|对|从|按|以|其|这|该|则|即|一是|二是|三是|四是|五是|"
    r"[\s:：“”\"·—-])+"
)
_FILLERS = re.compile(rf"^{_FILLER}|{_FILLER}$")
_STRONG = re.compile(
    r"预算(?:数|总额|金额|总计|合计|资金)|(?:全年|年初|年度|总|部门|支出)预算|执行数|决算|(?:总体?|实际|全年|合计)支出|支出(?:总额|合计|数)|"
    r"结转结余|结转金额|结余金额|年初批复"
)
_PERIOD = re.compile(
    r"(?:1[01]|(?<!\d)[1-9])月|12月(?!底|末|31日)|[一二三四]季度|[上下]半年|首付|尾款|首批|第[一二三四五]批"
)
_ALL = re.compile(r"全年|总|合计|共|整体|部门")
_ALL_OF_US = re.compile(r"(?:我|本)(?:局|委|办|单位|部门|院)|全(?:局|委|部门)|部门整体|合计|总计")
_ORG = re.compile(
    r"[一-鿿]{2,14}?(?:中心|本级|大队|支队|总队|服务站|管理[处所站]|研究[所院]|监测站|事务所|图书馆|博物馆|学校|医院)|“[^“”]{2,40}”项目|[一-鿿]{3,30}项目(?!支出|经费|资金|预算|绩效|个|\d)"
)
_IS_PROJECTS = re.compile(r"(?:预算|支出|自评|评价)?项目(?:支出)?$|(?:预算|支出|自评|评价)?项目(?=其中|均|全部|开展)")
KINDS_OF_PROJECT = ("单位自评项目", "部门评价项目", "财政评价项目", "涉密项目")
GRADES_OF_PROJECT = ("优的项目", "良的项目", "中的项目", "差的项目")
_OVERALL = re.compile(r"(?:整体|总体|综合|部门|自评|评价|最终|总|绩效).{0,8}?(?:得分|分数|总分|评分)|^(?:得分|总分)")


@cache
def _report() -> tuple[Patterns, Patterns, Patterns, Patterns]:
    """Measures, parts and sources of the funds, and by what projects are counted, as the packs word them."""
    said = words().report
    measures = patterns(said.measures, said.weak_measures)
    return measures, patterns(said.parts), patterns(said.sources), patterns(said.projects)


on_change(_report.cache_clear)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is of: a measure of the funds, a number of projects, a score.

    `scope` is "" for the whole department (or the project that the report is about), else the words that
    say of whom; `is_inherited` when those words stood before another figure of the sentence.
    """

    measure: str
    part: str = WHOLE
    source: str = WHOLE
    scope: str = ""
    year: str = ""
    is_inherited: bool = False
    is_strong: bool = True
    """Whether the label says the whole of it (全年预算数), not just some of it (支付, 追加)."""

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What two figures of the same thing have in common."""
        return self.measure, self.part, self.source, self.scope, self.year

    @property
    def words(self) -> str:
        """The subject as a message names it: 基本支出结转结余."""
        part = "" if self.part == WHOLE else self.part
        source = "" if self.source == WHOLE else self.source
        return f"{source}{part}{self.measure}"

    def with_(self, **changes: str) -> "Subject":
        """The same but for some fields."""
        return replace(self, is_inherited=False, **changes)  # type: ignore[arg-type]


@dataclass(slots=True)
class Context:
    """What the sentence has said so far: the year, of whom, and the measure that a 其中 divides."""

    year: str
    scope: str = ""
    part: str = WHOLE
    source: str = WHOLE
    measure: str = ""
    is_strong: bool = False
    is_divided: bool = False


def subject(figure: Figure, sentence: str, context: Context) -> Subject | None:
    """What a figure is of, None where no word of the funds, projects or scores says it. Moves the context on."""
    if "其中" in figure.lead or "包括" in figure.lead or "分别为" in figure.lead:
        context.is_divided = True
    if figure.kind is Kind.COUNT:
        return _projects(figure, context)
    if figure.kind is Kind.SCORE:
        return _score(figure, sentence, context)
    if figure.kind not in (Kind.AMOUNT, Kind.RATE):
        return None
    return _funds(figure, context)


def _funds(figure: Figure, context: Context) -> Subject | None:
    label = figure.label
    measures, parts, sources, _ = _report()
    part, rest = _first(parts, label)
    if part == "项目支出" and "项目" in context.scope:  # 项目预算 of a project is all of it
        part = ""
    source, rest = _first(sources, rest)
    measure, rest = _measure(measures, rest)
    if figure.kind is Kind.RATE and measure not in _RATES:
        return None
    if figure.kind is Kind.AMOUNT and measure in _RATES:
        return None
    residue = _FILLERS.sub("", rest).strip('“”"')
    is_strong = figure.kind is Kind.RATE or (_STRONG.search(label) is not None and not figure.tail)
    if measure:
        inherits = not (part or source or residue or _ALL.search(label)) and measure != context.measure
        if figure.kind is Kind.AMOUNT:
            context.measure, context.is_strong = measure, is_strong
    elif part or (context.measure and context.is_divided and (source or residue)):
        measure = context.measure if context.measure and context.is_divided else STATED
        context.measure, is_strong, inherits = measure, context.is_strong and measure != STATED, False
    else:
        return None
    if not inherits:
        context.part, context.source = part or WHOLE, source or WHOLE
    year = _YEAR.findall(label)
    period = _PERIOD.search(label)
    scope, elsewhere = _scope(residue + (period[0] if period else ""), figure, context)
    inherited = elsewhere or (inherits and (context.part, context.source) != (WHOLE, WHOLE))
    of_year = year[0] if year else context.year
    return Subject(measure, context.part, context.source, scope, of_year, inherited, is_strong)


def _scope(residue: str, figure: Figure, context: Context) -> tuple[str, bool]:
    if _ALL_OF_US.search(figure.lead):
        context.scope = ""
        return residue, False
    if residue:
        context.scope = residue
        return residue, False
    named = _ORG.search(figure.lead)
    if named and named.start() < len(figure.lead) - len(figure.label):
        context.scope = named[0]
        return named[0], True
    return context.scope, bool(context.scope)


def _projects(figure: Figure, context: Context) -> Subject | None:
    if figure.unit not in ("个", "项") or figure.printed is None:
        return None
    is_named = _IS_PROJECTS.match(figure.tail) is not None or re.search(
        r"项目(?:总数|数量)?(?:共|有|为|共有|共计|合计|:)*$", figure.label
    )
    projects = _report()[3]
    graded = next(
        (name for name, pattern in projects if name in GRADES_OF_PROJECT and pattern.search(figure.label)), None
    )
    if graded and (is_named or not figure.tail):
        return Subject(graded, year=context.year)
    if not is_named:
        return None
    whole = figure.label + (
        figure.tail if figure.tail.startswith(("单位自评", "自评", "部门评价", "涉密", "预算")) else ""
    )
    name = next((name for name, pattern in projects if name not in GRADES_OF_PROJECT and pattern.search(whole)), None)
    if name is None:
        return None
    year = _YEAR.findall(figure.label)
    return Subject(name, year=year[0] if year else context.year)


def _score(figure: Figure, sentence: str, context: Context) -> Subject | None:
    if not _OVERALL.search(figure.label) or "满分" in figure.label or "分值" in figure.label:
        return None
    before = sentence[: figure.start]
    named = _ORG.search(before)
    scope = "" if _ALL_OF_US.search(before) else named[0] if named else context.scope
    return Subject("总得分", scope=scope, year=context.year)


def _first(said: Patterns, text: str) -> tuple[str, str]:
    """The first of these names whose words stand in a text, and the text without them."""
    for name, pattern in said:
        if match := pattern.search(text):
            return name, text[: match.start()] + text[match.end() :]
    return "", text


def _measure(measures: Patterns, text: str) -> tuple[str, str]:
    """The measure that a label names. 预算支出 says neither of the two."""
    if "预算支出" in text and "决算" not in text:
        return "", text
    return _first(measures, text)

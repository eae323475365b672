"""Whether a figure is the same wherever the report states it again, in whatever unit or spelling."""

import re
from collections import defaultdict
from collections.abc import Hashable, Sequence

from jiheng.checks import Severity, State
from jiheng.department.claims.extract import Item, Report
from jiheng.department.claims.interval import same
from jiheng.department.claims.result import Judgement, Kind
from jiheng.department.claims.verdict import note

CODE = "D33"
_ADVICE = "请核对哪一处是对的，把各处改成一样；说的不是一回事的，请把各自的范围、时间写明。"
_SPECKS = re.compile(
    r"^(?:并|为|已|共|再|又|还|我局|我委|本部门|本单位|全局|全年|全区|年度?|20\d\d年度?|其中|累计|一是|二是|三是|[\d.、]+)+|"
    r"(?:达到?|约|为|是|实现|突破|超过|共计|合计|共|至|到|了|数量)+$"
)
_DEPENDENT = re.compile(r"同比|较|比上|增长|下降|增幅|增速|总量|总数|存量|规模|收入|数量|排名|位[居列]|高于|低于|^$")
_NEXT = re.compile(r"^(?:增速|增幅|总量|规模|数量|排名|同比).*")
"""What behind a figure belongs to the next one."""
_LEAST = 4
"""Characters that a subject told by its words alone has at least."""
_HEAD = 24
_MOST_VALUES = 4
"""Different figures that one subject may have and still be taken for the same thing written differently."""


def check(report: Report, same_words: int) -> None:
    """Judge every repeated figure; words alone tell two figures apart from `same_words` characters on."""
    for items in report.alike():
        _judge(items, is_certain=True)
    groups: dict[Hashable, list[Item]] = defaultdict(list)
    for items in report.by_sentence.values():
        core = ""
        for item in items:
            core = _core(item, core)
            if item.subject is None and not item.is_goal and item.figure.printed is not None and len(core) >= _LEAST:
                figure = item.figure
                groups[figure.kind, figure.dimension, figure.sense, item.sentence.report, core].append(item)
    for (_, _, _, _, core), items in ((tuple(key), items) for key, items in groups.items()):  # type: ignore[arg-type]
        _judge(items, is_certain=len(core.replace("｜", "")) >= same_words)


def _core(item: Item, before: str) -> str:
    """The words that say what a figure is of; one that only says growth or rank leans on what stands before it."""
    figure = item.figure
    words = _SPECKS.sub("", figure.label)
    if figure.kind in (Kind.GROWTH, Kind.RANK) or _DEPENDENT.search(words) or (len(words) < _LEAST and not figure.tail):
        head = before.partition("｜")[0] or _head(item)
        words = f"{head}·{words}{'' if figure.kind is not Kind.RANK else figure.dimension}"
    tail = _NEXT.sub("", figure.tail)
    return f"{words}｜{tail[:8]}" if tail else words


def _head(item: Item) -> str:
    text = item.sentence.text[: item.figure.start]
    clause = re.split("[；;]", text)[-1].split("，")[0][:_HEAD]
    return "" if clause.endswith(item.figure.label) else clause


def _judge(items: Sequence[Item], *, is_certain: bool) -> None:
    kinds: list[Item] = []
    for item in items:
        fits = next((kind for kind in kinds if same(kind.printed, item.printed)), None)
        if fits is not None:
            how = f"与{fits.sentence.at}“{fits.text}”一致"
            note(item, Judgement(CODE, State.PASS, how, others=(fits.number,)), [fits])
        elif len(kinds) < _MOST_VALUES:
            kinds.append(item)
        else:
            return  # so many different figures are no repetitions of one
    if is_certain:
        for item in kinds[1:]:
            if item.sentence is not kinds[0].sentence:
                _differs(item, kinds[0])


def _differs(item: Item, first: Item) -> None:
    how = f"{first.sentence.at}作“{first.text}”"
    others = (first.number,)
    reason = _reason(item, first)
    if reason:
        note(item, Judgement(CODE, State.INSUFFICIENT_DATA, how, reason, others=others))
        return
    named = item.subject.words if item.subject else _SPECKS.sub("", item.figure.label) + item.figure.tail
    message = f"{named or '同一个数'}前后不一：此处 {item.text}，{first.sentence.at} {first.text}"
    severity = Severity.ERROR if item.subject else Severity.WARNING
    note(item, Judgement(CODE, State.FAIL, how, "", first.text, message, _ADVICE, severity, others), [first])


def _reason(item: Item, first: Item) -> str:
    """Why two different figures of one subject need not contradict each other."""
    for each in (item, first):
        if not each.figure.is_exact:
            return f"“{each.figure.text}”是约数"
        if each.subject and not each.subject.is_strong:
            return "不能确定说的是同一笔"
        if each.subject and each.subject.is_inherited:
            return "不能确定说的是同一个单位或项目"
    return ""

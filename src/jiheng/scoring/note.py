"""What a form prints beside a row on how it is scored (评分标准, 得分计算方法) → the rule it states, where it is clear.

A note is cut into clauses, and every clause must be understood, else the note is not: nothing is guessed.

    完成得满分，未完成不得分
    满意度90%以上得10分，每降低1个百分点扣0.5分，扣完为止
    得分=实际完成值/目标值×权重
    每发现一次扣1分
    按时完成得满分，每延迟一周扣2分，不足一周按一周计
    完全达成得10分，部分达成得6—8分，未达成不得分

The words stand in the packs (`notes` in words.toml), the grammar here.
"""

import re
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache

import msgspec

from jiheng.compiled import compiled
from jiheng.expression import expression
from jiheng.places.sources import on_change
from jiheng.places.words import NoteWords, either, words
from jiheng.quantity import known_unit

_CLAUSES = expression(r"[，。；;,\n]+")
_NUMBERED = expression(r"(?:\d{1,2}[.、]|[（(]\d{1,2}[)）])(?!\d)")
_ASIDE = expression(r"[（(]含[^()（）]{0,6}[)）]|(?<=[%以上])含")
_TELLS = expression(r"分|扣|比例|权重|[×*xX]\d+(?![\d%])")
"""What a note on scores has, and one on what an indicator means has not."""
_DEFINITION = expression(r"[^=＝]{2,12}[=＝][^分]+")
_CHINESE = {"半": "0.5", "两": "2"} | {sign: str(number) for number, sign in enumerate("一二三四五六七八九十", 1)}
_FIGURE = r"(?:\d{1,4}(?:\.\d{1,4})?|[半一二两三四五六七八九十])"
_KEPT = 2048

Stated = dict[str, object]
"""Fields of a note that a clause states."""


class Of(StrEnum):
    """What each step of a deduction counts."""

    SHORT = "short"
    BEYOND = "beyond"
    EVENT = "event"


class Step(msgspec.Struct, frozen=True):
    """`points` less for every `size` `unit` (百分点, %, 次 …) that the result falls short or goes beyond, or for every
    so many events."""

    of: Of
    size: Decimal
    unit: str
    points: Decimal


class Band(msgspec.Struct, frozen=True):
    """`points` where a deviation is within so many per cent; beyond all of them where `within` is None."""

    within: Decimal | None
    points: Decimal


class Level(msgspec.Struct, frozen=True):
    """What a level of a qualitative result (部分达成, 良) is worth: from `low` to `high` points, or per cent of the
    weight where `is_share`."""

    name: str
    low: Decimal
    high: Decimal
    is_share: bool = False


class Note(msgspec.Struct, frozen=True):
    """What a note states. `full_from` is the figure in per cent from which on full points are given, of the share of
    the target done where `of_done`; `full` the points that it calls full, where it says so; `counts_begun` whether a
    step of a deduction that is not full counts, None where it does not say."""

    full_when_met: bool = False
    nothing_when_missed: bool = False
    nothing_when_late: bool = False
    proportional: bool = False
    rate_times_weight: bool = False
    usual: bool = False
    full_from: Decimal | None = None
    of_done: bool = False
    full: Decimal | None = None
    step: Step | None = None
    counts_begun: bool | None = None
    bands: tuple[Band, ...] = ()
    levels: tuple[Level, ...] = ()

    @property
    def is_general(self) -> bool:
        """Whether it states no more than the general rule: by proportion up to full points."""
        return self in (Note(usual=True), Note(proportional=True), Note(proportional=True, full_when_met=True))


@lru_cache(maxsize=_KEPT)
def understood(text: str) -> Note | None:
    """The rule that a note states, None where a clause of it is not clear or two of them do not go together."""
    grammar, found, after_missed = _grammar(), Note(), False
    if grammar.usual.search(text):
        return Note(usual=True)
    for clause in filter(None, map(_bare, _CLAUSES.split(_ASIDE.sub("", text)))):
        if grammar.condition.fullmatch(clause):
            after_missed = grammar.missed.search(clause) is not None
            continue
        stated = _stated(grammar, clause, after_missed)
        joined = None if stated is None else _joined(found, stated)
        if joined is None:
            return None
        found = joined
    return None if found == Note() or (len(found.levels) == 1 and not _has_ends(found)) else found


def _has_ends(note: Note) -> bool:
    """Whether a note says what reaching the target or missing it gives."""
    return note.full_when_met or note.nothing_when_missed


def tells_scores(text: str) -> bool:
    """Whether a text is on scores at all, and not on what the indicator means (完成数/计划数×100%)."""
    return _TELLS.search(text) is not None


def repeats(text: str) -> bool:
    """Whether the note is that of the row above once more (同上)."""
    return _grammar().same.fullmatch(text) is not None


@lru_cache(maxsize=_KEPT)
def is_note(label: str) -> bool:
    """Whether cells under that label tell how their row is scored."""
    bare = label.strip("：:")
    return bare in words().form.own["criteria"] or _grammar().column.fullmatch(bare) is not None


on_change(understood.cache_clear)
on_change(is_note.cache_clear)


def _bare(clause: str) -> str:
    clause = clause.strip("。. 　")
    return clause[match.end() :] if (match := _NUMBERED.match(clause)) else clause


def _joined(found: Note, stated: Stated) -> Note | None:
    """The note with what a clause states; None where another clause has said otherwise."""
    if band := stated.pop("band", None):
        stated["bands"] = (*found.bands, band)
    elif level := stated.pop("level", None):
        stated["levels"] = (*found.levels, level)
    elif any(getattr(found, name) not in (value, *_UNSAID) for name, value in stated.items()):
        return None
    return msgspec.structs.replace(found, **stated)


_UNSAID = (None, False)


def _stated(grammar: "_Grammar", clause: str, after_missed: bool) -> Stated | None:
    """What one clause states, None where it is not understood."""
    if grammar.idle.fullmatch(clause):
        return {}
    for begun, pattern in ((True, grammar.begun), (False, grammar.unfinished)):
        if pattern.fullmatch(clause):
            return {"counts_begun": begun}
    if match := grammar.band.fullmatch(clause):
        points = _figure(match["points"]) if match["points"] else Decimal(0)
        return {"band": Band(Decimal(match["within"]) if match["side"] == "内" else None, points)}
    if grammar.whole.fullmatch(clause):
        return {"proportional": True}
    if match := grammar.proportion.fullmatch(clause):
        return {"proportional": True} | _full(match)
    if match := grammar.rate.fullmatch(clause):
        return {"rate_times_weight": True} | _full(match)
    if match := grammar.step.fullmatch(clause):
        return _step(match)
    if (stated := _condition(grammar, clause, after_missed)) is not None:
        return stated
    if match := grammar.level.fullmatch(clause):
        return {"level": _level(match)}
    return {} if _DEFINITION.fullmatch(clause) else None


def _condition(grammar: "_Grammar", clause: str, after_missed: bool) -> Stated | None:
    """Full points or none where the target was met or missed, as this clause says or the one before it."""
    if grammar.late.fullmatch(clause):
        return {"nothing_when_late": True}
    if match := grammar.nothing.fullmatch(clause):
        is_missed = grammar.missed.search(match["when"]) if match["when"] else after_missed
        return {"nothing_when_missed": True} if is_missed else None
    if match := grammar.award.fullmatch(clause):
        is_missed = grammar.missed.search(match["when"]) if match["when"] else after_missed
        return None if is_missed else {"full_when_met": True} | _full(match)
    if match := grammar.threshold.fullmatch(clause):
        of_done = grammar.done.search(match["name"]) is not None
        return {"full_from": Decimal(match["from"] or match["reached"]), "of_done": of_done} | _full(match)
    return None


def _step(match: re.Match[str]) -> Stated | None:
    kind = next((kind for kind in Of if match[kind]), None)
    if not (match["each"] or kind):
        return None
    unit = match["unit"] + match["what"]
    if match["what"] and not known_unit(unit):  # 每延迟1个工作日 is no event
        kind, unit = Of.EVENT, match["unit"]
    size, points = _figure(match["size"] or "1"), _figure(match["points"])
    return {"step": Step(kind, size, unit, points)} if kind and size else None


def _level(match: re.Match[str]) -> Level:
    name = match["name"]
    if not match["one"]:
        least, most = (100 if match["whole"] else 0), (100 if match["whole"] or match["judged"] else 0)
        return Level(name, Decimal(least), Decimal(most), is_share=True)
    low, high = sorted((_figure(match["one"]), _figure(match["other"] or match["one"])))
    return Level(name, low, high, is_share=match["of"] != "分")


def _full(match: re.Match[str]) -> Stated:
    return {"full": _figure(match["full"])} if match["full"] else {}


def _figure(text: str) -> Decimal:
    return Decimal(_CHINESE.get(text, text))


class _Grammar(msgspec.Struct, frozen=True):
    """The expressions of the clauses, made of the words of the packs."""

    column: re.Pattern[str]
    same: re.Pattern[str]
    usual: re.Pattern[str]
    idle: re.Pattern[str]
    condition: re.Pattern[str]
    missed: re.Pattern[str]
    done: re.Pattern[str]
    award: re.Pattern[str]
    nothing: re.Pattern[str]
    late: re.Pattern[str]
    level: re.Pattern[str]
    begun: re.Pattern[str]
    unfinished: re.Pattern[str]
    threshold: re.Pattern[str]
    whole: re.Pattern[str]
    proportion: re.Pattern[str]
    rate: re.Pattern[str]
    step: re.Pattern[str]
    band: re.Pattern[str]


@cache
def _grammar() -> _Grammar:
    own: NoteWords = words().notes
    award, deduct, nothing, done = map(_any, (own.award, own.deduct, own.nothing, own.done))
    condition = f"(?:{_any(own.met)}|{_any(own.missed)})+"
    full = rf"{award}?(?:{_any(own.full)}|(?P<full>{_FIGURE})分)"
    score, times = r"(?:(?:指标)?得分[=＝])?按?", rf"[×*xX](?:{_any(own.weight)}|(?P<full>{_FIGURE})分?)(?:{award}分)?"
    kinds = "|".join(f"(?P<{kind}>{_any(getattr(own, kind))})" for kind in Of)
    percent = r"\d{1,3}(?:\.\d{1,2})?"
    return _Grammar(
        column=compiled(_any(own.columns)),
        same=compiled(_any(own.same)),
        usual=compiled(_any(own.usual)),
        idle=compiled(_any(own.idle)),
        condition=compiled(condition),
        missed=compiled(_any(own.missed)),
        done=compiled(done),
        award=compiled(f"(?P<when>(?:{condition})?){full}"),
        nothing=compiled(f"(?P<when>(?:{condition})?){nothing}"),
        late=compiled(f"{_any(own.late)}(?:{condition})?{nothing}"),
        level=compiled(
            rf"(?P<name>{_any(own.levels)})的?[:：]?(?:{nothing}|(?P<judged>{_any(own.judged)})|{award}?(?:(?P<whole>{_any(own.full)})"
            rf"|(?P<one>{_FIGURE})(?:[分%]?[-—~～至到](?P<other>{_FIGURE}))?(?P<of>分|%(?:的?{_any(own.weight)}|得分)?)))"
        ),
        begun=compiled(_any(own.begun)),
        unfinished=compiled(_any(own.unfinished)),
        threshold=compiled(
            rf"(?P<name>[^\d≥未没不]{{0,10}}?)(?:(?:≥|不低于|达到)(?P<reached>{percent})%(?:及?以上)?|(?P<from>{percent})%及?以上)"
            rf"的?{full}"
        ),
        whole=compiled(f"(?:{_any(own.levels)}的?[:：]?)?{_any(own.proportion)}"),
        proportion=compiled(score + done + times),
        rate=compiled(rf"{score}[^\d×*xX=＝]{{1,8}}率{times}"),
        step=compiled(
            rf"(?P<each>每)?(?:{kinds})?(?:目标值?|指标值?)?{_any(own.limit)}?(?P<size>{_FIGURE})?个?(?P<unit>百分点|%|[^\d扣减%]{{1,4}}?)"
            rf"(?P<what>[^\d扣减]{{0,8}}?){deduct}(?P<points>{_FIGURE})分"
        ),
        band=compiled(
            rf"[^\d±]{{0,10}}±(?:{percent}%?[-—~至]±?)?(?P<within>{percent})%以?之?(?P<side>内|外)的?"
            rf"(?:{nothing}|{award}?(?P<points>{_FIGURE})分)"
        ),
    )


on_change(_grammar.cache_clear)


def _any(own: tuple[str, ...]) -> str:
    return f"(?:{either(own).pattern})" if own else "(?!)"

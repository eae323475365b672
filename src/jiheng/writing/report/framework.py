"""The framework of a department-led evaluation: items with weight and criteria, scored with a trace."""

import tomllib
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

import msgspec

from jiheng.data_error import fault
from jiheng.places import Book
from jiheng.places.national import national
from jiheng.places.pack import find
from jiheng.places.sources import FRAMEWORK_FILE
from jiheng.quantity.words import percent, plain
from jiheng.scoring.compiled import rules_of
from jiheng.scoring.result import Cited, Input, Trace
from jiheng.scoring.total import grade
from jiheng.trouble import Trouble

_WHOLE = Decimal(100)
_ZERO = Decimal(0)


class FrameworkItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A level-3 item: its weight in points, what it asks (`criteria`), and what the evaluator found.

    `way` is "direct" (the evaluator gives `score`) or "ratio" (weight × `ratio`, at most the weight).
    `ratio` is 1 for 100 %; `found` is the evidence, `reason` why points were taken off. `place` is its cell.
    """

    l1: str
    l2: str
    l3: str
    weight: Decimal
    criteria: str = ""
    way: str = "direct"
    ratio: Decimal | None = None
    score: Decimal | None = None
    found: str = ""
    reason: str = ""
    place: str = ""


class Framework(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A framework with its source; `certainty` says how sure the wording of the source is."""

    title: str
    item: tuple[FrameworkItem, ...]
    source: str = ""
    certainty: str = ""


class Evaluated(msgspec.Struct, frozen=True):
    """An item with its score (None while the working paper leaves it open) and how it came about."""

    item: FrameworkItem
    score: Decimal | None
    trace: Trace


class Part(msgspec.Struct, frozen=True):
    """A first-level block: the sums over its items, `score` None while one of them is open."""

    name: str
    weight: Decimal
    score: Decimal | None


class EvaluationScore(msgspec.Struct, frozen=True):
    """A framework as scored. `score` and `grade` are None while items are open; `trace` has a step an item."""

    framework: Framework
    items: tuple[Evaluated, ...]
    parts: tuple[Part, ...]
    score: Decimal | None
    grade: str | None
    trace: Trace

    @property
    def open(self) -> int:
        """How many items have no score yet."""
        return sum(item.score is None for item in self.items)


def standard(book: str = "") -> Framework:
    """The framework of that rulebook's pack, or of the nearest one it rests on that has one; "" is the national one.

    Raises Trouble.
    """
    pack = find(book) if book else national()
    file = pack.file(FRAMEWORK_FILE) or national().folder / FRAMEWORK_FILE
    return from_toml(file.read_bytes(), f"{file.parent.name}/{file.name}")


def from_toml(data: bytes, name: str) -> Framework:
    """A framework, filled in or not. Raises Trouble naming what is wrong."""
    try:
        return msgspec.convert(tomllib.loads(data.decode("utf-8-sig"), parse_float=Decimal), Framework, strict=False)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, InvalidOperation) as error:
        raise Trouble(f"评价底稿 {name} 不是正确的 TOML：{fault(error)}", "请按提示的行列改正。") from error
    except msgspec.ValidationError as error:
        raise Trouble(
            f"评价底稿 {name} 的写法不对：{fault(error)}", "请用 --framework-blank 写一份空白的对照。"
        ) from error


def evaluate(framework: Framework, book: Book) -> EvaluationScore:
    """Every item, block and the whole scored; grade and rounding by the rulebook.

    Raises Trouble where the weights are not 100 together, or a score or ratio is impossible.
    """
    whole = sum((item.weight for item in framework.item), _ZERO)
    if whole != _WHOLE:
        raise Trouble(f"评价底稿的分值合计是 {plain(whole)}，不是 100", "请调整各项分值，使合计为 100。")
    rules = rules_of(book)
    cited = Cited("framework", framework.title, framework.title, framework.source, framework.certainty)
    items = tuple(_evaluated(item, book, cited) for item in framework.item)
    names = list(dict.fromkeys(item.l1 for item in framework.item))
    parts = tuple(_part(name, [scored for scored in items if scored.item.l1 == name]) for name in names)
    score = _sum(items)
    steps = tuple(scored.trace for scored in items)
    subject = "绩效评价得分"
    if score is None:
        missing = "、".join(scored.item.l3 for scored in items if scored.score is None)
        return EvaluationScore(
            framework,
            items,
            parts,
            None,
            None,
            Trace(subject, why=f"还没有评分：{missing}", parameters=(cited,), steps=steps),
        )
    formula = " + ".join(f"{part.name} {plain(part.score)}" for part in parts if part.score is not None)
    trace = Trace(subject, formula=formula, parameters=(cited,), result=f"{plain(score)} 分", steps=steps)
    return EvaluationScore(framework, items, parts, score, grade(score, rules), trace)


def _evaluated(item: FrameworkItem, book: Book, cited: Cited) -> Evaluated:
    if item.score is not None and not _ZERO <= item.score <= item.weight:
        raise Trouble(
            f"评价底稿里“{item.l3}”的得分是 {plain(item.score)}，分值是 {plain(item.weight)}",
            "得分应在 0 和分值之间，请改正。",
        )
    if item.ratio is not None and item.ratio < 0:
        raise Trouble(f"评价底稿里“{item.l3}”的完成比例小于 0", "请改正完成比例，例如 95%。")
    inputs = [Input("分值", item.place, plain(item.weight), plain(item.weight))]
    if item.score is not None:
        inputs.append(Input("评分", item.place, plain(item.score), plain(item.score)))
        trace = Trace(item.l3, tuple(inputs), "按评价标准评定", (cited,), plain(item.score), item.reason)
        return Evaluated(item, item.score, trace)
    if item.way == "ratio" and item.ratio is not None:
        score = rules_of(book).rounded(item.weight * min(item.ratio, Decimal(1)))
        inputs.append(Input("完成比例", item.place, percent(item.ratio), percent(item.ratio)))
        formula = f"{plain(item.weight)} × {percent(min(item.ratio, Decimal(1)))} = {plain(score)}"
        return Evaluated(item, score, Trace(item.l3, tuple(inputs), formula, (cited,), plain(score), item.reason))
    lacking = "没有填完成比例或得分" if item.way == "ratio" else "没有填得分"
    return Evaluated(item, None, Trace(item.l3, tuple(inputs), "", (cited,), "", lacking))


def _part(name: str, items: Sequence[Evaluated]) -> Part:
    return Part(name, sum((scored.item.weight for scored in items), _ZERO), _sum(items))


def _sum(items: Sequence[Evaluated]) -> Decimal | None:
    scores = [scored.score for scored in items if scored.score is not None]
    return sum(scores, _ZERO) if len(scores) == len(items) else None

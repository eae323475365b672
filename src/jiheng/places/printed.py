"""Rules that a form prints itself, in its remarks and in the names of its blocks, over those of its place's book.

What the form prints wins: the paper that was filled in is the rule that was followed. A rule taken over is cited as
printed on this form, so that every trace says so.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache

import msgspec

from jiheng.compiled import compiled
from jiheng.expression import expression
from jiheng.form import TOTAL_FUND, Cell, Form, Place
from jiheng.places.blocks import block_of
from jiheng.places.book import Book, Certainty, Parameter, ParameterValue, Row
from jiheng.places.sources import on_change
from jiheng.places.words import either, words
from jiheng.quantity import money, number, share
from jiheng.quantity.normalise import normal
from jiheng.quantity.words import is_blank

_TO = r"[-—–－~～至到]+"
_ASIDE = r"(?:[（(][^()（）]*[)）])?"
_BANDS = expression(
    rf"100%?{_ASIDE}{_TO}(?P<first>\d\d)%.{{0,40}}?(?P=first)%?{_ASIDE}{_TO}(?P<second>\d\d)%"
    rf".{{0,40}}?(?P=second)%?{_ASIDE}{_TO}0"
)
_GRADE = expression(rf"(\d{{2}})分?{_ASIDE}{_TO}\d+分?{_ASIDE}的?[为是]?[“\"]?(优|良|中)")
_WEIGHT = r"(?:指标)?(?:[为占是:：]|权重){0,2}[（(]?(?P<figure>\d{1,2})(?:分|%|(?=[、，,；;。）)]|$))"
_TIMES_RATE = expression(r"(?<!\d)(\d{1,2})分?[*×xX＊]执行率")
_LABEL = expression(r"(\d+(?:\.\d+)?)分")
_POINTS = expression(r"[（(](\d{1,2}(?:\.\d+)?)分[)）]$")
"""The weight of a row behind its name, where the form has no column for it: 安装雨量站（10分）."""
_SCALED = expression(r"不适用.{0,16}(?:不考核|不计分|不评分|不计算).{0,40}折算|^折算")
"""A remark, or the label of a total row, by which points count against the weights of what applies."""
_BLOCKS = ("output", "cost", "benefit", "satisfaction")
_MOST = 50
"""A label that states more points speaks of the form as a whole."""
_EXCERPT = 40
_DIVIDED = expression(r"[/／÷]\s*([^)）×*/／÷]+)")
"""What a rate is divided by, in the remark of its label: 执行率（B/A）, 支出率（支出/到位）."""
_NEAR = Decimal("0.005")
PRINTED_HERE = "本表所印"
"""How the source of a rule begins that the form itself prints."""
_KEPT = 256

Weights = dict[str, Decimal]


@cache
def _labels_of_remarks() -> frozenset[str]:
    return frozenset((*words().form.notes, *words().remarks.labels))


@cache
def _weight() -> re.Pattern[str]:
    """A part of the points in a group named like it, and its `figure`."""
    parts = (f"(?P<{name}>{'|'.join(called)})" for name, called in words().remarks.parts.items())
    return compiled(f"(?:{'|'.join(parts)}){_WEIGHT}")


on_change(_labels_of_remarks.cache_clear)
on_change(_weight.cache_clear)


def remarks(form: Form) -> tuple[str, ...]:
    """The remarks printed with a form: below it, beside it, or in a cell with such a label."""
    return (*form.notes, *(each.text for each in form.others if each.label.strip(":：") in _labels_of_remarks()))


def _criteria(form: Form) -> Iterator[str]:
    """What is printed beside the rows on how they are scored."""
    labels = words().form.own["criteria"]
    return (each.text for each in form.others if each.place and each.label.strip(":：") in labels)


def noted_weights(form: Form) -> tuple[Weights, str]:
    """The weight of each block (and of `execution`) that a remark states, and the remark; ({}, "") without one."""
    for text in remarks(form):
        found: Weights = {}
        for match in _weight().finditer(text):
            block = next(name for name, said in match.groupdict().items() if said and name != "figure")
            found.setdefault(block, Decimal(match["figure"]))
        if "output" in found and len(found) >= 3:
            return found, text
    return {}, ""


def labelled_weights(form: Form, book: Book) -> Weights:
    """The weight of each block that the names of first-level indicators print (产出指标（40分））; {} unless all do."""
    found: Weights = {}
    for name in dict.fromkeys(indicator.l1 for indicator in form.indicators):
        figure, block = _LABEL.search(name or ""), block_of(name, book)
        if figure is None or block is None:
            return {}
        found[block] = found.get(block, Decimal(0)) + Decimal(figure[1])
    return found


def labelled_points(name: str | None) -> Decimal | None:
    """The weight that the name of an indicator prints behind it (安装雨量站（10分））; None where it prints none."""
    figure = _POINTS.search(name) if name and "分" in name else None
    return Decimal(figure[1]) if figure else None


class ExecutionCells(msgspec.Struct, frozen=True, gc=False):
    """What the funds row prints for the execution rate: weight, score, and the field that the score stands in."""

    weight: Cell = None
    score: Cell = None
    scored_in: str = "score"


def execution_cells(form: Form) -> ExecutionCells:
    """The weight and the score of the execution rate as printed.

    Where the column's label states the weight (分值（10分）), an empty cell below it has that weight; and in a row
    without a cell for the score, another figure below it is the score. Without a column of weights the label of the
    scores may state it: 得分（满分20分）.
    """
    fund = form.whole_fund()
    if fund is None:
        return ExecutionCells()
    labels = form.labels.get("funds.weight" if fund.weight is not None else "funds.score")
    stated = _LABEL.search("".join(labels)) if labels else None
    if stated is None or Decimal(stated[1]) > _MOST:
        return ExecutionCells(fund.weight, fund.score)
    if is_blank(fund.weight):
        return ExecutionCells(stated[1], fund.score)
    if fund.score is None and number(fund.weight or "") != Decimal(stated[1]):
        return ExecutionCells(stated[1], fund.weight, "weight")
    return ExecutionCells(fund.weight, fund.score)


def execution_weight(form: Form) -> Decimal | None:
    """The weight of the execution rate that the form prints, in its funds row or in a remark (20分*执行率)."""
    figure = re.fullmatch(r"(\d+(?:\.\d+)?)[分%％]?", execution_cells(form).weight or "")
    if figure:
        return Decimal(figure[1])
    stated = noted_weights(form)[0].get("execution")
    if stated is not None:
        return stated
    texts = (*remarks(form), *(each.label for each in form.others))
    return next((Decimal(match[1]) for text in texts if (match := _TIMES_RATE.search(text))), None)


def as_printed(form: Form, book: Book) -> Book:
    """The book with what the form prints put over it; the same object for the same rules, `book` itself for none."""
    printed = form.notes or form.others or _told_base(form) or _scaled_by(form)
    if not (printed or any("分" in (row.l1 or "") for row in form.indicators)):
        return book
    own = tuple(_own(form, book))
    if not own:
        return book
    key = (book, tuple((each.path, str(each.value), each.source) for each in own))
    if key not in _books:
        if len(_books) >= _KEPT:
            _books.clear()
        _books[key] = msgspec.structs.replace(book, parameters={**book.parameters, **{p.path: p for p in own}})
    return _books[key]


_books: dict[tuple[Book, tuple[tuple[str, str, str], ...]], Book] = {}
"""The same object for the same rules, so that what is made from a book is made once."""


def _own(form: Form, book: Book) -> Iterator[Parameter]:
    execution = execution_weight(form)
    if execution is not None and execution != book.number("execution.weight"):
        yield _stated(book, "execution.weight", execution, f"预算执行率 {execution} 分", "表内")
    base = _told_base(form) or _fitting_base(form)
    if base and book.text("execution.base") in ("budget", "initial") and base != book.text("execution.base"):
        said = "".join(form.labels.get("funds.rate", ())) if _told_base(form) else "各行的执行率与支出数÷到位数相符"
        yield _stated(book, "execution.base", base, _BASES[base], said)
    yield from _schemes(form, book, book.number("execution.weight") if execution is None else execution)
    if (text := _scaled_by(form)) and not book.flag("weights.scaled"):
        yield _stated(book, "weights.scaled", True, "不适用的指标不计，总分按适用指标折算", text)
    for text in (*remarks(form), *_criteria(form)):
        if "100" in text and (match := _BANDS.search(text)):
            yield from _bands(book, match, text)
            break
    for text in remarks(form):
        if len(grades := dict(reversed(pair) for pair in _GRADE.findall(text))) == 3:
            rows = tuple({"name": name, "from": Decimal(start)} for name, start in grades.items())
            bands: tuple[Row, ...] = (*rows, {"name": "差", "from": Decimal(0)})
            if bands != book.rows("grade.bands"):
                yield _stated(book, "grade.bands", bands, "等级按本表注", text)


_BASES = {
    "initial": "执行率按年初预算数算",
    "budget": "执行率按全年预算数算",
    "arrived": "执行率按实际到位数算",
}


def _told_base(form: Form) -> str:
    """What the label of the rate says that it is divided by, "" where it says nothing: 支出率（支出/到位）."""
    if "funds.rate" not in form.labels:
        return ""

    def label(column: str) -> str:
        return "".join(form.labels.get(f"funds.{column}", ()))

    return _divided_by(label("rate"), label("initial"), label("budget"))


@lru_cache(maxsize=1024)
def _divided_by(rate: str, initial: str, budget: str) -> str:
    found = _DIVIDED.search(normal(rate))
    if found is None:
        return ""
    name = found[1].strip()
    if _arrived().search(name):
        return "arrived"
    letters = {field: f"({name})" in normal(label) for field, label in (("initial", initial), ("budget", budget))}
    return next((field for field, is_it in letters.items() if is_it), "") if len(name) == 1 else ""


def _fitting_base(form: Form) -> str:
    """`arrived` where the form has the money that arrived, and its rates are those of it and not of the budget."""
    cells = {  # an amount of no row is that of the total: 实际到位资金 | 126 between the pairs of one row
        other.place or str(Place.fund(TOTAL_FUND)): other.text
        for other in form.others
        if (not other.place or other.place.startswith("funds")) and _arrived().search(other.label)
    }
    fits, unit = 0, form.money_unit or "万元"
    for fund in form.funds if cells else ():
        rate, spent = share(fund.rate or ""), money(fund.executed or "", unit)
        if rate is None or spent is None:
            continue
        by_arrived, by_budget = (
            base and any(abs(reading - spent / base) <= _NEAR for reading in rate.readings)
            for base in (
                money(cells.get(str(Place.fund(fund.name)), ""), unit),
                money(fund.budget or fund.initial or "", unit),
            )
        )
        if not by_arrived:
            return ""
        fits += not by_budget
    return "arrived" if fits else ""


@cache
def _arrived() -> re.Pattern[str]:
    return either(words().execution.arrived)


on_change(_arrived.cache_clear)


def _scaled_by(form: Form) -> str:
    """The remark or the label that says that the total is scaled, "" without one."""
    texts = (*remarks(form), *(total.label for total in form.totals))
    return next((text for text in texts if "折算" in text and _SCALED.search(text)), "")


def _schemes(form: Form, book: Book, execution: Decimal) -> Iterator[Parameter]:
    """The weights of the blocks, where the form states them and they make a whole with the execution rate."""
    noted, text = noted_weights(form)
    for weights, where in ((labelled_weights(form, book), "一级指标名称"), (noted, text)):
        own = {"execution": execution} | weights
        if weights and sum(own.values()) == book.number("weights.total"):
            row: Row = {name: own.get(name, Decimal(0)) for name in ("execution", *_BLOCKS)}
            if row not in book.rows("weights.schemes"):
                listed = "、".join(f"{_NAMES[name]} {weight}" for name, weight in own.items() if weight)
                yield _stated(book, "weights.schemes", (row,), f"分值：{listed}", where)
            return


_NAMES = {"execution": "执行率", "output": "产出", "cost": "成本", "benefit": "效益", "satisfaction": "满意度"}


def _bands(book: Book, match: re.Match[str], text: str) -> Iterator[Parameter]:
    old = book.rows("qualitative.bands")
    edges = (Decimal(1), Decimal(match["first"]) / 100, Decimal(match["second"]) / 100, Decimal(0))
    if len(old) != len(edges) - 1:
        return
    new: tuple[Row, ...] = tuple({**row, "low": edges[i + 1], "high": edges[i]} for i, row in enumerate(old))
    if new != old:
        shares = f"100%—{match['first']}%—{match['second']}%—0%"
        yield _stated(book, "qualitative.bands", new, f"定性指标分三档：{shares}", text)


def _stated(book: Book, path: str, value: ParameterValue, text: str, where: str) -> Parameter:
    said = where if len(where) <= _EXCERPT else f"{where[:_EXCERPT]}…"
    source = f"{PRINTED_HERE}：{said}"
    changed = {"value": value, "text": text, "source": source, "certainty": Certainty.PRINTED, "before": None}
    return msgspec.structs.replace(book.parameter(path), **changed)

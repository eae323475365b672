"""The figures of a sentence, each with its words: amounts, rates, counts, scores, growth, ranks, grades."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from jiheng.department.claims.interval import Printed, printed
from jiheng.department.claims.result import Kind
from jiheng.places.sources import on_change
from jiheng.places.words import words
from jiheng.quantity import Comparator, Quantity
from jiheng.quantity import Kind as Measure
from jiheng.quantity.normalise import normal
from jiheng.quantity.numerals import HAN, arabic, han
from jiheng.quantity.scanning import scan
from jiheng.quantity.units import unit

_BREAKS = "，,。；;：:！？!?、（()）"
_LABEL = 40
"""Characters before a figure among which its label is sought."""
_LEFT_OUT = re.compile(r"《[^《》]{0,80}》|[〔【\[][^〔〕【】\[\]]{0,40}[〕】\]]|“[^“”]{0,40}”|\d{4}年(?:度|初|末|底)?")
_SCORE_LABEL = re.compile(r"(?:得分|分数|总分|评分)(?:为|是|达到?|合计|共计?|:)*$")
_RATE_LABEL = re.compile(r"率(?:为|是|达到?|:)*$")
_GROWTH_LABEL = re.compile(
    r"(?P<down>下降|减少|降低|降幅|缩减|下滑)|(?P<up>增长|增加|增产|提高|上升|提升|增幅|增速|增收|扩大)|(?P<gap>高于|低于)"
)
_GROWTH_REACH = 10
_REACHED = re.compile(r"(?:增长|增加|提高|提升|上升|扩大|下降|减少|降低|缩减|下滑)[到至]了?$")
_GROWTH_TAIL = re.compile(r"的?增(?:长|速|幅)")


@cache
def _grades() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A grade in quotation marks, and a grade that a result is said to be."""
    levels = "|".join(words().report.around["grades"])
    result = r"(?:评价|自评|评定|考核)?(?P<what>结果|等级|结论|等次|得分|成绩|评级)"
    said = rf"{result}(?P<all>均|全部|都)?(?:被?评?[为是]|达到)?[“\"_]?(?P<level>{levels})[”\"_]?"
    return re.compile(f"“({levels})”"), re.compile(rf"{said}(?=$|[，,。；;、（(）)]|等级|等次|级|档)")


on_change(_grades.cache_clear)
_RANK = re.compile(
    rf"(?P<area>全[国市省区州县]|全系统|城[一-鿿]区)?(?:排名|位[居列]|名列)?(?:全[国市省区州县])?"
    rf"第(?P<rank>\d{{1,3}}|[{HAN}]{{1,3}})(?:位|名)?(?=$|[，,。；;、（(）)])"
)


@dataclass(frozen=True, slots=True)
class ClaimFigure:
    """One figure of a sentence.

    `label` are the words before it up to the last stop, `tail` those behind it up to the next, `lead`
    everything between the figure before it and this one. `printed` is None for a rank or grade that is
    no number. `sign` and `about` are its comparator and whether it is approximate. `sense` is +1 or −1
    for growth up or down, 0 otherwise.
    """

    kind: Kind
    start: int
    end: int
    text: str
    unit: str
    dimension: str
    printed: Printed | None
    label: str
    tail: str
    lead: str
    sign: Comparator | None = None
    about: bool = False
    sense: int = 0
    is_all: bool = False

    @property
    def value(self) -> Decimal:
        """The printed value in the base unit, 0 for what is no number."""
        return self.printed.value if self.printed else Decimal(0)

    @property
    def is_exact(self) -> bool:
        """Whether the figure is said without 约, 余, 超过 and the like."""
        return self.printed is not None and not self.about and self.sign in (None, Comparator.EQ)


def figures(sentence: str) -> list[ClaimFigure]:
    """The figures of a sentence in order."""
    plain = normal(sentence)
    masked = _LEFT_OUT.sub(lambda found: "＿" * len(found[0]), plain)
    found: list[ClaimFigure] = []
    spans = sorted(_quantities(masked) + _words(plain, masked), key=lambda entry: entry[0])
    end = 0
    for start, stop, quantity in spans:
        if start < end:
            continue
        following = next((begin for begin, _, _ in spans if begin >= stop), len(plain))
        figure = _figure(plain, start, stop, quantity, end, following)
        if figure is not None:
            found.append(figure)
            end = stop
    return found


_Span = tuple[int, int, Quantity | re.Match[str]]


def _quantities(text: str) -> list[_Span]:
    found: list[_Span] = []
    for quantity in scan(text):
        printed_text = text[quantity.start : quantity.end]
        if quantity.figure is None or quantity.base is None or quantity.upper is not None:
            continue
        if quantity.kind in (Measure.DATE, Measure.DURATION, Measure.LEVEL, Measure.YESNO, Measure.TEXT):
            continue
        if not any(c.isdecimal() for c in printed_text) and not _is_counted(quantity, text):
            continue
        found.append((quantity.start, quantity.end, quantity))
    return found


def _is_counted(quantity: Quantity, text: str) -> bool:
    """Whether a figure in Chinese numerals counts or measures (六十九个), and is no turn of phrase (一套, 四级)."""
    if quantity.kind is not Measure.COUNT:
        return True
    return bool(quantity.unit) and quantity.unit not in words().report.phrases and (quantity.base or 0) > 1


def _words(plain: str, masked: str) -> list[_Span]:
    """Ranks and grades, which are told by words."""
    found: list[_Span] = [(match.start(), match.end(), match) for match in _RANK.finditer(masked)]
    marked, grade = _grades()
    found += [(match.start(), match.end(), match) for match in grade.finditer(marked.sub(r"_\1_", plain))]
    return found


def _figure(
    text: str, start: int, end: int, found: Quantity | re.Match[str], floor: int, following: int
) -> ClaimFigure | None:
    lead = text[floor:start]
    label = _label(text, floor, start)
    tail = _tail(text, end, following)
    if isinstance(found, re.Match):
        return _worded(text, found, label, tail, lead)
    figure, measure = found.figure, unit(found.unit)
    is_about = found.approximate and not (text[start] == "约" and text[start - 1 : start] in words().report.not_about)
    if figure is None:
        return None
    kind, sense = _kind(found, label, tail)
    factor = measure.factor
    if kind is None:
        return None
    if kind is Kind.RATE and not found.unit:
        factor = Decimal(1) if figure <= 1 else Decimal("0.01")
    dimension = "分" if kind is Kind.SCORE else "比例" if kind is Kind.RATE else measure.dimension
    return ClaimFigure(
        kind, start, end, text[start:end], found.unit, dimension, printed(figure, factor), label, tail, lead,
        found.comparator, is_about, sense,
    )  # fmt: skip


def _worded(text: str, found: re.Match[str], label: str, tail: str, lead: str) -> ClaimFigure | None:
    if found.re is _grades()[1]:
        return ClaimFigure(
            Kind.GRADE, found.start(), found.end(), found["level"][0], "", found["what"], None, label, tail, lead,
            is_all=bool(found["all"]),
        )  # fmt: skip
    number = found["rank"]
    value = arabic(number) if number[0].isascii() else han(number)
    if value is None:
        return None
    return ClaimFigure(
        Kind.RANK, found.start(), found.end(), found[0], "名", found["area"] or "", printed(value, Decimal(1)), label,
        tail, lead,
    )  # fmt: skip


def _kind(found: Quantity, label: str, tail: str) -> tuple[Kind | None, int]:
    """What is claimed, and for growth whether up or down."""
    growth = _GROWTH_LABEL.search(label[-_GROWTH_REACH:])
    sense = 0 if growth is None or growth["gap"] else -1 if growth["down"] else 1
    if found.kind is Measure.SHARE:
        grows = (growth and not _REACHED.search(label)) or _GROWTH_TAIL.match(tail)
        return (Kind.GROWTH if grows or "百分点" in found.unit else Kind.RATE), (sense or 1) if grows else 0
    if found.kind is Measure.MONEY:
        return Kind.AMOUNT, sense if _is_delta(label) else 0
    if found.unit in ("", "分") and _SCORE_LABEL.search(label):
        return Kind.SCORE, 0
    if found.unit == "分":
        return Kind.SCORE, 0
    if not found.unit:
        if _RATE_LABEL.search(label) and (found.figure or 0) <= 1:
            return Kind.RATE, 0
        return None, 0
    return Kind.COUNT, sense if _is_delta(label) else 0


_DELTA = re.compile(r"(?:增长|增加|提高|上升|下降|减少|降低|新增)了?$")


def _is_delta(label: str) -> bool:
    """Whether a figure says by how much, not how much: 较上年增加76家, not 增加到76家."""
    return _DELTA.search(label) is not None and "新增" not in label


def _label(text: str, floor: int, start: int) -> str:
    low = max(floor, start - _LABEL)
    cut = max(text.rfind(stop, low, start) for stop in _BREAKS)
    return text[max(low, cut + 1) : start]


def _tail(text: str, end: int, following: int) -> str:
    stop = min(following, end + 16)
    piece = text[end:stop]
    return re.split(f"[{re.escape(_BREAKS)}]", piece, maxsplit=1)[0]

"""The charts of the page as lengths ready to be drawn: bars across with a name, columns side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from jiheng.quantity.words import short
from jiheng.writing.report_model import Digest

WIDTH = 460
_NAMES, _RIGHT = 190, 62
_WIDE, _NARROW, _MARGIN = 12.5, 7.5, 12
"""Widths of a Chinese and of another character in the type of the charts, and the room beside a name."""
_BAR_ROW = 26
_COLUMN_HEIGHT = 150
TOP = 10
"""How many checks and rates are drawn."""
_NAME_LENGTH = 14


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a bar or a column: where it begins, how long it is, its figure, its colour class."""

    start: float
    length: float
    figure: str
    kind: str

    @property
    def middle(self) -> float:
        """Where its figure stands."""
        return round(self.start + self.length / 2, 1)

    @property
    def end(self) -> float:
        """Where it ends."""
        return round(self.start + self.length, 1)


@dataclass(frozen=True, slots=True)
class Bar:
    """A named bar (or group of columns). `offset` is the distance of its middle from the edge of the chart."""

    name: str
    full_name: str
    offset: float
    pieces: tuple[Piece, ...]
    figure: str = ""
    link: str = ""

    @property
    def end(self) -> float:
        """Where the last of its stretches ends."""
        return self.pieces[-1].end if self.pieces else _NAMES


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of `shape` "bars" or "columns", in units of its own size; `key` are (colour class, meaning)."""

    title: str
    shape: str
    height: float
    bars: tuple[Bar, ...]
    key: tuple[tuple[str, str], ...] = ()
    width: int = WIDTH
    names: int = _NAMES

    @property
    def spoken(self) -> str:
        """The chart in words, for those who cannot see it."""
        said = (f"{bar.full_name} {bar.figure or '、'.join(piece.figure for piece in bar.pieces)}" for bar in self.bars)
        return f"{self.title}：{'；'.join(said)}"


def charts(digest: Digest, drawn: set[int]) -> list[Chart]:
    """The charts that have something to show; rates lead to the forms that are `drawn`."""
    rates = [
        (
            rate.name,
            [(float(rate.rate), "plain")],
            f"{float(rate.rate):.2%}",
            f"#f{rate.index}" if rate.index in drawn else "",
        )
        for rate in digest.rates[:TOP]
    ]
    more = len(digest.rates) > TOP
    families = [
        (
            f"{letter} {name}",
            [(float(count), severity.value) for severity, count in counts.items()],
            str(sum(counts.values())),
            "",
        )
        for letter, name, counts in digest.by_family
    ]
    checks = [
        (
            f"{check.code} {check.title}",
            [(float(count), severity.value) for severity, count in check.counts.items()],
            str(check.findings),
            "",
        )
        for check in digest.by_check[:TOP]
    ]
    severities = (("error", "错误"), ("warning", "警告"), ("notice", "提示"))
    found = [
        bars("问题按类别和级别", families, severities),
        columns("总分分布（张）", digest.score_bins if digest.audit.forms else []),
        bars("最常见的问题", checks, severities, whole_names=True),
        bars(f"预算执行率最低的 {TOP} 张表" if more else "预算执行率", rates),
    ]
    return [chart for chart in found if chart.bars]


def bars(
    title: str,
    rows: Sequence[tuple[str, list[tuple[float, str]], str, str]],
    key: tuple[tuple[str, str], ...] = (),
    *,
    whole_names: bool = False,
) -> Chart:
    """Bars across: (name, stretches with their colour class, figure at the end, link) each.

    Names are cut to their column; `whole_names` makes the column as wide as the longest, for names that are short.
    """
    most = max((sum(length for length, _ in pieces) for _, pieces, _, _ in rows), default=0) or 1
    left = max([_NAMES, *(_length(name) for name, *_ in rows)]) if whole_names else _NAMES
    scale = (WIDTH - left - _RIGHT) / most
    drawn = []
    for number, (name, lengths, figure, link) in enumerate(rows):
        pieces, start = [], float(left)
        for length, kind in lengths:
            if length:
                pieces.append(Piece(round(start, 1), round(length * scale, 1), str(int(length)), kind))
                start += length * scale
        shown = name if whole_names else short(name, _NAME_LENGTH)
        drawn.append(Bar(shown, name, _BAR_ROW * (number + 0.5), tuple(pieces), figure, link))
    return Chart(title, "bars", _BAR_ROW * len(rows), tuple(drawn), key, names=left)


def _length(name: str) -> int:
    """How much room a name takes before the bars."""
    return ceil(sum(_NARROW if character.isascii() else _WIDE for character in name)) + _MARGIN


def columns(title: str, bins: Sequence[tuple[str, int, int]]) -> Chart:
    """Pairs of columns: (name, printed, recomputed) each."""
    most = max((max(printed, recomputed) for _, printed, recomputed in bins), default=0) or 1
    scale = (_COLUMN_HEIGHT - 40) / most
    step = WIDTH / max(len(bins), 1)
    groups = tuple(
        Bar(
            name,
            name,
            round(step * (number + 0.5), 1),
            tuple(
                Piece(0, round(count * scale, 1), str(count), kind)
                for kind, count in (("printed", printed), ("plain", recomputed))
            ),
        )
        for number, (name, printed, recomputed) in enumerate(bins)
    )
    return Chart(title, "columns", _COLUMN_HEIGHT, groups, (("printed", "填报数"), ("plain", "复核数")))

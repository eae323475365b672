"""Time and memory against the number of forms as an SVG: two panels, both axes logarithmic for time."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

_W, _H, _LEFT, _TOP, _PANEL_W, _PANEL_H = 760, 330, 64, 64, 280, 200

_OURS, _THEIRS = "#1a5fb4", "#777777"


@dataclass(frozen=True)
class Point:
    """One measurement."""

    forms: int
    seconds: float
    megabytes: float


def chart(ours: Sequence[Point], theirs: Sequence[Point] = ()) -> str:
    """The SVG, of two builds where there is another to compare with; seconds are of the processors."""
    most = ours[-1]
    said = f"{most.forms:,} 张自评表：处理器时间 {most.seconds / 60:.1f} 分钟"
    said += f"，是另一版（灰）的 {most.seconds / theirs[-1].seconds:.2f} 倍" if theirs else ""
    said += f"，内存 {most.megabytes:,.0f} MB"
    return _drawing(said, "处理器时间（秒）", [one for one in (theirs, ours) if one])


def _drawing(said: str, what: str, series: Sequence[Sequence[Point]]) -> str:
    times = [[(one.forms, one.seconds) for one in points] for points in series]
    memory = [[(one.forms, one.megabytes) for one in points] for points in series]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_W} {_H}" font-family="sans-serif" font-size="12">',
        f'<rect width="{_W}" height="{_H}" fill="white"/>',
        f'<text x="16" y="26" font-size="16">{said}</text>',
        *_panel(what, _LEFT, times),
        *_panel("内存峰值（MB，全部进程）", _LEFT + _PANEL_W + 90, memory, 2000),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _panel(title: str, left: int, series: Sequence[Sequence[tuple[int, float]]], limit: float = 0) -> list[str]:
    """The lines of a panel, the last of them ours."""
    bottom = _TOP + _PANEL_H
    points = [point for one in series for point in one]
    x_low, x_high = floor(log10(min(x for x, _ in points))), ceil(log10(max(x for x, _ in points)) - 1e-9)
    top = [y for _, y in points] + ([limit] if limit else [])
    y_low, y_high = floor(log10(min(top))), ceil(log10(max(top)) + 1e-9)

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            left + (log10(x) - x_low) / max(1, x_high - x_low) * _PANEL_W,
            bottom - (log10(y) - y_low) / max(1, y_high - y_low) * _PANEL_H,
        )

    lines = [f'<text x="{left}" y="{_TOP - 12}">{title}</text>']
    for power in range(y_low, y_high + 1):
        _, y = at(10**x_low, 10**power)
        lines.append(f'<path d="M{left} {y:.1f}h{_PANEL_W}" stroke="#ddd"/>')
        lines.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{10**power:,}</text>')
    for power in range(x_low, x_high + 1):
        x, _ = at(10**power, 10**y_low)
        lines.append(f'<path d="M{x:.1f} {_TOP}v{_PANEL_H}" stroke="#eee"/>')
        lines.append(f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{10**power:,}</text>')
    lines.append(f'<text x="{left + _PANEL_W / 2}" y="{bottom + 38}" text-anchor="middle">张数</text>')
    if limit:
        _, y = at(10**x_low, limit)
        lines.append(f'<path d="M{left} {y:.1f}h{_PANEL_W}" stroke="#a00" stroke-dasharray="5 4"/>')
        lines.append(
            f'<text x="{left + _PANEL_W}" y="{y - 5:.1f}" text-anchor="end" fill="#a00">上限 {limit:,.0f}</text>'
        )
    for number, one in enumerate(series, 1):
        is_ours = number == len(series)
        lines += _line([(*at(x, y), y) for x, y in sorted(one)], _OURS if is_ours else _THEIRS, -9 if is_ours else 18)
    return lines


def _line(drawn: Sequence[tuple[float, float, float]], colour: str, beside: int) -> list[str]:
    """A line with its points, each with its figure so many units below it."""
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y, _ in drawn)
    lines = [f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>']
    for x, y, value in drawn:
        lines.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>')
        lines.append(f'<text x="{x:.1f}" y="{y + beside:.1f}" text-anchor="middle" fill="{colour}">{value:,.0f}</text>')
    return lines

"""A chart as HTML; made here, since a template takes ten times as long over some hundred stretches."""

from html import escape

from django.utils.safestring import SafeString, mark_safe

from jiheng.writing.html_report.charts import Bar, Chart

_WIDE_ENOUGH = 16
"""A stretch that is longer has its figure inside."""


def drawn_chart(chart: Chart, seen: str) -> SafeString:
    """The figure with its key, its bars and the sentence that says what is seen in it."""
    marks = "".join(
        f'<svg class="mark" viewBox="0 0 12 12" aria-hidden="true">'
        f'<rect class="{kind}" width="12" height="12"/></svg>{escape(name)}'
        for kind, name in chart.key
    )
    key = f'<span class="key">{marks}</span>' if chart.key else ""
    height = f"{chart.height:.1f}".removesuffix(".0")
    bars = "".join(_bar(chart, bar) for bar in chart.bars)
    told = f'<p class="seen">{escape(seen)}</p>' if seen else ""
    return mark_safe(
        f'<figure class="chart"><figcaption>{escape(chart.title)}{key}</figcaption>'
        f'<svg viewBox="0 0 {chart.width} {height}" role="group" aria-label="{escape(chart.spoken)}">{bars}</svg>'
        f"{told}</figure>"
    )


def _bar(chart: Chart, bar: Bar) -> str:
    said = f"{escape(bar.full_name)} {escape(bar.figure)}"
    several = len(bar.pieces) > 1
    pieces = []
    for piece in bar.pieces:
        place = f'x="{piece.start:.1f}" y="-8" width="{piece.length:.1f}"'
        pieces.append(f'<rect class="{piece.kind}" {place} height="16"/>')
        if several and piece.length > _WIDE_ENOUGH:
            place = f'x="{piece.middle:.1f}" y="4.5" text-anchor="middle"'
            pieces.append(f'<text class="in {piece.kind}" {place}>{escape(piece.figure)}</text>')
    inside = (
        f'<g transform="translate(0 {bar.offset:.1f})"><title>{said}</title>'
        f'<rect class="hit" y="-13" width="{chart.width}" height="26"/>'
        f'<text class="name" x="{chart.names}" dx="-8" y="4.5" text-anchor="end">{escape(bar.name)}</text>'
        f'{"".join(pieces)}<text class="figure" x="{bar.end:.1f}" dx="6" y="4.5">{escape(bar.figure)}</text></g>'
    )
    return f'<a href="{escape(bar.link)}" aria-label="{said}">{inside}</a>' if bar.link else inside

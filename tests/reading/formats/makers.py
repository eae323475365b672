"""Every way in which a paper can become a file, by name; the ending of the name is the file's."""

from collections.abc import Callable
from functools import partial

from hypothesis import strategies as st

from jiheng.form import Form

from ..render import forms
from . import excel, ofd_file, page, print_out, word
from .ofd_file import Ofd
from .paper import Paper, draw, layouts
from .pdf_file import Sheet
from .print_out import Print

Maker = Callable[[list[Paper]], bytes]

_WORD = {
    "plain": word.Word(),
    "runs": word.Word(text=word.runs),
    "tracked": word.Word(text=word.tracked),
    "controls": word.Word(text=word.controls, around="control"),
    "fields": word.Word(text=word.fields),
    "in_table": word.Word(around="table"),
    "in_box": word.Word(around="box"),
    "flat_merges": word.Word(flat_merges=True),
    "rows_controlled": word.Word(rows_controlled=True),
    "skipped": word.Word(skipped=True),
    "header_repeats": word.Word(repeats_header=True),
}
_EXCEL = {
    "text": excel.Excel(),
    "numbers": excel.Excel(numbers=True),
    "formulas": excel.Excel(numbers=True, formulas=True),
    "rich": excel.Excel(rich=True),
    "stacked": excel.Excel(together="stacked"),
    "stacked_close": excel.Excel(together="stacked", gap=0),
    "side_by_side": excel.Excel(together="side"),
    "side_by_side_close": excel.Excel(together="side", gap=1, numbers=True),
    "offset": excel.Excel(offset=(3, 2)),
    "hidden": excel.Excel(hidden=True),
}
_PAGES = {
    "plain": page.Page(),
    "in_table": page.Page(around="table"),
    "in_div_noisy": page.Page(around="div", noisy=True),
    "unclosed": page.Page(closed=False),
    "spans": page.Page(inner="<p><span style='font-size:9pt'>{}</span></p>"),
    "divs_noisy_unclosed": page.Page(inner="<div><b>{}</b>&nbsp;</div>", noisy=True, closed=False),
    "grid": page.Page(boxes="grid"),
    "flow": page.Page(boxes="flow"),
    "flex": page.Page(boxes="flex"),
    "lengths": page.Page(boxes="lengths"),
    "css_table": page.Page(boxes="table"),
}

_LANDSCAPE = Sheet(842.0, 595.0)
_PRINTS = {
    "plain": Print(),
    "landscape": Print(_LANDSCAPE),
    "wrapped": Print(Sheet(wrapped=True)),
    "shifted": Print(Sheet(shifted=True), footer=True),
    "rects": Print(rules="rects"),
    "boxes_shaded": Print(rules="boxes", shaded=True),
    "dashed": Print(rules="dashed"),
    "double": Print(rules="double"),
    "thick": Print(rules="thick"),
    "no_outer": Print(outer=False),
    "small_pages": Print(Sheet(595.0, 300.0)),
    "small_pages_middle": Print(Sheet(595.0, 330.0), middle=True),
    "whole_rows": Print(Sheet(595.0, 340.0), tears=False, footer=True),
    "header_repeats": Print(Sheet(595.0, 360.0), tears=False, header_repeats=True),
    "merged_repeats": Print(Sheet(1191.0, 340.0), tears=False, merged_repeats=True),
    "sideways": Print(Sheet(842.0, 595.0, sideways=True)),
    "watermark": Print(watermark=True),
    "struck": Print(struck=True),
    "clipped_rests": Print(Sheet(595.0, 330.0), tears=False, rests=True),
    "level_rules_only": Print(upright=False),
    "dotted": Print(rules="dots"),
    "one_after_another": Print(own_pages=False, middle=True),
    "unruled": Print(rules="none"),
    "unruled_landscape_middle": Print(_LANDSCAPE, rules="none", middle=True, footer=True),
    "three_lines": Print(rules="three"),
    "three_lines_small_pages": Print(Sheet(842.0, 330.0), rules="three", tears=False),
}
_OFDS = {
    "plain": Ofd(),
    "templates": Ofd(templates=True),
    "no_runs_surplus": Ofd(runs=False, surplus=True),
    "scaled": Ofd(scaled=True),
    "unit": Ofd(unit=True, blocks=True),
    "boxes_curved": Ofd(Print(rules="boxes", shaded=True), curved=True),
    "filled_rules": Ofd(Print(rules="rects"), namespace="http://example.org/ofd"),
    "small_pages": Ofd(Print(Sheet(595.0, 330.0), middle=True)),
    "clipped_rests": Ofd(Print(Sheet(595.0, 330.0), tears=False, rests=True)),
    "watermark_struck": Ofd(Print(watermark=True, struck=True)),
}

MAKERS: dict[str, Maker] = {
    **{f"{name}.docx": partial(word.document, way=way) for name, way in _WORD.items()},
    **{f"{name}.xlsx": partial(excel.workbook, way=way) for name, way in _EXCEL.items()},
    **{f"{name}.html": partial(page.page, way=way) for name, way in _PAGES.items()},
    **{f"{name}.ofd": partial(ofd_file.written, way=way) for name, way in _OFDS.items()},
    **{f"{name}.pdf": partial(print_out.printed, way=way) for name, way in _PRINTS.items()},
}


@st.composite
def drawn(draw_from: st.DrawFn, most: int = 2) -> list[tuple[Form, Paper]]:
    """Forms of different names, each on paper in a layout of its own."""
    found = draw_from(st.lists(forms(), min_size=1, max_size=most, unique_by=lambda form: form.project))
    pairs = []
    for form in found:
        layout = draw_from(layouts(form))
        paper = draw(form, layout)
        form.notes = list(paper.below)  # what is printed below belongs to the record
        pairs.append((form, paper))
    return pairs

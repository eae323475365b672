"""A layout as the text of its TOML file."""

from jiheng.writing.official.layout import Box, Layout


def layout_toml(layout: Layout) -> str:
    """The layout written so that it reads back as the same."""
    lines = [
        f'title = "{layout.title}"',
        f'year_line = "{layout.year_line}"',
        f'orientation = "{layout.orientation}"',
        f"widths = [{', '.join(f'{width:g}' for width in layout.widths)}]",
    ]
    for row in layout.head:
        lines += ["", "[[head]]", f"cells = {_boxes(row.cells)}"]
    lines += ["", "[funds]", f"label = {_box(layout.funds.label)}", f"name_span = {layout.funds.name_span}"]
    lines.append(f"columns = {_boxes(layout.funds.columns)}")
    for name, block in (("goals", layout.goals), ("indicators", layout.indicators)):
        lines += ["", f"[{name}]", f"label = {_box(block.label)}", f"columns = {_boxes(block.columns)}"]
    if layout.total.cells:
        lines += ["", "[total]", f"cells = {_boxes(layout.total.cells)}"]
    for row in layout.tail:
        lines += ["", "[[tail]]", f"cells = {_boxes(row.cells)}"]
    return "\n".join(lines) + "\n"


def _boxes(boxes: tuple[Box, ...]) -> str:
    return "[\n" + "".join(f"  {_box(box)},\n" for box in boxes) + "]"


def _box(box: Box) -> str:
    parts = [f'field = "{box.field}"'] if box.field else []
    if box.label or not box.field:
        parts.append(f'label = "{_escaped(box.label)}"')
    if box.above:
        parts.append(f'above = "{_escaped(box.above)}"')
    return "{ " + ", ".join([*parts, f"span = {box.span}"]) + " }"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")

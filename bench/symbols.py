"""Single signs on scans: which are read right, which are doubted and which are wrong without a doubt.

Draws a form of its own in the fonts and resolutions asked for and prints a Markdown table, as in docs/ocr.md:
`python -m bench.symbols FONT.ttc … --dpi 150 200 300`. A font file may carry an index: FONT.ttc#2.
"""

import argparse
import io
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from jiheng.form import Form, cell
from jiheng.reading import read_bytes

HEADER = (
    "一级指标",
    "二级指标",
    "三级指标",
    "指标性质",
    "年度指标值",
    "度量单位",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因",
)
FIELDS = ("l1", "l2", "l3", "property", "target", "unit", "actual", "weight", "score", "reason")
USUAL = ("产出指标", "数量指标", "巡查道路", "≥", "12", "次", "12次", "10", "10", "无")
SIGNS = (
    *(("property", sign) for sign in ("≥", "≤", "=", "＞", "＜")),
    *(("unit", sign) for sign in ("%", "‰", "㎡", "m²", "℃", "个", "/")),
    *(("target", sign) for sign in ("0.5‰", "±5%", "3×10", "☑是□否", "√", "/", "—")),
    *(("score", sign) for sign in ("/", "—")),
    *(("reason", sign) for sign in ("/", "—", "①")),
)
_WIDTHS = (52, 52, 60, 40, 62, 46, 62, 36, 36, 60)
"""Of the columns, in points."""
_ROW, _LEFT, _TOP, _SIZE = 26.0, 40.0, 60.0, 10.5


def main() -> None:
    """Draw, read and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.symbols")
    parser.add_argument("fonts", nargs="+", help="font files, FILE#INDEX for one of a collection")
    parser.add_argument("--dpi", type=int, nargs="+", default=[150, 200, 300])
    options = parser.parse_args()
    names = [f"{Path(font).stem} {dpi}" for font in options.fonts for dpi in options.dpi]
    found = [dict(results(font, dpi)) for font in options.fonts for dpi in options.dpi]
    sys.stdout.write(f"| 栏 | 符号 | {' | '.join(names)} |\n|{' --- |' * (len(names) + 2)}\n")
    for field, sign in SIGNS:
        marks = " | ".join(one.get((field, sign), "没有读到") for one in found)
        sys.stdout.write(f"| {HEADER[FIELDS.index(field)]} | {sign} | {marks} |\n")


def results(font: str, dpi: int) -> Iterator[tuple[tuple[str, str], str]]:
    """What became of every sign: 对, 存疑 with what was read, or 错 with what was read."""
    rows = [
        tuple(sign if name == field else usual for name, usual in zip(FIELDS, USUAL, strict=True))
        for field, sign in SIGNS
    ]
    for data in _pages(rows, font, dpi):
        form = next((one for one in read_bytes(data, "符号.png") if isinstance(one, Form)), None)
        if form is None:
            continue
        doubts = {doubt.place for doubt in form.uncertain}
        for number, (field, sign) in enumerate(SIGNS[: len(form.indicators)]):
            place = f"indicators[{number}].{field}"
            text = cell(form, place) or ""
            right = _same(text, sign)
            yield (
                (field, sign),
                ("对" if right else "")
                + (
                    ("，存疑" if right else f"存疑（{text}）")
                    if place in doubts
                    else ""
                    if right
                    else f"**错（{text}）**"
                ),
            )


def _same(one: str, other: str) -> bool:
    return unicodedata.normalize("NFKC", one) == unicodedata.normalize("NFKC", other)


def _pages(rows: Sequence[tuple[str, ...]], font: str, dpi: int) -> Iterator[bytes]:
    from PIL import Image, ImageDraw, ImageFont

    file, _, index = font.partition("#")
    scale = dpi / 72
    page = Image.new("L", (round(595 * scale), round(842 * scale)), 255)
    draw, face = ImageDraw.Draw(page), ImageFont.truetype(file, round(_SIZE * scale), int(index or 0))
    top = _TOP
    whole = sum(_WIDTHS)
    head = (
        (("项目名称", 112), ("符号识别", whole - 112)),
        (
            ("项目资金", 112),
            ("年初预算数", 92),
            ("全年预算数", 92),
            ("全年执行数", 92),
            ("分值", 46),
            ("执行率", 36),
            ("得分", 36),
        ),
        (("年度资金总额", 112), ("10", 92), ("10", 92), ("10", 92), ("10", 46), ("100%", 36), ("10", 36)),
        tuple(zip(HEADER, _WIDTHS, strict=True)),
    )
    for row in (
        *head,
        *(tuple(zip(row, _WIDTHS, strict=True)) for row in rows),
        (("总分", whole - 132), ("100", 36), ("100", 36), ("", 60)),
    ):
        left = _LEFT
        for text, width in row:
            box = [round(edge * scale) for edge in (left, top, left + width, top + _ROW)]
            draw.rectangle(box, outline=0, width=max(1, round(0.6 * scale)))
            draw.text((box[0] + 2 * scale, (box[1] + box[3]) / 2), text, fill=0, font=face, anchor="lm")
            left += width
        top += _ROW
    yield _saved(page)


def _saved(page: Any) -> bytes:
    stream = io.BytesIO()
    page.save(stream, "PNG")
    return stream.getvalue()


if __name__ == "__main__":
    main()

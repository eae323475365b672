"""The form of official documents (GB/T 9704—2012): paper, margins, sizes and faces, shared by Word and PDF."""

import re

from jiheng.writing.official.measure import FONT_SIZE, POINTS_PER_MM, width

PAPER = (210, 297)
"""A4, in millimetres."""
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
"""Margins in millimetres."""
TITLE_SIZE, BODY_SIZE, CAPTION_SIZE, TABLE_SIZE, PAGE_SIZE = 22, 16, 12, 10.5, 14
"""二号, 三号, 小四, 五号, 四号 in points."""
LINE = 28.5
"""Line spacing of the text in points: 22 lines a page."""
TITLE, BODY, SANS, SCRIPT, SONG = "方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"
HEADINGS = {1: (SANS, False), 2: (SCRIPT, False), 3: (BODY, True)}
"""Face of each level of heading, and whether it is bold."""
_MARK = re.compile(r"(【待(?:填写|核实)：[^】]*】)")


def title_lines(text: str) -> str:
    """A title on one line where the paper is as wide; else it breaks where the template does."""
    room = (PAPER[0] - LEFT - RIGHT) * POINTS_PER_MM
    line = text.replace("\n", "")
    return line if width(line) / FONT_SIZE * TITLE_SIZE <= room else text


def marked(text: str) -> list[tuple[str, bool]]:
    """The text in stretches, each with whether it is a gap to be marked."""
    return [(part, bool(_MARK.fullmatch(part))) for part in _MARK.split(text) if part]

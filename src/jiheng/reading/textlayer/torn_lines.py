"""Labels that breaks in narrow cells have torn over lines (绩 / 效 / 指 / 标, 产出 / 指标) → each on one line."""

from collections.abc import Sequence

from jiheng.expression import expression
from jiheng.form import LEVELS
from jiheng.reading.form.tree_header import LEVEL
from jiheng.reading.labels.labels import is_listed, is_word, key, meaning, value_word
from jiheng.reading.tables.clean import printed
from jiheng.reading.textlayer.drawn_lines import Line

_MOST = 6
"""Lines that a label takes."""
_LONGEST = 10
_JOINING = expression("[及和与]")
_FEWEST = 2
"""Torn labels that show that breaks were copied as lines."""
_REMARK = expression(r"[（(][^（）()]*[)）]$")
_PUNCTUATION = expression(r"[-\d，。；、,;:：%—–~/／]")


def rejoined(lines: Sequence[Line]) -> list[Line]:
    """The lines, a remark behind its label, and a torn label where the text shows more than one, as one line each."""
    found: list[Line] = []
    for number, text in lines:
        above = found[-1][1] if found else ""
        is_remark = _REMARK.match(text.strip()) and not _REMARK.search(above.strip())
        if (is_remark and meaning(printed(above)).is_label) or _goes_on(above, text.strip()):
            found[-1] = (found[-1][0], f"{above}\n{text.strip()}")
        else:
            found.append((number, text))
    if sum(_is_scrap(text.strip()) for _, text in found) < _FEWEST:
        return found
    ends = _whole(found)
    if sum(any(_is_scrap(text.strip()) for _, text in found[start:end]) for start, end in ends.items()) < _FEWEST:
        return found
    whole: list[Line] = []
    at = 0
    while at < len(found):
        end = ends.get(at, at + 1)
        whole.append((found[at][0], "\n".join(text.strip() for _, text in found[at:end])))
        at = end
    return whole


def _goes_on(above: str, text: str) -> bool:
    """Whether a line is the end of the label above it, by its first word: 偏差原因分析 / 及改进措施."""
    return len(text) <= _LONGEST and _JOINING.match(text) is not None and is_listed(printed(above + text))


def _whole(lines: Sequence[Line]) -> dict[int, int]:
    """Where a run of lines that make a label begins, with its end."""
    found: dict[int, int] = {}
    texts = [printed(text) if len(text) <= _LONGEST else "" for _, text in lines]
    at = 0
    while at < len(texts):
        sizes = range(min(_MOST, len(texts) - at), 1, -1)
        size = next((size for size in sizes if _is_label(texts[at : at + size])), 1)
        if size > 1:
            found[at] = at + size
        at += size
    return found


def _is_label(pieces: Sequence[str]) -> bool:
    """Whether pieces make a label of the field that none of them is, and are hardly cells of their own."""
    whole = "".join(pieces)
    if not all(pieces) or _PUNCTUATION.search(whole) or not is_listed(whole):
        return False
    if key(whole) in map(key, pieces) or all(map(value_word, pieces)):
        return False
    if not all(map(is_word, pieces)):
        return True
    upper, lower = meaning("".join(pieces[:-1])), meaning(whole)  # 年度 / 指标值, 服务对象 / 满意度指标
    if lower.column is not None and not (upper.column or upper.level1 or upper.level2):
        return lower.column not in LEVELS
    return bool(lower.level2 and pieces[-1].endswith(LEVEL) and upper.level2 and pieces[-1] != LEVEL)


def _is_scrap(text: str) -> bool:
    """Whether a line is no cell: a character of a label, or the end of the name of a level."""
    return text == LEVEL or (len(text) == 1 and not _PUNCTUATION.search(text) and not text.isascii())

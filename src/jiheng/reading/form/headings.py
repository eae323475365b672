"""Numbered headings over the parts of a form: 二、预算执行情况（万元）, 四、绩效指标."""

from jiheng.expression import expression
from jiheng.places.words import words
from jiheng.reading.labels.labels import LONGEST, key

_NUMBERED = expression(r"[一二三四五六七八九十]{1,3}[、.．]")
_IN_FIGURES = expression(r"\d{1,2}[.．、](?=\D)")
_SENTENCE = expression(r"[\d，。；,;]")


def is_numbered(text: str) -> bool:
    """Whether a text begins with a Chinese number, and is no longer than a label."""
    return len(text) <= LONGEST and _NUMBERED.match(text) is not None


def is_numbered_in_figures(text: str) -> bool:
    """Whether a text is numbered as labels are that have a value beside them: 9.指标完成情况."""
    return len(text) <= LONGEST and _IN_FIGURES.match(text) is not None


def names_part(text: str) -> bool:
    """Whether a short text without figures has a word in it that names a part of a form: 三、部门整体绩效目标."""
    bare = key(text)
    return not _SENTENCE.search(bare) and any(word in bare for word in words().form.parts)

"""The header of the indicators 绩效指标: which rows are one, and the field of each label, by word or by place."""

from collections.abc import Container
from functools import lru_cache

from msgspec.structs import replace

from jiheng.expression import expression
from jiheng.form import LEVELS, POINTS, Block, FieldKind, names
from jiheng.places.sources import on_change
from jiheng.places.words import words
from jiheng.reading.form import column_likelihood
from jiheng.reading.form.numbering import is_running
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.labels import (
    Meaning,
    column_words,
    end_of,
    in_brackets,
    is_word,
    key,
    meaning,
    of_term,
    value_word,
)
from jiheng.reading.tables.table import Cell

SLASH = expression(r"\s*[/／]\s*")
BOX, BOTH = "\x1f", "\x1e"
"""Between a column's field and the choice in its box; between two fields of one column. No label has these signs."""
LEVEL_FIELDS = frozenset(LEVELS)
VALUES = {*names(Block.INDICATORS, kinds=(FieldKind.FIGURE,)), *POINTS}
_SHORTEST = 4
"""A shorter word in brackets says in what a column is counted: （单位）."""
LEVEL = "指标"
_UPPER, _LOWER = expression(r"[一二三四五六七八九十]+[、.．]"), expression(r"[（(][一二三四五六七八九十\d]+[)）]")
"""How the rows of the first and of the second level are numbered."""
_TWO = (sorted(POINTS), sorted(("target", "actual")))
"""Fields that may share a column."""
_OF_GOALS = {"goal_expected": "target", "goal_actual": "actual"}
"""What the label of a goal means over a column of the tree: 年度目标 | 年度完成."""
_GROUPS = LEVELS[:-1]
"""What may stand before the only column of names."""
_LISTED = {"target", "score"}
"""Columns of a list of indicators that parts them by no level."""
_SHORTEST_END = 3
"""Characters of the end of a label that tell of which."""
_NAMING_BLOCK = {LEVELS[-1], *VALUES}.difference(POINTS)
"""What the name of the block beside the levels may sound like."""
_FEWEST_VALUES = 3
"""Columns of values that make a header without a word for the names."""


def is_header(row: list[Item]) -> bool:
    """Whether a row names the columns of the tree."""
    found = {item.means.column for item in row} - {None}
    is_list = found.isdisjoint(LEVEL_FIELDS) and list_of(row) is not None
    if is_list:  # 指标 | 计划 | 完成 | 分值 | 得分
        found |= {column_of(item) for item in row} - {None}
    if found >= LEVEL_FIELDS or (len(found) >= 3 and bool(found & LEVEL_FIELDS) and bool(found & VALUES)):
        return True
    return (len(found) >= 3 and found >= _LISTED and is_list) or _has_strange_name(row)


def _has_strange_name(row: list[Item]) -> bool:
    """Whether a word that no list knows stands where the names do: 指标类型 | 乙项 | 指标值 | 完成值 | 分值 | 得分."""
    fields = [column_of(item) for item in row]
    values = VALUES.intersection(field for field in fields if field is not None)
    first = next((n for n, field in enumerate(fields) if field in VALUES), 0)
    is_whole = len(values) >= _FEWEST_VALUES and not values.isdisjoint(POINTS) and fields[first] not in POINTS
    return first > 0 and is_whole and not is_word(row[first - 1].text)


def list_of(header: list[Item]) -> Item | None:
    """The label of the only column of names, where it is also that of the block: 绩效指标 | 目标值 | 实际值 | 得分."""
    if any(item.means.column in LEVEL_FIELDS for item in header):
        return None
    labels = [item for item in header if not is_running(item.text)]
    at = next((n for n, item in enumerate(labels) if column_of(item) in VALUES), 0) - 1
    if not 0 <= at <= len(_GROUPS) or any(item.means.column or item.means.head for item in labels[:at]):
        return None
    first = labels[at]  # 指标类型 | 绩效指标 | 目标值, 履职目标 | 重点任务 | 绩效指标 | 目标值
    return first if first.means.block or first.text == LEVEL else None


def with_second_line(header: list[Item], row: list[Item]) -> list[Item] | None:
    """The header with the row below it, when that row only ends labels (年度 / 指标值) or parts one; else None."""
    if any(column_likelihood.is_figure(item.text) and not item.text.endswith("分") for item in row):
        return None
    labels = list(header)
    ends = guesses = 0
    for item in row:
        above = next((label for label in labels if label.column <= item.column < label.end), None)
        text = above.text + item.text if above is not None else ""
        if above is not None and (meaning(text).column or not (above.means.is_label or item.means.column)):
            ends += meaning(text).column is not None
            guesses += meaning(text).column is None
            labels[labels.index(above)] = replace(above, text=text, means=meaning(text))
        elif item.means.column:
            if above is not None and above.column == item.column:
                labels.remove(above)
            labels.append(item)
        elif not is_scrap(item.text):
            return None
    if guesses > ends:  # 序 / 号: the end of a further label, if there are ends of known ones beside it
        return None
    return sorted(labels, key=lambda label: label.column)


def is_result(row: list[Item]) -> bool:
    """Whether a header asks for results: only such a form is an evaluation, others set goals."""
    return bool({item.means.column for item in row} & {"actual", "score"})


def is_scrap(text: str) -> bool:
    """A piece of the label 绩效指标."""
    return len(text) <= 4 and all(char in "年度绩效指标" for char in text)


def columns(header: list[Item]) -> list[tuple[Item, str]]:
    """Each label of the header with its field; a further column gets a name of its own.

    `reason` + BOX + 人员保障 is a box to tick below the label of a column.
    """
    labels = tuple([(item.text, item.column, item.columns, item.means, item.above) for item in header])
    return [(header[number], field) for number, field in _fields(labels)]


@lru_cache(maxsize=256)
def _fields(labels: tuple[tuple[str, int, int, Meaning, str], ...]) -> tuple[tuple[int, str], ...]:
    """The columns by the numbers of their labels; the forms of one office have the same header over and over."""
    header = [
        Item(text, column, wide, Cell(text, 0, column, columns=wide), means, above)
        for text, column, wide, means, above in labels
    ]
    numbers = {id(item): number for number, item in enumerate(header)}
    return tuple((numbers[id(item)], field) for item, field in _columns(header))


on_change(_fields.cache_clear)


def names_block(header: list[Item]) -> bool:
    """Whether the first label is the name of the block beside the levels, though it sounds like one of a column.

    评价指标 | 一级指标 | … | 三级指标, or 指标完成情况 | 一级指标 | … | 完成值.
    """
    first, *fields = (item.means.column for item in header)
    return first in _NAMING_BLOCK and fields[:1] == [LEVELS[0]] and first in fields[1:]


def _columns(header: list[Item]) -> list[tuple[Item, str]]:
    header = header[names_block(header) :]
    found: list[tuple[Item, str]] = []
    foreign, listed = [*weights_of_levels(header), *_scores_of_levels(header)], list_of(header)
    listed_words = column_words(of_funds=False)
    taken: set[str] = set()
    before = ""
    for item in header:
        field = "l3" if item is listed else column_of(item)
        is_edge = item.means.block and not (item.means.goal and found)  # 年度目标 behind the levels is a column
        if field is None and (is_edge or is_scrap(item.text)) and not item.above:
            continue
        two = both(item)
        if two:
            field = two
        elif field in POINTS and any(item is label for label in foreign):
            field = f"+{before}{key(item.text)}"
        elif _is_box(item, header):
            group = meaning(item.above).column
            group = None if group in [one for _, one in found] else group  # 完成值 beside 完成情况: 已完成 | 未完成
            field = f"{group or '+' + key(item.above)}{BOX}{item.text}"
        elif field is not None and field in taken and _is_surer(item, found, field, listed_words):
            _let_go(found, field, listed_words)
            field = field if field not in [known for _, known in found] else f"+{key(item.text)}"
        elif field is None or field in taken:
            field = f"+{key(item.text)}"
        taken.add(field)
        found.append((item, field))
        before = key(item.text)
    return by_place(found)


def _is_surer(item: Item, found: list[tuple[Item, str]], field: str, words: Container[str]) -> bool:
    """Whether a label means a field more surely than the one that has it.

    It is of the year, and the other of the whole term (总目标值 | 本年目标值); or a list of words has it (偏差情况 |
    原因说明); or the other has no more of it than the label over it: 扣分依据 below 扣分情况 | 偏差原因.
    """
    before = next((other for other, known in found if known == field), item)
    if _has_from_above(before, field) and not item.above:
        return True
    return not of_term(item.text) and (of_term(before.text) or key(item.text) in words)


def _has_from_above(item: Item, field: str) -> bool:
    """Whether only the label over a label gives it its field."""
    return bool(item.above) and field not in VALUES and meaning(item.text).column != field


def _let_go(found: list[tuple[Item, str]], field: str, words: Container[str]) -> None:
    """Make a further column of the one that has a field, where no list of words has its label, or it is of the term."""
    at = [known for _, known in found].index(field)
    item = found[at][0]
    is_unsure = (key(item.text) not in words or of_term(item.text)) and not item.above
    if is_unsure or _has_from_above(item, field):
        found[at] = (item, f"+{key(item.text)}")


def _bracketed(item: Item) -> str | None:
    """The field that a label names in brackets: 备注（未完成原因）."""
    inner = in_brackets(item.text)
    return meaning(inner).column if len(inner) >= _SHORTEST and is_word(inner) else None


def column_of(item: Item) -> str | None:
    """The column that a label means in the header of the tree: by itself, by its remark, by a short word (完成)."""
    return item.means.column or _bracketed(item) or (value_word(item.text) if not item.above else None)


def by_place(found: list[tuple[Item, str]]) -> list[tuple[Item, str]]:
    """The columns, those that no word names told by where they stand; a further column begins with "+"."""
    return _with_reason(_with_levels(_with_values(_with_last_name(_with_name(found)))))


def _with_reason(found: list[tuple[Item, str]]) -> list[tuple[Item, str]]:
    """The columns, the last one that of the reasons where its label shows no more than the end of theirs: 进措施."""
    if len(found) < 2 or any(field == "reason" for _, field in found):
        return found
    item, field = found[-1]
    is_end = len(item.text) >= _SHORTEST_END and end_of(key(item.text), words().form.columns["reason"]) is not None
    if not is_end or not field.startswith("+") or item.above:
        return found
    return [*found[:-1], (item, "reason")]


def _with_name(found: list[tuple[Item, str]]) -> list[tuple[Item, str]]:
    """The columns, where none is that of the names a word that no list knows being it.

    It stands right behind the second level, where 评估要点 may name it, or right before the first value.
    """
    fields = [field for _, field in found]
    first = next((n for n, field in enumerate(fields) if field in VALUES), 0)
    at = fields.index("l2") + 1 if "l2" in fields[:first] else first - 1
    if "l3" in fields or at < 0 or not _may_be_level(*found[at]):
        return found
    label = found[at][0].text
    if is_word(label) and not ("l2" in fields[:at] and key(label) in words().form.own["explanation"]):
        return found
    return [*found[:at], (found[at][0], "l3"), *found[at + 1 :]]


def _with_last_name(found: list[tuple[Item, str]]) -> list[tuple[Item, str]]:
    """The columns, of two beside each other that may both be the names the second being it: 考核内容 | 考核指标."""
    fields = [field for _, field in found]
    at = fields.index("l3") if "l3" in fields else len(fields)
    second = found[at + 1][0] if at + 1 < len(found) else None
    is_twice = second is not None and second.means.column == "l3" and key(second.text).endswith(LEVEL)
    if second is None or not is_twice or key(found[at][0].text).endswith(LEVEL):
        return found
    return [*found[:at], (found[at][0], f"+{key(found[at][0].text)}"), (second, "l3"), *found[at + 2 :]]


def _with_levels(found: list[tuple[Item, str]]) -> list[tuple[Item, str]]:
    """The columns, first and second level that no word names told by where they stand: left of the third level.

    评价维度 | 指标名称, 指标类型 | 指标类别 | 具体指标.
    """
    fields = [field for _, field in found]
    missing = [level for level in ("l1", "l2") if level not in fields]
    if not missing or "l3" not in fields:
        return found
    first = fields.index("l1") + 1 if "l1" in fields else 0
    free = [n for n in range(first, fields.index("l3")) if _may_be_level(*found[n])]
    for n, level in zip(free[-len(missing) :], missing, strict=False):
        found[n] = (found[n][0], level)
    return found


def level_of(cell: Item) -> str | None:
    """The level that a cell below the header names to the letter, the first where it may be of both."""
    if not is_word(cell.text):
        return None
    return "l1" if cell.means.level1 else "l2" if cell.means.level2 else None


def band_of(cell: Item) -> str | None:
    """The level that a row over others names: 一、产出指标; by its number where a word may be of both."""
    if not key(cell.text).endswith(LEVEL) or not is_word(cell.text) or not (cell.means.level1 or cell.means.level2):
        return None
    if _UPPER.match(cell.text) or not cell.means.level2:
        return "l1"
    return "l2" if _LOWER.match(cell.text) or not cell.means.level1 else "l1"


def _may_be_level(item: Item, field: str) -> bool:
    """Whether a further column may hold the words of a level: its label says nothing else, and counts nothing."""
    means = item.means
    is_name = means.column in (None, "l3")  # 考核内容 before 考核指标
    names = is_word(item.text) and (means.head or means.weak or not is_name or means.fund_column)
    return field.startswith("+") and not names and not is_running(item.text)


def _with_values(found: list[tuple[Item, str]]) -> list[tuple[Item, str]]:
    """The columns, those of target and actual that no word names told by where they stand.

    A label beside the comparator, or right behind the third level, is the target (运算符号 | 指标内容 | 度量单位),
    one right behind the target what was reached; so are two right behind the third level (目标 | 完成).
    """
    fields = [field for _, field in found]
    for n, (item, field) in enumerate(found):
        name = _OF_GOALS.get(item.means.goal or "", field)
        if field.startswith("+") and BOX not in field and name not in fields and not item.above:
            fields[n] = name
            found[n] = (item, name)
    first = fields.index("l3") + 1 if "l3" in fields else len(fields)
    while first < len(fields) and fields[first] == "weight":
        first += 1
    named = "property" in fields or not {"target", "actual"}.isdisjoint(fields)
    if not named and all(_is_free(found, n) for n in (first, first + 1)):
        for n, name in ((first, "target"), (first + 1, "actual")):  # 三级 | 目标 | 完成 | 分值 | 得分
            fields[n] = name
            found[n] = (found[n][0], name)
    for name, behind in (("target", ("property", "l3")), ("actual", ("unit", "target"))):
        if name in fields:
            continue
        at = next((fields.index(field) for field in behind if field in fields), None)
        if at is None or at + 1 >= len(found) or not _may_be_value(found, at + 1, name):
            continue
        fields[at + 1] = name
        found[at + 1] = (found[at + 1][0], name)
    return found


def _is_free(found: list[tuple[Item, str]], at: int) -> bool:
    """Whether a column of a form with scores has a label that says nothing else."""
    fields = [field for _, field in found]
    if at >= len(found) or "score" not in fields or at > fields.index("score"):
        return False
    item, field = found[at]
    return field.startswith("+") and not item.above and not item.means.is_label


def _may_be_value(found: list[tuple[Item, str]], at: int, name: str) -> bool:
    """Whether a further column may hold values: its label says nothing else, and the form has the column beside it."""
    item, field = found[at]
    fields = {field for _, field in found}
    is_free = field.startswith("+") and BOX not in field and not item.means.other and not item.means.head
    is_free &= meaning(item.above).column in (None, name)  # 调整 below 年度指标值 is none of what was reached
    return is_free and ("property" in fields or "actual" in fields if name == "target" else "score" in fields)


def both(item: Item) -> str:
    """Two fields with BOTH between for the label of both in one column, in its order: 得分/分值, 指标值/完成值."""
    if "/" not in item.text and "／" not in item.text:
        return ""
    found = [meaning(half).column or "" for half in SLASH.split(item.text)]
    return BOTH.join(found) if sorted(found) in _TWO else ""


def halves(text: str) -> list[str]:
    """The two values of one cell, a stroke between them: 28/30, 1.2元/份/1.1元/份; empty where it holds no two."""
    pieces = SLASH.split(text)
    half = len(pieces) // 2
    return ["/".join(pieces[:half]), "/".join(pieces[half:])] if pieces and len(pieces) % 2 == 0 else []


def _is_box(item: Item, header: list[Item]) -> bool:
    """A label in the lower tier that means nothing by itself: a choice."""
    if not item.above or item.means.other or meaning(item.text).is_label or value_word(item.text):
        return False
    if key(item.text) in words().form.choices:
        return True
    below = [other for other in header if other.above == item.above]
    if any(meaning(other.text).column for other in below):  # 是否偏差 beside 原因, 甲乙 between 性质 and 单位
        return False
    beside = [other for other in below if not meaning(other.text).is_label]
    is_reason = meaning(item.above).column == "reason" and len(beside) > 1
    return is_reason or not meaning(item.text + item.above).column


def _scores_of_levels(header: list[Item]) -> list[Item]:
    """The scores that stand left of the third level, where one stands right of it: those of the levels above."""
    names = next((n for n, item in enumerate(header) if item.means.column == "l3"), 0)
    scores = [n for n, item in enumerate(header) if item.means.column == "score"]
    return [header[n] for n in scores if n < names] if scores and scores[-1] > names else []


def weights_of_levels(header: list[Item]) -> list[Item]:
    """The weights that are not those of the indicators, where several labels name one.

    That of the indicator stands right behind the third level, else it is the last; but right behind the first or the
    second it is that of the level, and the indicator's is called by another word.
    """
    weights = [n for n, item in enumerate(header) if item.means.column == "weight"]
    if len(weights) < 2:
        return []
    after = [n for n in weights if n and header[n - 1].means.column == "l3"]
    own = (after or weights[-1:])[0]
    if header[own - 1].means.column in LEVELS[:-1] and any(item.means.column == "l3" for item in header):
        return [header[n] for n in weights]
    return [header[n] for n in weights if n != own]

"""The goals 年度总体目标: what was expected and what was reached, side by side or one below the other."""

import re
from itertools import pairwise

from msgspec.structs import replace

from jiheng.expression import expression
from jiheng.places.words import words
from jiheng.reading.form.column_likelihood import is_amount
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.numbering import is_running
from jiheng.reading.form.rows import Item, TableRow
from jiheng.reading.labels.labels import NOTHING, Meaning, goal_words, is_word, key, meaning, of_term, value_word
from jiheng.reading.tables.clean import printed

_LABELLED = expression(r"\s*([^\s:：\d（(]{2,14})\s*[:：]\s*(\S.*)", re.DOTALL)
"""A label before its text in one cell; one with a number (年度目标1：) parts the goals of a text."""
_YEAR = expression(r"(?:19|20)\d\d年?度?$")
_GUESSED = "原文此行只有一格，按位置归入这一栏，请核对"
_STRANGE_RESULT = "栏名“{label}”不认识，按它下面的文字认作实际完成情况，请核对"
_MOST = 6
_FEWEST = 3
"""Labels at the most where one that names no goal stands left of both goals."""
_LONGEST_LABEL = 12
_SCRAP = 5
_HALVES = (("goal_expected", ("目标",)), ("goal_actual", ("完成情况", "情况")))
"""What makes a word of the field of a short one beside the name of the block."""
_VALUES = {"goal_expected": "target", "goal_actual": "actual"}
_GOALS = {value: goal for goal, value in _VALUES.items()}
_EDGE = frozenset("年度总体绩效目标")
"""Characters of the label down the left edge, which may be broken into scraps."""


def is_header(row: list[Item]) -> bool:
    """Whether a row names the expected goal, what was reached, or both."""
    if any(item.means.goal for item in row):
        return len(row) <= _MOST
    return _is_only_goal(row)


def are_labels(row: list[Item]) -> bool:
    """Whether a row holds nothing but labels, those of the goals among them: 绩效目标 | 设定目标 | 自评结果."""
    named = [item for item in row if item.means.goal or item.means.block]
    return len(named) > 1 and all(item.means.is_label and is_word(item.text) for item in row)


def apart(row: list[Item]) -> list[Item]:
    """The row with cells such as 预期目标：更换路灯 taken apart into label and text; the same list where none is."""
    pieces = [piece for item in row for piece in _labelled(item)]
    return pieces if len(pieces) > len(row) else row


def with_halves(row: list[Item]) -> list[Item]:
    """The row with two short words behind the name of the block taken for its labels: 年度总体目标 | 预期 | 实际.

    Behind a name that reaches down to the texts, or that of the years, one of them suffices: 绩效目标 | 申报内容 |
    年末实现.
    """
    first, *halves = row
    if len(halves) != len(_HALVES) or not (first.means.block or first.means.goal or names_years(first)):
        return row
    fits = [_is_half(item, field, ends) for item, (field, ends) in zip(halves, _HALVES, strict=True)]
    is_over = (first.cell.rows > 1 or names_years(first)) and not any(_is_text(item) for item in halves)
    if not all(fits) and not (is_over and any(fits)):
        return row
    return [
        first,
        *(replace(item, means=replace(NOTHING, goal=field)) for item, (field, _) in zip(halves, _HALVES, strict=True)),
    ]


def _is_half(item: Item, field: str, ends: tuple[str, ...]) -> bool:
    """Whether a word is the label of one of the goals, by itself or with its end (预期), or of a value (目标值)."""
    whole = [meaning(item.text + end) for end in ends if len(item.text) <= _SCRAP and not item.means.goal]
    return item.means.goal == field or any(means.goal == field for means in whole) or names_value(item, field)


def names_value(item: Item, field: str) -> bool:
    """Whether a label that means a column of the tree says which goal stands beside or below it: 目标值, 完成值."""
    return (value_word(item.text) or item.means.column) == _VALUES[field] and not item.means.goal


def with_value(row: list[Item]) -> list[Item]:
    """The row with a short label behind the name of the block taken for that of the text behind it.

    年度总体目标 | 目标值 | 修复路段12处。项目目标 | 预期 | 修复路段12处。
    """
    names = (row[0].means.block or row[0].means.goal) and is_word(row[0].text)
    if len(row) != _FEWEST or not names or row[1].means.goal or row[2].means.is_label:
        return row
    field = next((field for field, ends in _HALVES if _is_half(row[1], field, ends)), None)
    return row if field is None else [row[0], replace(row[1], means=replace(NOTHING, goal=field)), row[2]]


def beside_values(row: list[Item]) -> list[Item]:
    """The row with two short words before a text each taken for the labels of the goals: 目标 | … | 完成 | …

    One before a sentence in a row of its own, too.
    """
    if not row or _goal_of(row[0]) is None or any(item.means.is_label or is_amount(item.text) for item in row[1::2]):
        return row
    fields = [_goal_of(item) for item in row[::2]]
    if fields != [*_VALUES] and not (len(row) == len(_VALUES) and fields[0] and _is_text(row[1])):
        return row
    labels = [replace(item, means=replace(NOTHING, goal=field)) for item, field in zip(row[::2], fields, strict=True)]
    return [item for pair in zip(labels, row[1::2], strict=True) for item in pair]


def _goal_of(item: Item) -> str | None:
    """The goal that a short word names before a text: 目标, 完成."""
    return _GOALS.get(value_word(item.text) or "")


def _labelled(item: Item) -> list[Item]:
    has_colon = ":" in item.cell.text or "：" in item.cell.text
    match = _LABELLED.match(item.cell.text) if has_colon and not item.means.is_label else None
    if match is None:
        return [item]
    label = printed(match[1])
    means = _of_label(label)
    if means.goal is None:
        return [item]
    return [replace(item, text=label, means=means), replace(item, text=printed(match[2]), means=NOTHING)]


def _of_label(label: str) -> Meaning:
    """What a label before a colon means, if it is that of a goal, or the short word for one: 预期：, 实际：."""
    if len(label) < _FEWEST:
        return replace(NOTHING, goal=_GOALS.get(value_word(label) or ""))
    return meaning(label) if is_word(label) and meaning(label).goal else NOTHING


def names_years(item: Item) -> bool:
    """Whether a label is that of the years in a list of goals, one a year: 财年."""
    return key(item.text) in words().form.year_columns


def is_year(item: Item) -> bool:
    """Whether a cell is the year of a row of such a list."""
    return _YEAR.match(item.text) is not None


def _is_text(item: Item) -> bool:
    """Whether a cell of a header is long or ends like a sentence: no label."""
    return len(item.text) > _LONGEST_LABEL or item.text.endswith(("。", "；", ";"))


def is_result(label: Item, text: Item) -> bool:
    """Whether a label of no other part, as one of what was reached ends, stands before a text: 实施效果."""
    is_free = not replace(label.means, level1=False).is_label  # 实施效果 may be a level elsewhere
    return is_free and label.text.endswith(words().form.result_ends) and _is_text(text)


def _are_labels(header: list[Item]) -> bool:
    """Whether a row names both goals and holds no text of either: no long one, and no short one behind each label."""
    behind = [after for item, after in pairwise(header) if item.means.goal]
    has_texts = header[-1].means.goal is None and not any(after.means.is_label for after in behind)
    has_both = len({item.means.goal for item in header} - {None}) > 1
    return has_both and not has_texts and not any(_is_text(item) for item in header)


def _is_only_goal(row: list[Item]) -> bool:
    """年度绩效目标 with its text beside it: a form that asks for no more."""
    if len(row) != 2 or row[0].means.goal == "goal_actual" or row[1].means.is_label:
        return False
    return row[0].means.block and key(row[0].text).endswith("目标")


def _without_edge(header: list[Item]) -> list[Item]:
    """The header without the name of the block at its left, though that may be the name of a goal elsewhere."""
    if len(header) > _FEWEST and header[0].means.block and not header[0].means.goal:
        header = header[1:]  # 项目基本情况 | 项目年度目标完成情况 | 项目年度目标 | 年度目标完成情况
    first = header[0]
    named = [item for item in header[1:] if item.means.goal]
    if not first.means.goal or not named:
        return header
    if not first.means.block:  # 目标完成情况 | 预期目标 | 完成情况
        is_over = first.means.goal == "goal_actual" and named[0].means.goal == "goal_expected"
        is_over |= [item.means.goal for item in header] == [first.means.goal] * 2 + [None]  # 项目目标 | 预期 | …
        return header[1:] if first.cell.rows > 1 or is_over else header
    if len({item.means.goal for item in named}) > 1 and not _is_text(header[1]):
        return header[1:]  # 年度目标 | 建设内容 | 计划目标 | 实际完成
    if not header[1].means.is_label and header[1].cell.column == first.end:
        return header  # the label of the text beside it, which goes on below
    if first.cell.rows > 1 or len(named) > 1 or first.means.goal in {item.means.goal for item in named}:
        return header[1:]
    return header


def _is_caption(row: list[Item]) -> bool:
    """Whether a row is a label of money, or a title over the tree that follows: 绩效指标完成情况 | 自评情况."""
    first = row[0]
    if len(row) == 1 and first.means.fund_column is not None and is_word(first.text):
        return True
    is_title = first.means.block and is_word(first.text) and not set(first.text) <= _EDGE
    return is_title and not first.means.goal and len(row) > 1 and first.cell.rows == 1 and not any(map(_is_text, row))


class Goals:
    """Reads the rows below one header."""

    def __init__(self, draft: Draft, header: list[Item], row: TableRow) -> None:
        self.draft = draft
        self.aligned = row.aligned
        self.wide = row.wide
        self.at: dict[str, int] = {}
        self.labels: list[Item] = []
        self.further: list[Item] = []
        """Labels of columns that no field takes: the goal after adjustment, a reason."""
        self.moved = 0
        self.is_fresh = True
        """Whether nothing has been read below the header yet."""
        self.are_beside = False
        """Whether texts stand beside the labels, and not below them."""
        self.beside: Item | None = None
        """The text beside the label of the expected goal, where it is short."""
        self.numbers: int | None = None
        """The column of running numbers: 序号 | 绩效目标 | 完成情况."""
        self.years = next((item.column for item in header if names_years(item)), None)
        """The column of the years, where each has a row: 财年 | 目标 | 实际完成情况."""
        if self.years is not None:
            draft.set_aside("goal_expected")
        self.aside: Item | None = None
        """The label of another thing, alone in the row right above."""
        self.bottom = 0
        """The first row below the labels of the goals."""
        self.edge: Item | None = None
        """The label of a goal left of that which is read: the name of the block, or a goal of the whole term."""
        if _is_only_goal(header):
            self._take_only_goal(*header)
            return
        self.numbers = next((item.column for item in header if is_running(item.text)), None)
        named = _without_edge(header)
        self.edge = header[0] if header[0].means.goal and header[0] not in named else None
        self._read_header(named)
        draft.take(*(item for item in header if item.means.is_label))

    def _take_only_goal(self, label: Item, text: Item) -> None:
        """Take a goal with its text; of two that of the year is the form's, the one of the whole term is kept aside."""
        draft = self.draft
        draft.take(label)
        before = draft.form.labels.get("goal_expected", [""])[-1] if draft.form.goal_expected else None
        if before and of_term(label.text) and not of_term(before):
            draft.keep(text, key(label.text))
            return
        if before is not None:
            draft.set_aside("goal_expected")
        draft.name("goal_expected", label)
        draft.put("goal_expected", text)

    def _read_header(self, header: list[Item]) -> None:
        draft = self.draft
        are_labels = _are_labels(header)
        if are_labels and draft.form.goal_expected and draft.form.goal_actual is None:
            draft.set_aside("goal_expected")  # 年度履职目标 in a row of its own above 预期目标 | 实际完成情况
        for item, after in zip(header, [*header[1:], None], strict=True):
            field = item.means.goal
            if field is None or field in self.at:
                is_label = item.means.is_label or (are_labels and self.labels)
                if (is_label and not item.means.block) or field is not None:
                    self.further.append(item)
                continue
            self.at[field] = item.column
            self.labels.append(item)
            draft.name(field, item)
            if getattr(draft.form, field) is None:
                setattr(draft.form, field, "")
            if after is not None and not after.means.is_label and not are_labels:
                draft.add(field, after)
                self.is_fresh, self.are_beside = False, True
                self.beside = after if not _is_text(after) else None
        self._find_result()
        self.bottom = max((label.cell.row + label.cell.rows for label in self.labels), default=0)
        if self.at:
            first = min(self.at.values())
            self.further = [item for item in self.further if item.column > first or item.means.other]

    def _find_result(self) -> None:
        """The only label beside the expected goal is that of what was reached, whatever it is called: 自评结果."""
        first = self.at.get("goal_expected", 0)
        right = [item for item in self.further if item.column > first]
        beside = [item for item in right if not item.means.other and item.means.column != "reason"]
        if self.at.keys() == {"goal_expected"} and len(beside) == 1:
            self.at["goal_actual"] = beside[0].column
            self.labels.append(beside[0])
            self.further.remove(beside[0])
            if self.draft.form.goal_actual is None:
                self.draft.form.goal_actual = ""

    def _find_strange_result(self, row: list[Item]) -> None:
        """Take a short word read as the expected goal for the label of what was reached: a text stands below each."""
        word = self.beside if self.at.keys() == {"goal_expected"} else None
        self.beside = None
        texts = [item for item in row if not item.means.block]
        if word is None or len(texts) != len(_VALUES) or any(item.means.is_label for item in texts):
            return
        if texts[-1].column != word.column or not all(map(_is_text, texts)):
            return
        self.at["goal_actual"] = word.column
        self.is_fresh, self.are_beside = True, False
        self.draft.form.goal_expected = self.draft.form.goal_actual = ""
        self.draft.form.origins.pop("goal_expected", None)
        self.draft.doubt("goal_actual", _STRANGE_RESULT.format(label=word.text))

    def awaits(self, row: list[Item]) -> bool:
        """Whether a row holds the first texts, though they look like labels (全年完成培训情况)."""
        first = min(self.at.values(), default=0)
        named = [item for item in row if item.means.goal and not (item.means.block and item.column < first)]
        if not named and len(self.at) == 2 and len(row) > 1:
            return self.is_fresh
        are_texts = len({item.means.goal for item in named}) == 1 or not any(key(i.text) in goal_words() for i in named)
        return self.is_fresh and len(self.at) == 2 and are_texts and all(item.column >= first for item in named)

    def stand_below(self, row: TableRow) -> bool:
        """Whether a row of a table holds texts right below the labels of both goals, whatever the texts are.

        One text alone, the other being empty, is as wide as its label.
        """
        if not (self.is_fresh and row.aligned and len(self.at) == 2 and 0 < len(row.items) <= 2):
            return False
        if any(item.cell.row != self.bottom for item in row.items):
            return False
        columns = {label.column: label.columns for label in self.labels}
        if len(row.items) == 1:
            return columns.get(row.items[0].column) == row.items[0].columns
        return [item.column for item in row.items] == sorted(columns)

    def read(self, row: TableRow) -> None:
        """Take a row of the texts."""
        if self._is_other_year(row.items) or self._read_at_once(row):
            return
        numbers = [item for item in row.items if item.column == self.numbers and item.text.isdecimal()]
        self.draft.take(*numbers)
        found = [item for item in row.items if item not in numbers]
        if not found:
            return
        label = found[1] if found[0].means.block and len(found) > len(_VALUES) else found[0]
        if self._is_aside(label, found):
            return
        if _is_caption(found):
            self.draft.take(*found)
            return
        self._find_strange_result(found)
        if not self.is_fresh and len(found) > 1 and self._is_strange_row(found, row.wide):
            return
        if self.is_fresh:
            self._drop_edge(found)
        texts = [item for item in found if not self._is_edge(item, found) and not self._ends_label(item)]
        self.draft.take(*(item for item in found if item not in texts))
        self.labels = []
        if not texts or not self.at:
            return
        self.is_fresh = False
        texts = self._without_term(self._without_further(texts))
        if len(self.at) == 1:
            for item in texts:
                self.draft.add(next(iter(self.at)), item)
        elif len(texts) == 2 and not self.aligned:
            self.moved = self.at["goal_expected"] - texts[0].column
            self.draft.add("goal_expected", texts[0])
            self.draft.add("goal_actual", texts[1])
        else:
            for item in texts:
                self._nearest(item)

    def _is_aside(self, label: Item, row: list[Item]) -> bool:
        """Whether a row is none of the goals': a label of something else with its text, or alone over it."""
        if label.means.other and is_word(label.text):
            self.aside = label if len(row) == 1 else None
            return True
        if self.aside is None or len(row) > 1:
            return False
        self.draft.take(self.aside)
        self.draft.keep(row[0], key(self.aside.text))
        return True

    def _is_other_year(self, row: list[Item]) -> bool:
        """Whether a row holds the goals of another year, kept under that; the year of the form's own is taken."""
        if self.years is None or not is_year(row[0]):
            return False
        self.draft.take(row[0])
        year = self.draft.form.year
        if row[0].text.startswith(year) if year else self.is_fresh:
            row.pop(0)
            return False
        for item in row[1:]:
            below = max(self.at, key=lambda field: (self.at[field] < item.end, self.at[field]))
            label = self.draft.form.labels[below][-1]
            self.draft.keep(item, f"{row[0].text}·{key(label)}")
        return True

    def _read_at_once(self, row: TableRow) -> bool:
        """Take texts that stand right below the labels, or what was reached behind the label of a value: 完成值 | …"""
        found = row.items
        if self.are_beside and len(found) == len(_VALUES) and self._names_result(*found):
            self._read_header([replace(found[0], means=replace(NOTHING, goal="goal_actual")), found[1]])
            self.draft.take(found[0])
            return True
        if not self.stand_below(row):
            return False
        self.is_fresh, self.labels = False, []
        for item in found:
            self._nearest(item)
        return True

    def _names_result(self, label: Item, text: Item) -> bool:
        """Whether a label below that of the expected goal is that of what was reached: 完成值, 自评情况."""
        if names_value(label, "goal_actual"):
            return True
        is_new = "goal_actual" not in self.at and is_result(label, text)
        return is_new and label.column == self.at.get("goal_expected")

    def _drop_edge(self, texts: list[Item]) -> None:
        """Let go of a first label that is the name of the block: the texts begin below the second label."""
        further = [item for item in self.further if item.means.goal == "goal_expected"]
        first = self.at.get("goal_expected")
        if first is None or not further or texts[0].column < further[0].column or len(texts) > len(self.further) + 1:
            return
        self.at["goal_expected"] = further[0].column
        self.further.remove(further[0])

    def _without_further(self, texts: list[Item]) -> list[Item]:
        """The texts that belong to a goal; those below further columns are kept under their labels."""
        if not self.further:
            return texts
        columns = sorted([*((at, "") for at in self.at.values()), *((i.column, key(i.text)) for i in self.further)])
        if not self.aligned and len(texts) == len(columns):
            labels = [label for _, label in columns]
        else:
            labels = [max((c for c in columns if c[0] < item.end), default=columns[0])[1] for item in texts]
        for item, label in zip(texts, labels, strict=True):
            if label:
                self.draft.keep(item, label)
        return [item for item, label in zip(texts, labels, strict=True) if not label]

    def _without_term(self, texts: list[Item]) -> list[Item]:
        """The texts without that of the whole term, right below its label beside one below that of the year."""
        below = [item.column for item in texts]
        if self.edge is None or not of_term(self.edge.text) or not all(map(_is_text, texts)):
            return texts
        if below != [self.edge.column, *self.at.values()]:
            return texts
        self.draft.keep(texts[0], key(self.edge.text))
        return texts[1:]

    def flush(self) -> None:
        """Nothing is held back."""

    def _ends_label(self, item: Item) -> bool:
        """Whether a cell right below a label is no more than the end of it, torn off by a page (实际完成情 / 况)."""
        return any(
            label.column == item.column
            and key(label.text) not in goal_words()
            and key(label.text + item.text) in goal_words()
            for label in self.labels
        )

    def _nearest(self, item: Item) -> None:
        if self.aligned:
            first, second = sorted(self.at, key=self.at.__getitem__)
            self.draft.add(second if item.end > self.at[second] else first, item)
            return
        field = min(
            self.at, key=lambda f: min(abs(self.at[f] - item.column), abs(self.at[f] - item.column - self.moved))
        )
        self.draft.add(field, item)
        if item.column != self.at[field]:
            self.draft.doubt(field, _GUESSED)

    def _is_strange_row(self, row: list[Item], wide: int) -> bool:
        """Whether a row has a name of its own: its first cell stands left of the texts, or the next below no label."""
        first, second = row[:2]
        if first.means.block or (len(first.text) <= _SCRAP and set(first.text) <= _EDGE):
            return False
        left = min(self.at.values(), default=0)
        if self.are_beside and first.column <= left:
            return True
        if not (self.aligned or wide == self.wide):  # where each row has all its cells, they stand in their places
            return False
        columns = {*self.at.values(), *(item.column for item in self.further)}
        return first.end <= left or (first.column == left and second.column not in columns)

    def _is_edge(self, item: Item, row: list[Item]) -> bool:
        """The label down the left edge, or a scrap of it: 年, 度, 总体 …"""
        if any(label.column <= item.column < label.end for label in self.further):
            return False
        if self.are_beside and item.column <= min(self.at.values()) and item.means.block and is_word(item.text):
            return True
        if item.column >= min(self.at.values(), default=0):
            return not self.aligned and item.means.block and is_word(item.text)
        scrap = len(item.text) <= _SCRAP and set(item.text) <= _EDGE
        return item.means.block or (item.end <= min(self.at.values()) if self.aligned else scrap)

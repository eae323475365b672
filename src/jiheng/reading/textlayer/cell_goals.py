"""The goals of a form of which each cell has a line of its own: their labels, then a text for each."""

from collections.abc import Sequence
from functools import reduce
from itertools import pairwise, takewhile

import msgspec

from jiheng.expression import expression
from jiheng.form import LEVELS, POINTS, Block
from jiheng.reading.form import column_likelihood, goals
from jiheng.reading.form.numbering import is_running
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.labels import is_word, key, meaning, of_term
from jiheng.reading.tables.clean import printed
from jiheng.reading.textlayer.cell_money import MoneyLines
from jiheng.reading.textlayer.cell_stream import is_strange_label, joined
from jiheng.reading.textlayer.drawn_lines import Line

_NUMERALS = "一二三四五六七八九"
_NUMBERED = expression(rf"(?:目标)?[（(]?([{_NUMERALS}]|\d{{1,2}})[)）]?(?:[.、．:：](?!\d)|[^\W\d]{{1,6}}[:：])")
"""How a line of several begins: 目标1：, 2.,（二）、, 目标1完成情况：."""
_SENTENCE = ("。", "；", ";")
_MORE_TEXTS = "目标一行的文字比栏多，可能是格子里本来有空格，哪些归预期目标、哪些归完成情况请对照原件"
_PAIR = 2
_BY_YEAR = 3
_BY_VALUE = 5
"""Cells of both goals with their labels and the name of the block."""


class GoalLines(MoneyLines):
    """Takes the goals off the cells."""

    def __init__(self, lines: Sequence[Line], name: str) -> None:
        super().__init__(lines, name)
        self.wide = 0
        """The columns of the last goals."""

    def goals(self) -> bool:
        """Take the goals that begin here, if any do."""
        return (
            self._numbered_goals()
            or self._labelled_goals()
            or self._goals_by_value()
            or self._goals_in_turn()
            or self._result_below()
            or self._goals_by_year()
            or self._goals()
        )

    def _numbered_goals(self) -> bool:
        """Take goals in rows of their own, each with its number: 序号 | 绩效目标 | 完成情况 | 完成率, 1 | … | 2 | …"""
        labels = list(takewhile(lambda item: bool(item.text) and is_word(item.text), self.cells[self.at :]))
        first = next((n for n, item in enumerate(labels) if is_running(item.text)), len(labels))
        if not {"goal_expected", "goal_actual"} <= {item.means.goal for item in labels[first:]}:
            return False
        self.emit(list(enumerate(labels)))
        self.at += len(labels)
        number = 1
        while self.at < len(self.cells) and self.cells[self.at].text == str(number):
            number += 1
            row = self.cells[self.at : self.at + len(labels) - first]
            ends = (
                n for n in range(1, len(row)) if row[n].text == str(number) or (row[n].text and self.opens(self.at + n))
            )
            row = row[: next(ends, len(row))]
            self.emit([(first + n, item) for n, item in enumerate(row) if item.text])
            self.at += len(row)
        self.below_goals = self.at
        return True

    def _goals_by_value(self) -> bool:
        """Take goals that stand behind labels of values: 年度总体目标 | 目标值 | … | 完成值 | …"""
        beside = self.cells[self.at : self.at + 2 * _PAIR]
        if goals.beside_values(beside) is not beside:
            self.emit(list(enumerate(beside)))
            self.at += len(beside)
            self.wide, self.below_goals = _PAIR, self.at
            return True
        cells = self.cells[self.at : self.at + _BY_VALUE]
        if len(cells) < _BY_VALUE or goals.with_value(cells[:3])[1] is cells[1]:
            return False
        if not goals.names_value(cells[3], "goal_actual") or cells[4].means.is_label:
            return False
        self.emit(list(enumerate(cells[:3])), tall=1)
        self.emit([(1, cells[3]), (2, cells[4])])
        self.at += _BY_VALUE
        self.wide, self.below_goals = 3, self.at
        return True

    def _goals(self) -> bool:
        beside = self.cells[self.at : self.at + 3]
        named, end = goals.with_halves(beside), self.at
        if named is not beside:
            end += len(named)
            self.cells[self.at : end] = named
        while end < len(self.cells) and (self._names_goal(self.cells[end]) or self._leads_goals(end)):
            end += 1
        run = [item for item in self.cells[self.at : end] if item.text]
        named = [item for item in run if item.means.goal or _is_other_goal(item) or is_strange_label(item)]
        if not named and len(run) == 1 and key(run[0].text).endswith("目标"):
            named = run
        edges = [item for item in run if item not in named]
        if len(named) > 2 and named[0].means.goal == "goal_actual" and named[1].means.goal == "goal_expected":
            edges, named = [*edges, named[0]], named[1:]
        is_twice = len(named) > 1 and named[0].means.block and named[0].means.goal in {i.means.goal for i in named[1:]}
        is_twice = is_twice and not self._are_term_and_year(named, end)
        if is_twice or (len(named) == _PAIR and not edges and self._is_pair_of_goals(end)):
            edges, named = [*edges, named[0]], named[1:]
        if not named or end >= len(self.cells) or run[0].means.column in LEVELS:
            return False
        if len(named) > 2 and self._texts_below(end, len(named) - 1) == len(named) - 1:
            # the first is the name of the block
            edges, named = [*edges, named[0]], named[1:]
        if self._is_further_goal(end, len(named)) or (
            len(named) > 1 and is_word(self.cells[end].text) and self._is_beside_goals(end, len(named))
        ):
            named, end = [*named, self.cells[end]], end + 1
        before = len(edges)
        self.wide = before + max(len(named), 2)
        if len(named) == 1 and self._texts_below(end) == 1:
            self.emit([*enumerate(edges), (before, named[0]), (before + 1, self.cells[end])], tall=before)
            self.at = self.below_goals = end + 1
            return True
        self.emit([*enumerate(edges), *((before + n, item) for n, item in enumerate(named))], tall=before)
        self.at = end
        below = self._texts_below(end, len(named))
        self._doubt_more_texts(end + below, len(named))
        rows = _numbered_rows(self.cells[end : end + below], len(named)) or [self._whole_texts(below)]
        if len(rows) > 1 or len(rows[0]) == len(named):
            self._emit_texts(rows, before)
            self.at = self.below_goals = end + below
            return True
        while self.at < len(self.cells) and not self._ends_goals(end, self.at, len(named)):
            texts = self.cells[self.at : self.at + len(named)]
            ends = (n for n in range(1, len(texts)) if texts[n].text and self.opens(self.at + n))
            texts = texts[: next(ends, len(texts))]
            self.emit([(before + n, item) for n, item in enumerate(texts) if item.text])
            self.at += len(texts)
        self.below_goals = self.at
        return True

    def _doubt_more_texts(self, end: int, wide: int) -> None:
        """Say of the goals that a line of their texts has more words than they have labels."""
        if self.most_beside(self.at, end) > wide:
            self.doubts[len(self.rows) - 1] = (Block.GOALS.value, _MORE_TEXTS)

    def _emit_texts(self, rows: list[list[Item]], first: int) -> None:
        """Make rows of texts from a column on."""
        for row in rows:
            self.emit([(first + n, item) for n, item in enumerate(row)])

    def _goals_in_turn(self) -> bool:
        """Take the texts of what was reached that stand in turn with the further lines of the goal above.

        年度目标 | 目标1：… | 完成情况 | … , then 目标2：… | … below them.
        """
        label, above = self.cells[self.at], self.rows[-1] if self.rows else []
        texts = self.cells[self.at + 1 : self.at + 1 + self._texts_below(self.at + 1)]
        if label.means.goal != "goal_actual" or not is_word(label.text) or len(texts) % 2 == 0:
            return False
        if len(above) != _PAIR or meaning(printed(above[0].text)).goal != "goal_expected":
            return False
        own, further = texts[::2], texts[1::2]
        numbers = [_number(printed(above[1].text)), *(_number(item.text) for item in further)]
        if not further or numbers != list(range(1, len(numbers) + 1)):
            return False
        lines = "\n".join([above[1].text, *(item.cell.text for item in further)])
        above[1] = msgspec.structs.replace(above[1], text=lines)
        self.emit([(0, label), (1, reduce(joined, own))])
        self.at += 1 + len(texts)
        self.below_goals = self.at
        return True

    def _result_below(self) -> bool:
        """Take what was reached, right below the expected goal, behind a label that no list knows: 实施效果."""
        above = self.rows[-1][-_PAIR:] if self.at == self.below_goals else []
        pair = self.cells[self.at : self.at + _PAIR]
        is_below = len(above) == _PAIR and meaning(printed(above[0].text)).goal == "goal_expected"
        if not is_below or len(pair) < _PAIR or not goals.is_result(*pair):
            return False
        self.emit([(self.wide - _PAIR + n, item) for n, item in enumerate(pair)])
        self.at = self.below_goals = self.at + _PAIR
        return True

    def _goals_by_year(self) -> bool:
        """Take goals in rows of their own, one a year: 财年 | 目标 | 实际完成情况, 2023 | … | …"""
        header = self.cells[self.at : self.at + _BY_YEAR]
        if len(header) < _BY_YEAR or not goals.names_years(header[0]) or goals.with_halves(header) is header:
            return False
        self.emit(list(enumerate(header)))
        self.at += _BY_YEAR
        while self.at < len(self.cells) and goals.is_year(self.cells[self.at]):
            row = self.cells[self.at : self.at + _BY_YEAR]
            self.emit([(n, item) for n, item in enumerate(row) if item.text])
            self.at += len(row)
        self.below_goals = self.at
        return True

    def _whole_texts(self, below: int) -> list[Item]:
        """The texts as far as the next label, one whose number follows on that of the line above it as a part of that.

        目标1：… and 目标2：… are two lines of one cell where so there is a text for every label.
        """
        whole: list[Item] = []
        last = 0
        for item in self.cells[self.at : self.at + below]:
            number = _number(item.text)
            whole = [*whole[:-1], joined(whole[-1], item)] if number == last + 1 > 1 else [*whole, item]
            last = number
        return whole

    def _labelled_goals(self) -> bool:
        """Take two cells that hold the goals behind their labels, one after the other: 预期目标：…, 完成情况：…."""
        first = self.at
        while first < len(self.cells) and self.cells[first].text and self._names_goal(self.cells[first]):
            first += 1
        texts = self.cells[first : first + 2]
        labels = [found[0].means.goal for item in texts if len(found := goals.apart([item])) > 1]
        if labels != ["goal_expected", "goal_actual"]:
            return False
        self.emit(list(enumerate(self.cells[self.at : first + 2])))
        self.at = first + 2
        return True

    def _texts_below(self, place: int, least: int = 1) -> int:
        """How many cells stand before the next label; a strange name of a part ends no fewer than `least`."""
        end = place
        while end < len(self.cells) and not self._ends_goals(place, end, least):
            end += 1
        return end - place

    def _ends_goals(self, first: int, place: int, least: int) -> bool:
        """Whether another part stands here, below the goals whose first text is at `first`."""
        is_below = place - first >= least
        return self.opens(place) or (is_below and (self.is_strange_edge(place, is_below=True) or self._is_aside(place)))

    def _is_aside(self, place: int) -> bool:
        """Whether a text of its own stands below the goals, behind a label that no list knows: 组织实施情况."""
        above, (label, value) = self.cells[place - 1].text, (*self.cells[place : place + 2], None)[:2]
        if label is None or value is None or not (is_strange_label(label) and above.endswith(_SENTENCE)):
            return False
        return value.text.endswith(_SENTENCE) and (place + 2 == len(self.cells) or self.opens(place + 2))

    def _is_further_goal(self, place: int, goals: int) -> bool:
        """Whether a short word behind the labels of the goals is one more of them: the texts below come out even.

        自评结果 beside 设定目标 is that of what was reached; 总体完成率 beside both is a further one.
        """
        label, texts = self.cells[place], self._texts_below(place + 1)
        if goals == 1:
            is_result = label.means.head == "grade" or (place - self.at > 1 and is_strange_label(label))
            return is_result and texts == _PAIR
        return is_strange_label(label) and texts == goals + 1

    def _is_beside_goals(self, place: int, goals: int) -> bool:
        """Whether the label of the reasons stands behind those of the goals, or of points that the texts below have."""
        column, last = self.cells[place].means.column, self.cells[place + goals + 1 : place + goals + 2]
        has_points = bool(last) and column_likelihood.is_figure(last[0].text)
        return column == "reason" or (column in POINTS and has_points and self._texts_below(place + 1) == goals + 1)

    def _are_term_and_year(self, named: list[Item], place: int) -> bool:
        """Whether of two goals one is of the whole term, the other of the year, and a sentence stands below each."""
        texts = self.cells[place : place + _PAIR]
        are_texts = len(texts) == _PAIR == self._texts_below(place) and all(i.text.endswith(_SENTENCE) for i in texts)
        return are_texts and len(named) == _PAIR and of_term(named[0].text) and not of_term(named[1].text)

    def _is_pair_of_goals(self, place: int) -> bool:
        """Whether one text stands here, then the label of the other goal with its own: the first label is a name."""
        label = self.cells[place + 1].means.goal if place + _PAIR < len(self.cells) else None
        return label == "goal_actual" and self._texts_below(place) == 1 and is_word(self.cells[place + 1].text)

    def _leads_goals(self, place: int) -> bool:
        """Whether a short word behind the name of the block stands before the labels of both goals: 建设内容."""
        label, *after = self.cells[place : place + 3]
        if place != self.at + 1 or not is_strange_label(label) or len(after) < _PAIR:
            return False
        goal_labels = [item.means.goal for item in after if is_word(item.text)]
        return goal_labels == ["goal_expected", "goal_actual"] and self._texts_below(place + 3) == place + 2 - self.at

    @staticmethod
    def _names_goal(item: Item) -> bool:
        return not item.text or (
            bool(item.means.goal or item.means.block or _is_other_goal(item)) and is_word(item.text)
        )


def _numbered_rows(texts: list[Item], wide: int) -> list[list[Item]]:
    """The rows of texts where each begins with both goals of one number: 目标1：… | 目标1：…, 目标2：… | 目标2：…"""
    numbers = [_number(item.text) for item in texts]
    starts = [n for n, pair in enumerate(pairwise(numbers)) if pair[0] == pair[1] > 0]
    rows = [texts[start:end] for start, end in pairwise([*starts, len(texts)])]
    is_whole = starts[:1] == [0] and [numbers[n] for n in starts] == [*range(1, len(starts) + 1)]
    return rows if is_whole and len(rows) > 1 and all(len(row) <= wide for row in rows) else []


def _number(text: str) -> int:
    """The number that a line begins with, 0 where it has none."""
    match = _NUMBERED.match(text)
    if match is None:
        return 0
    return int(match[1]) if match[1].isdecimal() else _NUMERALS.index(match[1]) + 1


def _is_other_goal(item: Item) -> bool:
    """Whether a label names a goal that the record of a self-evaluation does not have: 中期目标."""
    return item.means.other and key(item.text).endswith("目标")

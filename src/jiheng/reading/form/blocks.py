"""The blocks of a form: which row begins one, and what is done with the row that does.

`_BLOCKS` holds them in the order in which a row is offered to them. No line number, column count or
name of a bureau decides anything: a row is what its labels say it is.
"""

from collections.abc import Callable
from functools import cache

import msgspec

from jiheng.reading.form import (
    column_likelihood,
    fund_header,
    fund_pairs,
    funds,
    goals,
    head,
    management,
    summary,
    tail,
    totals,
    tree,
    tree_header,
)
from jiheng.reading.form.progress import Part, Progress
from jiheng.reading.form.rows import TableRow
from jiheng.reading.labels.labels import Sign, is_word

_NAMES_AMOUNT = Sign.AMOUNT | Sign.OVER | Sign.BLOCK | Sign.COLON


def _begins_summary(at: Progress, row: TableRow) -> bool:
    is_open = at.draft is not None and at.draft.form.project is not None and at.part < Part.DONE
    return not is_open and summary.is_header(row.items)


def _take_summary(at: Progress, row: TableRow) -> None:
    at.flush()
    block = summary.Summary(at.opened(), row.items)
    at.block, at.list, at.part = block, block, Part.TREE


def _begins_tree(at: Progress, row: TableRow) -> bool:
    return tree_header.is_header(row.items)


def take_tree(at: Progress, row: TableRow) -> None:
    """Begin the tree of indicators, or a further part of it, with its header."""
    draft = at.opened()
    _flush_all_but_tree(at)
    at.results |= tree_header.is_result(row.items)
    at.block = at.tree = tree.Tree(draft, row, at.tree)
    at.part = Part.TREE


def _flush_all_but_tree(at: Progress) -> None:
    if at.block is not None and at.block is not at.tree:
        at.block.flush()


def _begins_money(at: Progress, row: TableRow) -> bool:
    if at.part == Part.TREE and any(column_likelihood.is_figure(item.text) for item in row.items):
        return False  # an indicator of the execution: 预算执行 | 预算执行率 | 10 | 执行率×权重 | 9.7
    return fund_header.is_header(row.items) or (
        at.part in (Part.HEAD, Part.GOALS) and fund_header.are_sources(row.items)
    )


def _take_money(at: Progress, row: TableRow) -> None:
    draft = at.opened()
    at.flush()
    at.results |= any(fund_header.field_of(item, False) in ("executed", "rate") for item in row.items)
    at.block, at.part = funds.Money(draft, row), max(at.part, Part.MONEY)


def _begins_pairs(at: Progress, row: TableRow) -> bool:
    if at.part > Part.GOALS or not row.signs & Sign.FIGURE or not (at.amounts or row.signs & _NAMES_AMOUNT):
        return False
    if isinstance(at.block, funds.Money) and at.block.across(row.items) is not None:
        return False
    return fund_pairs.begins(row.items) or fund_pairs.repeats(row.items, at.amounts)


def _take_pairs(at: Progress, row: TableRow) -> None:
    draft = at.opened()
    at.flush()
    at.results |= any(item.means.fund_column in ("executed", "rate") for item in fund_pairs.apart(row.items))
    if fund_pairs.repeats(row.items, at.amounts):
        fund_pairs.read_parts(draft, row.items, at.amounts)
        return
    named = fund_pairs.fields(row.items)
    at.amounts = named if set(named) & set(at.amounts) else [*at.amounts, *named]
    fund_pairs.read(draft, row.items)
    rest = [item for item in row.items if id(item.cell) not in draft.taken]
    if at.part == Part.HEAD and head.begins(rest):  # 自评总分 | 97 | 执行率 | 100%
        head.read(draft, rest, row.cells)
    if isinstance(at.block, funds.Money):
        at.block.more(*fund_pairs.unnamed(row.items))


def _begins_head(at: Progress, row: TableRow) -> bool:
    if at.part == Part.HEAD:
        if not head.begins(row.items):
            return False
        return not (goals.is_header(row.items) and (not head.fields(row.items) or goals.are_labels(row.items)))
    if at.part in (Part.MONEY, Part.GOALS) and head.goes_on(row.items):
        return True
    if "project" in head.fields(row.items[:1]):
        return True
    if at.part < Part.TREE or not at.lead.has_title:
        return False
    found = head.fields(row.items)
    return "project" in found or bool(found & {"department", "unit"})


def _is_next(at: Progress, row: TableRow) -> bool:
    """Whether a head row begins a new form."""
    if at.draft is None or (at.part in (Part.MONEY, Part.GOALS) and head.goes_on(row.items)):
        return False
    if "project" in head.fields(row.items):
        return bool(at.draft.form.project) or at.part != Part.HEAD
    return at.part >= Part.TREE


def _take_head(at: Progress, row: TableRow) -> None:
    head.read(at.opened(), row.items, row.cells)


def _begins_management(at: Progress, row: TableRow) -> bool:
    if at.part > Part.GOALS or at.draft is None:
        return False
    is_below_money = isinstance(at.block, funds.Money) and bool(at.draft.form.funds or at.block.held)
    is_table = management.lists_records(row) or (is_below_money and management.begins_table(row))
    return is_table or management.is_header(row.items)


def _take_management(at: Progress, row: TableRow) -> None:
    at.flush()
    at.block = at.parts = management.Management(at.opened(), row)


def _ends_texts(at: Progress, row: TableRow) -> bool:
    """Whether rows of money follow those of text: the sums of a goal form below its goals or its tasks."""
    is_open = isinstance(at.block, (goals.Goals, management.Management)) and not awaits_goals(at, row)
    return is_open and fund_pairs.are_kinds(row.items)


def _end_texts(at: Progress, row: TableRow) -> None:
    """End the texts above; what the row holds is kept under its labels."""
    at.flush()
    at.block = None


def _begins_goals(at: Progress, row: TableRow) -> bool:
    if at.draft is None or at.part >= Part.TREE:
        return False
    found = goals.apart(row.items)
    if found is not row.items and isinstance(at.block, goals.Goals) and at.block.is_fresh:
        return False  # the texts below their labels
    return goals.is_header(found) and not awaits_goals(at, row)


def awaits_goals(at: Progress, row: TableRow) -> bool:
    """Whether a row that looks like a header of goals holds their first texts."""
    if not isinstance(at.block, goals.Goals):
        return False
    return at.block.stand_below(row) or (goals.is_header(row.items) and at.block.awaits(row.items))


def _take_goals(at: Progress, row: TableRow) -> None:
    at.flush()
    header = goals.with_value(goals.with_halves(goals.apart(row.items)))
    at.block, at.part = goals.Goals(at.opened(), header, row), Part.GOALS


def _begins_goal_between(at: Progress, row: TableRow) -> bool:
    """Whether a further goal with its text stands between two parts of the tree: 年度目标2：（30分）."""
    found = row.items
    if at.part != Part.TREE or at.draft is None or len(found) != 2:
        return False
    is_label = found[0].means.goal == "goal_expected" and is_word(found[0].text) and not found[0].means.level1
    return is_label and any(character.isdigit() for character in found[0].text) and not found[1].means.is_label


def _take_goal_between(at: Progress, row: TableRow) -> None:
    at.flush()
    draft = at.opened()
    draft.take(row.items[0])
    draft.add("goal_expected", row.items[1])


def _begins_total(at: Progress, row: TableRow) -> bool:
    if at.list is not None:
        return False
    if at.part < Part.TREE or at.draft is None:
        return False
    if isinstance(at.block, funds.Money) and row.items[0].means.fund_row:
        return False  # 合计 of the money that stands below the indicators
    return totals.label(head.apart(row.items) if row.signs & Sign.COLON else row.items) is not None


def _take_total(at: Progress, row: TableRow) -> None:
    at.flush()
    columns = at.tree.shape.at if at.tree is not None else {}
    totals.read(at.opened(), head.apart(row.items), row.cells, columns, row.aligned)
    at.part = Part.DONE


def _begins_tail(at: Progress, row: TableRow) -> bool:
    if at.part == Part.GOALS:
        return tail.is_lone(row.items)
    if at.part < Part.TREE or at.draft is None or at.ended:
        return False
    if not tail.begins(row.items):
        return False
    # A label without a text may be the end of a label of the header (及 / 改进措施), or a heading below the form.
    return len(head.apart(row.items)) > 1 or (at.part != Part.TREE and row.aligned)


def _take_tail(at: Progress, row: TableRow) -> None:
    at.flush()
    tail.read(at.opened(), row.items)


def _is_new_tree(at: Progress, row: TableRow) -> bool:
    return at.part == Part.DONE


def _is_new_list(at: Progress, row: TableRow) -> bool:
    return at.part != Part.HEAD


def _is_new_money(at: Progress, row: TableRow) -> bool:
    if at.part == Part.DONE and not at.lead.has_title and at.draft is not None:
        return bool(at.draft.form.funds)  # a form may print its money below the total
    return at.part == Part.DONE or (at.part == Part.TREE and at.lead.has_title)


class _Block(msgspec.Struct, frozen=True):
    """A block of a form: whether a row begins it, what it does with that row, and whether a new form begins too.

    `signs`: the row gives at least one of these, else the block need not look at it; 0 where it must look at each.
    """

    signs: int
    begins: Callable[[Progress, TableRow], bool]
    take: Callable[[Progress, TableRow], None]
    is_new: Callable[[Progress, TableRow], bool] | None = None


_BLOCKS = (
    _Block(Sign.HEAD, _begins_summary, _take_summary, _is_new_list),
    _Block(0, _begins_management, _take_management),
    _Block(Sign.MONEY | Sign.BLOCK | Sign.COLON, _begins_pairs, _take_pairs),
    _Block(Sign.FIGURE, _ends_texts, _end_texts),
    _Block(Sign.COLUMN, _begins_tree, take_tree, _is_new_tree),
    _Block(Sign.MONEY, _begins_money, _take_money, _is_new_money),
    _Block(Sign.HEAD | Sign.COLON, _begins_head, _take_head, _is_next),
    _Block(Sign.GOAL | Sign.BLOCK | Sign.COLON, _begins_goals, _take_goals),
    _Block(Sign.GOAL, _begins_goal_between, _take_goal_between),
    _Block(0, _begins_total, _take_total),
    _Block(Sign.HEAD | Sign.FOOT | Sign.COLON, _begins_tail, _take_tail),
)


@cache
def offered(signs: int) -> tuple[_Block, ...]:
    """The blocks that a row with such signs may begin."""
    return tuple(block for block in _BLOCKS if not block.signs or block.signs & signs)

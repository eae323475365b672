"""Labels of a header that no word explains, told by the figures below them: a score is no more than its weight.

A header row and the rows below it → the header in which such labels mean what their figures show, and which they are.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations, pairwise

import msgspec
from msgspec.structs import replace

from jiheng.expression import expression
from jiheng.form import AMOUNTS, FUND_FIELDS, INDICATOR_FIELDS, LEVELS, POINTS, Block
from jiheng.quantity.words import is_dash
from jiheng.reading.form import fund_header, totals, tree_header
from jiheng.reading.form.column_likelihood import is_amount, is_figure, is_sign
from jiheng.reading.form.numbering import is_running
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.labels import NOTHING, is_word, meaning, of_other_year

_COUNTED = expression(r"\d([^\d.]{1,6})$")
_DIGIT = expression(r"\d")
Told = tuple[Item, str]
"""A label with the field that its figures show."""
Figures = dict[int, Decimal]
"""The figures below a label, by row."""

Values = dict[str, Figures]
"""The figures of each field that is known."""

_GUESSED = "栏名“{label}”按下面各行的内容认作“{field}”，请核对"
_FEWEST = 2
"""Rows that show the points of a tree."""
_LEAST_SHARE = Decimal("0.4")
"""The part of a weight that is scored at the least, all in all: a factor, or a number of times, is no score."""
_LONGEST_UNIT = 6
_FULL, _LEAST_FULL = 100, 50
"""What the weights of all indicators may add up to."""
_CLOSE = Decimal("0.006")
"""How far a printed rate may be from the exact one."""


class Explained(msgspec.Struct, frozen=True):
    """A header in which each label means what its figures show, the block that it begins, and what was guessed."""

    header: list[Item]
    block: Block
    why: str


def explained(header: list[Item], rows: Sequence[list[Item]]) -> Explained | None:
    """The header with the meaning of the labels that only the figures below them tell; None where there are none."""
    columns = {item.means.column for item in header if item.means.column}
    are_known = not any(map(_is_strange, header))
    if are_known and (not columns or not columns.isdisjoint(LEVELS[:2])):
        return None
    is_tree = tree_header.is_header(header)
    if are_known and not is_tree:
        return None
    if is_tree:
        body = _indicators(rows)
        block, told = Block.INDICATORS, [*_levels(header, body), *_of_indicators(header, body)]
        found = {id(item): replace(NOTHING, column=field) for item, field in told}
        called = INDICATOR_FIELDS
    else:
        block, told = Block.FUNDS, _amounts(header, rows)
        found = {id(item): replace(NOTHING, fund_column=field or None, other=not field) for item, field in told}
        called = FUND_FIELDS
    if not told:
        return None
    why = "；".join(_GUESSED.format(label=item.text, field=called[field]) for item, field in told if field)
    return Explained([replace(item, means=found.get(id(item), item.means)) for item in header], block, why)


def _is_strange(item: Item) -> bool:
    """Whether no word explains a label: none is it to the letter, and it means no column."""
    means = item.means
    return not (means.column or means.fund_column or means.other or is_word(item.text))


def _below(header: list[Item], label: Item, rows: Sequence[list[Item]]) -> list[Item | None]:
    """The cell of each row below a label, as far as the next label."""
    ends = [item.column for item in header if item.column > label.column]
    end = min(ends, default=label.column + 500)
    return [next((item for item in row if label.column <= item.column < end), None) for row in rows]


def _figures(cells: Sequence[Item | None]) -> Figures | None:
    """The figures of a column; None where something else stands in it, or nothing."""
    found = {}
    for number, cell in enumerate(cells):
        if cell is None or is_dash(cell.text):
            continue
        text = cell.text.strip("¥￥元分%％").replace(",", "").replace("，", "")
        if not is_amount(cell.text) or not text.replace(".", "", 1).isdecimal():
            return None
        found[number] = Decimal(text)
    return found or None


# The indicators.


def _of_indicators(header: list[Item], body: Sequence[list[Item]]) -> list[Told]:
    """Comparator, target or result, weight or score, each where its cells tell it and no other label is it."""
    columns = tree_header.columns(header) if any(map(_is_strange, header)) else []
    known = {field: item for item, field in columns if not field.startswith("+")}
    free = [item for item, field in columns if field.startswith("+") and _is_strange(item)]
    free = [item for item in free if not of_other_year(item.text)]
    told = _points(header, body, known, free)
    free = [item for item in free if item not in [settled for settled, _ in told]]
    for item in free:
        cells = _below(header, item, body)
        if "property" not in known and _are_signs(cells):
            told.append((item, "property"))
            known["property"] = item
            continue
        if "unit" not in known and "target" in known and _are_units(cells, _below(header, known["target"], body)):
            told.append((item, "unit"))
            known["unit"] = item
            continue
        for field, other in (("actual", "target"), ("target", "actual")):
            beside = known.get(other)
            is_placed = beside is not None and (item.column > beside.column) == (field == "actual")
            is_open = is_placed and field not in known
            if is_open and beside is not None and _are_counted_alike(cells, _below(header, beside, body)):
                told.append((item, field))
                known[field] = item
    return told


def _levels(header: list[Item], body: Sequence[list[Item]]) -> list[Told]:
    """Levels and names, where all that may be names are called alike: 评价指标 | 评价内容 | 指标说明.

    The first columns of them hold words of the levels, the one behind them a name for each row.
    """
    names = [n for n, item in enumerate(header) if item.means.column in LEVELS]
    if told := _called_indicators(header, body):
        return told
    if not names or any(header[n].means.column != "l3" for n in names):
        return []
    if len(names) == 1 and names[0] + 1 < len(header) and _stand_over_names(header, names[0], body):
        return [(header[names[0]], LEVELS[0]), (header[names[0] + 1], LEVELS[-1])]
    behind = [n for n in range(names[-1] + 1, len(header)) if header[n].means.other and _hold_levels(header, n, body)]
    if len(names) == len(behind) == 1:  # 指标名称 | 指标类型
        return [(header[behind[0]], "l2")]
    end = first = names[0]
    while end < len(header) and header[end].means.column in (None, "l3") and _hold_levels(header, end, body):
        end += 1
    if end == first or end - first > len(LEVELS) - 1 or end == len(header):
        return []
    if header[end].means.column not in (None, "l3") or not _are_names(header, end, body):
        return []
    return list(zip(header[first : end + 1], LEVELS[first - end - 1 :], strict=True))


def _stand_over_names(header: list[Item], place: int, body: Sequence[list[Item]]) -> bool:
    """Whether cells below the only label of names stand over those beside them, as a merged or repeated cell does.

    评估内容 | 评估要点: 立项必要性（20分） over 政策依据 and 现实需求, each with its points.
    """
    over, names = (_below(header, label, body) for label in header[place : place + 2])
    points = [item for item in header if item.means.column in POINTS]
    scored = [all(_below([*header], item, [row])[0] is not None for item in points) for row in body]
    told = [cell.text for cell in over if cell is not None]
    is_shared = len(told) < len(body) or any(before == after for before, after in pairwise(told))
    is_further = header[place + 1].means.column is None and not header[place + 1].means.note
    is_further &= not _hold_levels(header, place, body)
    return is_further and is_shared and bool(told and points) and all(names) and all(scored)


def _called_indicators(header: list[Item], body: Sequence[list[Item]]) -> list[Told]:
    """Levels and names, one of them called nothing but 指标: 指标 | 指标内容, 指标 | 类型 | 目标值."""
    first = next((n for n, item in enumerate(header) if item.means.column in tree_header.VALUES), 0)
    before = [n for n in range(first) if not is_running(header[n].text)]
    if not any(tree_header.is_scrap(header[n].text) and not header[n].means.block for n in before):
        return []
    holding = [n for n in before if _hold_levels(header, n, body)]
    naming = [n for n in before if n not in holding and _are_names(header, n, body)]
    if len(naming) != 1 or len(holding) not in (1, 2) or len(before) != len(holding) + 1:
        return []
    levels = LEVELS[:2] if len(holding) > 1 else [_level_held(header, holding[0], body)]
    return [(header[naming[0]], LEVELS[-1]), *((header[n], level) for n, level in zip(holding, levels, strict=True))]


def _level_held(header: list[Item], place: int, body: Sequence[list[Item]]) -> str:
    """The level of the words below a label: the first where most may be of it."""
    cells = [cell for cell in _below(header, header[place], body) if cell]
    first = sum(cell.means.level1 for cell in cells)
    return LEVELS[0] if 2 * first > len(cells) else LEVELS[1]


def _are_names(header: list[Item], place: int, body: Sequence[list[Item]]) -> bool:
    """Whether each row has a name of its own below a label."""
    cells = [cell.text for cell in _below(header, header[place], body) if cell]
    return len(set(cells)) == len(cells) == len(body) > 0 and not any(map(is_amount, cells))


def _hold_levels(header: list[Item], place: int, body: Sequence[list[Item]]) -> bool:
    """Whether most cells below a label are words of the levels."""
    texts = [cell.text for cell in _below(header, header[place], body) if cell]
    words = [text for text in texts if (meaning(text).level1 or meaning(text).level2) and is_word(text)]
    return len(words) >= _FEWEST and 2 * len(words) > len(texts)


def _are_signs(cells: Sequence[Item | None]) -> bool:
    return len(cells) >= _FEWEST and all(cell is not None and is_sign(cell.text) for cell in cells)


def _are_units(cells: Sequence[Item | None], targets: Sequence[Item | None]) -> bool:
    """Whether short words without a figure stand beside targets that are bare figures: 万页, %, 月."""
    both = [(cell.text, target.text) for cell, target in zip(cells, targets, strict=True) if cell and target]
    counted = [unit for unit, target in both if is_figure(target)]
    are_words = all(len(unit) <= _LONGEST_UNIT and not _DIGIT.search(unit) and not is_dash(unit) for unit in counted)
    return are_words and len(counted) >= max(_FEWEST, 2 * len(cells) // 3) and len({*counted}) > 1


def _are_counted_alike(cells: Sequence[Item | None], beside: Sequence[Item | None]) -> bool:
    """Whether most values of two columns are counted in the same unit: ≥46公里 and 46.3公里."""
    both = [(cell.text, two.text) for cell, two in zip(cells, beside, strict=True) if cell and two]
    alike = [one == two or _unit(one) == _unit(two) != "" for one, two in both]
    return len(both) >= max(_FEWEST, len(cells) // 2 + 1) and sum(alike) > len(alike) // 2


def _unit(text: str) -> str:
    """What stands behind the figures of a value: 公里, %; empty where it has none."""
    match = _COUNTED.search(text)
    return match[1] if match is not None else ""


def _points(header: list[Item], body: Sequence[list[Item]], known: dict[str, Item], free: Sequence[Item]) -> list[Told]:
    """Weight or score, where one of them is called by an unknown word; or both, of two beside each other."""
    missing = [field for field in POINTS if field not in known]
    if len(missing) == len(POINTS):
        return _both_points(header, body, free)
    if not missing:
        return []
    [named] = [known[field] for field in POINTS if field in known]
    other = _figures(_below(header, named, body))
    for item in free if other is not None and len(other) >= _FEWEST else ():
        cells = _below(header, item, body)
        figures = _figures(cells)
        are_points = all(cell is None or is_figure(cell.text) or is_dash(cell.text) for cell in cells)
        if figures is None or other is None or not are_points:
            continue
        if _are_scores(figures, other) if missing == ["score"] else _are_scores(other, figures):
            return [(item, missing[0])]
    return []


def _both_points(header: list[Item], body: Sequence[list[Item]], free: Sequence[Item]) -> list[Told]:
    """Weight and score, both called by unknown words: figures in every row, the weights a hundred at the most."""
    for weight, score in pairwise(free):
        full, scored = (_figures(_below(header, item, body)) for item in (weight, score))
        if header.index(score) != header.index(weight) + 1 or full is None or scored is None:
            continue
        is_whole = len(full) == len(scored) == len(body) > _FEWEST
        if is_whole and _LEAST_FULL <= sum(full.values()) <= _FULL and _are_scores(scored, full):
            return [(weight, "weight"), (score, "score")]
    return []


def _indicators(rows: Sequence[list[Item]]) -> list[list[Item]]:
    """The rows as far as the total, or a row that belongs to no indicator."""
    found: list[list[Item]] = []
    for row in rows:
        if not row or totals.label(row) is not None:
            break
        found.append(row)
    return found


def _are_scores(figures: Figures, weights: Figures) -> bool:
    """Whether figures may be scores: in every row with a weight, none above it, and not far below all in all."""
    both = figures.keys() & weights.keys()
    if len(both) < max(_FEWEST, len(figures), len(weights) - 1):
        return False
    scored, full = sum((figures[n] for n in both), Decimal()), sum((weights[n] for n in both), Decimal())
    return all(figures[n] <= weights[n] for n in both) and _is_scored_of(scored, full)


def _is_scored_of(score: Decimal, weight: Decimal) -> bool:
    return _LEAST_SHARE * weight <= score <= weight


# The money.


def _amounts(header: list[Item], rows: Sequence[list[Item]]) -> list[Told]:
    """Amounts, rate, weight and score of the money that are called by unknown words."""
    body = _kinds_of_money(rows)
    if not body or not any(item.means.fund_column for item in header):
        return []
    over = header[0] if fund_header.first_is_block(header) else None
    known: dict[str, Item] = {}
    for item in header:
        field = fund_header.field_of(item, item is over)
        if field and _figures(_below(header, item, body)) is not None:
            known.setdefault(field, item)
    if not known.keys() & set(AMOUNTS):
        return []
    values = {field: _figures(_below(header, item, body)) or {} for field, item in known.items()}
    if (whole := _whole_of(header, body, values)) is not None:
        return [(whole, "budget"), (known["budget"], "")]
    if (spent := _spent_of(header, body, values)) is not None:
        return [(spent, "executed"), (known["executed"], "")]
    if any(item.means.fund_row for item in header[1:]):
        return []
    first = min(item.column for item in known.values())
    told: list[Told] = []
    for item in header:
        figures = _figures(_below(header, item, body))
        if not _is_strange(item) or figures is None or 0 not in figures or of_other_year(item.text):
            continue
        shares = any(cell is not None and cell.text[-1:] in "%％" for cell in _below(header, item, body))
        missing = [field for field in FUND_FIELDS if field not in values]
        field = next((f for f in missing if _fits(f, figures, values, shares, item.column < first)), None)
        if field is not None:
            values[field] = figures
            told.append((item, field))
    return told or _executed_and_rate(header, body, values)


def _executed_and_rate(header: list[Item], body: Sequence[list[Item]], values: Values) -> list[Told]:
    """What was executed and its rate, both called by unknown words, told by each other: 调整预算 | 已列支 | 比重%."""
    if "executed" in values or "rate" in values:
        return []
    budget = values.get("budget", values.get("initial", {}))
    free = [(item, _figures(_below(header, item, body))) for item in header if _is_strange(item)]
    for (item, executed), (label, rate) in combinations([amount for amount in free if amount[1]], 2):
        if executed and rate and len(executed) >= len(budget) and _rate_holds(executed, budget, rate):
            return [(item, "executed"), (label, "rate")]
    return []


def _whole_of(header: list[Item], body: Sequence[list[Item]], values: "Values") -> Item | None:
    """The strange label of the amount that the printed rates are of, where they are not of the budget.

    上年结转 | 当年安排 | 可用合计 | 当年支出 | 支出进度.
    """
    budget, executed = values.get("budget", {}), values.get("executed", {})
    rate = values.get("rate", {})
    if not budget or not rate or _rate_holds(executed, budget, rate):
        return None
    fitting = [
        item
        for item in header
        if (figures := _figures(_below(header, item, body))) and _rate_holds(executed, figures, rate)
    ]
    return fitting[0] if fitting and all(map(_is_strange, fitting)) else None


def _spent_of(header: list[Item], body: Sequence[list[Item]], values: "Values") -> Item | None:
    """The second label of what was spent, where the printed rates are of it, not of the first: 完成投资 | 支付资金."""
    budget, executed = values.get("budget", {}), values.get("executed", {})
    rate = values.get("rate", {})
    if not (budget and executed and rate) or _rate_holds(executed, budget, rate):
        return None
    again = [item for item in header if fund_header.field_of(item, False) == "executed"]
    fitting = [item for item in again if _rate_holds(_figures(_below(header, item, body)) or {}, budget, rate)]
    return fitting[0] if len(fitting) == 1 else None


def _kinds_of_money(rows: Sequence[list[Item]]) -> list[list[Item]]:
    """The rows below a header of money that have a name and amounts, or the only one, which has no name."""
    found: list[list[Item]] = []
    for row in rows:
        if not found and len(row) >= _FEWEST and all(is_amount(item.text) for item in row):
            return [row]
        names = [item for item in row if item.means.fund_row and not is_amount(item.text)]
        if not names or not any(is_amount(item.text) for item in row):
            break
        found.append(row)
    return found


def _rate_holds(executed: Figures, budget: Figures, rate: Figures) -> bool:
    """Whether the rates that are printed are what was executed of the budget: one among several may be wrong."""
    rows = [n for n in executed.keys() & budget.keys() & rate.keys() if budget[n]]
    held = [n for n in rows if any(abs(executed[n] / budget[n] - rate[n] / scale) <= _CLOSE for scale in (1, 100))]
    return bool(rows) and len(held) >= min(len(rows), max(_FEWEST, len(rows) - 1))


def _fits(field: str, figures: Figures, values: Values, shares: bool, leads: bool) -> bool:
    """Whether figures may be those of a field; `shares`: with a %, `leads`: left of every known amount."""
    budget = values.get("budget", values.get("initial", {}))
    executed, rate = values.get("executed", {}), values.get("rate", {})
    match field:
        case "rate":
            return _rate_holds(executed, budget, figures)
        case "executed":
            return not shares and _rate_holds(figures, budget, rate)
        case "budget":
            return not shares and _rate_holds(executed, figures, rate)
        case "initial":
            return not shares and leads and bool(budget) and len(figures) >= len(budget)
        case _:
            return not (shares or leads) and _are_points_of_money(field, figures[0], values)


def _are_points_of_money(field: str, figure: Decimal, values: Values) -> bool:
    """Whether a figure may be the weight, a whole number, or the score of the execution beside the other of the two."""
    weight, score = values.get("weight", {}).get(0), values.get("score", {}).get(0)
    if field == "weight":
        return score is not None and figure == int(figure) and _is_scored_of(score, figure)
    return weight is not None and _is_scored_of(figure, weight)

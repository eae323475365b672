"""The funds block of a flowed form: rows by their labels, amounts by their number and meaning."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import combinations

import msgspec
from msgspec.structs import replace

from jiheng.expression import expression
from jiheng.form import FUND_FIELDS, POINTS, TOTAL_FUND
from jiheng.places.words import words
from jiheng.reading.textlayer.labels import FUND_COLUMNS, FUNDS
from jiheng.reading.textlayer.tokens import Gap, Piece, text_of

COLUMNS: tuple[str, ...] = tuple(FUND_FIELDS)
_RATE_FIRST = (*COLUMNS[:3], COLUMNS[4], COLUMNS[3], *COLUMNS[5:])
"""The order of the forms that print the rate before the points."""

_AMOUNT = expression(r"[-−+]?[\d,，.．]+(?:[%％]|万?元|万)?$|[—–\-－－一/\\]+$|无$|[*＊]+$")
_DASH = expression(r"[—–\-－/\\]+$")
_MONEY = expression(r"[（(](?:单位[:：])?万?元[)）]$")
_REFERENCE = expression(r"[（(][A-Z][/÷]?[A-Z]?[)）]$")
"""What a column is called in the formula of another: （B/A）."""
_TOTAL = TOTAL_FUND
_BLOCK = 4
"""Pieces that the label of the block is broken into at most."""
_PER_CENT = ("%", "％")
SURPLUS = "这一行的数比栏数多，多半有数折行断成了两截，各栏可能错位，请对照原件"
_UNSURE = "这一行的金额个数少于栏数，原文看不出空的是哪一栏，此处按通常的填法归栏"


class FundRow(msgspec.Struct):
    """A row of the funds block: its label as printed, its figures, and the cells by column."""

    kind: str
    label: str
    line: int
    figures: list[Piece] = msgspec.field(default_factory=list)
    cells: dict[str, str] = msgspec.field(default_factory=dict)
    doubt: str | None = None


def columns(header: Sequence[Piece]) -> tuple[str, ...]:
    """The columns of the block as its header says them; those of most forms where it is torn."""
    bare = (replace(piece, text=_REFERENCE.sub("", piece.text)) for piece in header[_after_label(header) :])
    header = [piece for piece in bare if piece.text]
    found: list[str] = []
    i = 0
    while i < len(header):
        match = FUND_COLUMNS.match(header, i)
        alone = FUND_COLUMNS.kind(header[i].text)
        if alone is not None and i + 1 < len(header) and FUND_COLUMNS.kind(header[i + 1].text) is not None:
            found.append(alone)  # 执行率 beside 得分, not 执行率得分
            i += 1
        elif match is not None:
            found.append(match.kind)
            i = match.end
        else:
            return COLUMNS
    is_whole = {"executed", "rate"} <= set(found) and len(set(found)) == len(found)
    return tuple(found) if is_whole else COLUMNS


def _after_label(header: Sequence[Piece]) -> int:
    """The place in a header behind the label of the block: 项目资金（万元）."""
    ends = range(min(_BLOCK, len(header)), 0, -1)
    return next((end for end in ends if _MONEY.sub("", text_of(header[:end])) in words().form.blocks), 0)


def read(
    pieces: Sequence[Piece], start: int, end: int, columns: tuple[str, ...] = COLUMNS
) -> tuple[list[FundRow], int]:
    """The rows from the first label at `start` on, and where the block ends, at the latest before `end`.

    A label may be torn around its figures (其中：当年财政 | 10 10 10 | 拨款), so a piece that
    goes on with the label of the row still belongs to it.
    """
    found: list[FundRow] = []
    i = start
    while i < end:
        text = pieces[i].text
        if found and _AMOUNT.match(text):
            found[-1].figures.append(pieces[i])
        elif found and text in _PER_CENT and found[-1].figures:  # a narrow column broke the rate before its sign
            figure = found[-1].figures[-1]
            found[-1].figures[-1] = replace(figure, text=figure.text + text)
        elif found and FUNDS.opens(found[-1].label + text):
            found[-1].label += text
        elif (FUNDS.opens(text) and text != "年") or FUNDS.match(pieces, i):
            found.append(FundRow("", text, pieces[i].line))
        elif found and (after := _after_block(pieces, i, end)):
            i = after
            continue
        else:
            break
        i += 1
    found = [row for row in found if _name(row)]
    for row in found:
        if columns == COLUMNS:
            _assign(row)
        else:
            _assign_to(row, columns)
    return found, i


def _after_block(pieces: Sequence[Piece], start: int, end: int) -> int:
    """The place after the label of the block, where it stands between two rows (项目资金（万元）); else 0."""
    text = ""
    for i in range(start, min(start + _BLOCK, end)):
        text += pieces[i].text
        if not any(label.startswith(text.partition("（")[0]) for label in words().form.blocks):
            return 0
        if i + 1 < end and FUNDS.match(pieces, i + 1):
            return i + 1
    return 0


def is_level(rows: Sequence[FundRow]) -> bool:
    """Whether the figures of a row stand on one line, as they do where lines are cut from a page by height."""
    gaps = [piece.gap for row in rows for piece in row.figures[1:]]
    return not gaps or gaps.count(Gap.SPACE) * 2 >= len(gaps)


def _name(row: FundRow) -> bool:
    row.kind = FUNDS.kind(row.label) or ""
    return bool(row.kind)


def _assign_to(row: FundRow, columns: Sequence[str]) -> None:
    """Give each figure its column where the form has others than most: those are not told by what they are."""
    tokens = [piece.text for piece in row.figures]
    row.cells = dict(zip(columns, tokens, strict=False))
    if len(tokens) != len(columns):
        row.doubt = _UNSURE


def _assign(row: FundRow) -> None:
    """Give each figure its column."""
    tokens, is_sure = _whole(row.figures)
    tokens = _with_rate(tokens)
    row.doubt = None if is_sure else SURPLUS
    if len(tokens) >= len(COLUMNS):
        names = _RATE_FIRST if _has_rate_first(tokens) else COLUMNS
        row.cells = dict(zip(names, tokens, strict=False))
        return
    amounts, tail = _tail(tokens, is_total=row.kind == _TOTAL)
    row.cells = dict.fromkeys(COLUMNS, "") | tail
    names = COLUMNS[:3]
    if len(amounts) == 2 and _agrees(amounts[0], amounts[1], tail.get("rate", "")):
        names = COLUMNS[1:3]
    elif amounts and len(amounts) < 3:
        row.doubt = _UNSURE
    row.cells |= dict(zip(names, amounts, strict=False))


def _with_rate(tokens: list[str]) -> list[str]:
    """The figures, a rate that is broken before its last digits (100.0 | 0%) put together where it then agrees."""
    at = next((i for i, token in enumerate(tokens) if token[-1] in "%％"), 0)
    if at < len(COLUMNS[:3]) or _agrees(tokens[at - 3], tokens[at - 2], tokens[at]):
        return tokens
    whole = tokens[at - 1] + tokens[at]
    return [*tokens[: at - 1], whole, *tokens[at + 1 :]] if _agrees(tokens[at - 3], tokens[at - 2], whole) else tokens


def _whole(figures: Sequence[Piece]) -> tuple[list[str], bool]:
    """The figures as texts, numbers broken over lines put together where there are too many; whether it is sure."""
    texts = [piece.text for piece in figures]
    surplus = len(texts) - len(COLUMNS)
    if surplus <= 0 or surplus > 4:
        return texts, surplus <= 0
    seams = [i for i in range(1, len(figures)) if figures[i].gap is not Gap.SPACE and not _DASH.match(texts[i])]
    best: list[str] | None = None
    for chosen in combinations(seams[:12], surplus):
        joined = [text for i, text in enumerate(texts) if i not in chosen]
        for seam in reversed(chosen):
            joined[seam - 1 - sum(1 for other in chosen if other < seam)] += texts[seam]
        share = next((text for text in joined if text[-1] in _PER_CENT), joined[4])
        if share is joined[4] and _agrees(joined[1], joined[2], share):
            return joined, True
        best = best or joined
    return best or texts, False


def _tail(tokens: Sequence[str], *, is_total: bool) -> tuple[list[str], dict[str, str]]:
    """Part the amounts from weight, rate and score at the end of a short row."""
    share = next((i for i, token in enumerate(tokens) if token[-1] in "%％"), None)
    if share:
        amounts = list(tokens[:share])
        if _has_no_weight(amounts, tokens[share], is_total=is_total):
            return amounts, dict(zip(COLUMNS[4:], tokens[share : share + 2], strict=False))
        return amounts[:-1], dict(zip(COLUMNS[3:], tokens[share - 1 : share + 2], strict=False))
    dash = next((i for i, token in enumerate(tokens) if _DASH.match(token)), None)
    if dash is not None and not is_total:
        rest = tokens[dash:]
        short = POINTS if len(rest) <= 2 else COLUMNS[3:]
        return list(tokens[:dash]), dict(zip(short, rest, strict=False))
    return list(tokens[:3]), dict(zip(POINTS, tokens[3:5], strict=False))


def _has_rate_first(tokens: Sequence[str]) -> bool:
    return tokens[3][-1] in "%％" and tokens[4][-1] not in "%％"


def _has_no_weight(amounts: Sequence[str], rate: str, *, is_total: bool) -> bool:
    """Whether the figures before the rate are all amounts: by what the rate is of. The total mostly has a weight."""
    if not 2 <= len(amounts) <= 3 or not _agrees(amounts[-2], amounts[-1], rate):
        return False
    return not (is_total and len(amounts) == 3 and _agrees(amounts[0], amounts[1], rate))


def _agrees(budget: str, executed: str, rate: str) -> bool:
    """Whether the rate is executed over budget, to a tenth of a percent."""
    try:
        whole, part = Decimal(budget.replace(",", "")), Decimal(executed.replace(",", ""))
        share = Decimal(rate.rstrip("%％"))
    except InvalidOperation:
        return False
    return whole != 0 and abs(part / whole * 100 - share) < Decimal("0.1")

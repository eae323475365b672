"""The wording for documents: the official sentence of a check filled in for one finding, and where it stands.

The sentence is a template beside the identity of the check. In braces stand `printed` and `expected` of the
finding; `field`, the label of its column; the cells of its row (`target`, `actual`, `weight`, `budget` …) and
`name` of an indicator; `project` and `year` of its form; of a finding over several forms their `count` and their
`projects`. A part in square brackets is left out when one of its words is missing; elsewhere a missing one
reads （空）.
"""

import re
from collections.abc import Iterable, Sequence

import msgspec

from jiheng.checks.catalogue import Check
from jiheng.checks.names import bare_name
from jiheng.checks.outcome import Finding
from jiheng.expression import expression
from jiheng.form import FORM, Block, Form, Place, describe, fund_rows, names, place_of, subject
from jiheng.quantity.words import short

_SLOT = expression(r"\{(\w+)\}")
_OPTIONAL = expression(r"\[([^\[\]]*)\]")
_QUOTED = 40
_NAMED = 3
_EMPTY = "（空）"

SLOTS = frozenset(
    (
        *("printed", "expected", "field", "name", "project", "year", "count", "projects"),
        *names(Block.FUNDS, Block.INDICATORS),
    )
)
"""Every word that a template may ask for."""


def official(check: Check, finding: Finding, forms: Sequence[Form]) -> str:
    """The sentence of a finding for documents. `forms` are those of the audit, or the finding's own alone.

    Cells are quoted with at most 40 characters.
    """
    words = _words(finding, forms)

    def filled(text: str, missing: str) -> str:
        return _SLOT.sub(lambda slot: words.get(slot[1]) or missing, text)

    def optional(part: re.Match[str]) -> str:
        return filled(part[1], "") if all(words.get(slot) for slot in _SLOT.findall(part[1])) else ""

    told, quoted = filled(_OPTIONAL.sub(optional, check.official), _EMPTY), f"“{words['printed']}”"
    rows = {place_of(place) for place in finding.places}
    return told.replace(quoted, f"{quoted}等", 1) if len(rows) > 1 and _one_column(rows) else told


def _one_column(places: Iterable[Place | None]) -> bool:
    """Whether these are cells of one column, of which only the first is quoted."""
    columns = {(place.block, place.field) if place and place.row is not None else None for place in places}
    return len(columns) == 1 and None not in columns


def general(check: Check) -> str:
    """What a check says of any form, without its full stop: the sentence where it needs no figures, else the title."""
    said = _OPTIONAL.sub("", check.official)
    return check.title if _SLOT.search(said) else said.removesuffix("。")


def example(check: Check, finding: Finding, form: Form, forms: Sequence[Form], *, alone: bool = False) -> str:
    """A finding as an example of its kind: the form, unless it is `alone`, the cells and what is wrong there."""
    name = "" if alone else f"“{subject(form) or form.source}”"
    where = "" if place_of(finding.place) == FORM else located(form, finding)
    return f"如{name}{where}：{official(check, finding, forms)}" if name or where else official(check, finding, forms)


def located(form: Form, finding: Finding) -> str:
    """The cells of a finding for documents; several of one column with their rows listed and the column once."""
    places = [place for text in finding.places if (place := place_of(text)) and place.block is not Block.FORM]
    first = place_of(finding.place)
    if first is None or first.row is None or len({(place.block, place.field) for place in places}) > 1:
        return describe(form, finding.place)
    label = f"·{first.declared.label}" if first.declared else ""
    more = f"等{len(places)}处" if len(places) > _NAMED else ""
    return (
        _BLOCK_NAMES.get(first.block, "")
        + "、".join(_row_name(form, there) for there in places[:_NAMED])
        + more
        + label
    )


_BLOCK_NAMES = {Block.FUNDS: "项目资金·", Block.INDICATORS: "绩效指标"}


def _row_name(form: Form, place: Place) -> str:
    """A row without the name of its block: 年度资金总额, 第3行「巡查次数」."""
    if place.block is Block.INDICATORS and isinstance(place.row, int) and place.row < len(form.indicators):
        row = form.indicators[place.row]
        name = bare_name(row.l3 or row.l2 or "")
        return f"第{place.row + 1}行" + (f"「{short(name)}」" if name else "")
    return str(place.row) if place.block is Block.FUNDS else describe(form, str(place.whole_row))


def _words(finding: Finding, forms: Sequence[Form]) -> dict[str, str]:
    """Slot → what it says of this finding; absent or "" where it says nothing."""
    words = {"printed": _quoted(finding.printed), "expected": _quoted(finding.expected)}
    at = finding.forms[0] if finding.forms else 0
    if at < len(forms):
        form = forms[at]
        words |= {"project": subject(form), "year": form.year or "", **_cells(form, place_of(finding.place))}
    known = [subject(forms[index]) for index in finding.forms if index < len(forms)]
    if known:
        words |= {"count": str(len(finding.forms)), "projects": _listed(known)}
    return words


def _cells(form: Form, place: Place | None) -> dict[str, str]:
    """The cells of the row that a place belongs to, and the label of its column."""
    if place is None:
        return {}
    words = {"field": place.declared.label} if place.declared else {}
    if place.block is Block.INDICATORS and isinstance(place.row, int) and place.row < len(form.indicators):
        row = form.indicators[place.row]
        words |= _texts(row)
        words["name"] = bare_name(row.l3 or row.l2 or "")
        words["target"] = _with_unit(row.target or "", row.unit or "", row.property or "")
    elif place.block is Block.FUNDS:
        fund = next((fund for key, fund in fund_rows(form) if key == place.row), None)
        words |= _texts(fund) if fund is not None else {}
    return words


def _texts(row: msgspec.Struct) -> dict[str, str]:
    return {name: _quoted(text) for name, text in msgspec.structs.asdict(row).items() if text}


def _with_unit(target: str, unit: str, sign: str) -> str:
    if not target:
        return ""
    return (sign if sign in ("≥", "≤", "＞", "＜") else "") + target + ("" if target.endswith(unit) else unit)


def _quoted(text: str) -> str:
    return short(text, _QUOTED)


def _listed(names: Sequence[str]) -> str:
    """“甲”“乙”“丙”等5个项目, each name once."""
    once = tuple(dict.fromkeys(name for name in names if name))
    more = f"等{len(names)}个项目" if len(once) > _NAMED else ""
    return "".join(f"“{short(name, _QUOTED)}”" for name in once[:_NAMED]) + more

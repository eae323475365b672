"""How the reports put things: figures, clean text, places and files in the officer's words."""

from decimal import Decimal
from pathlib import PurePath

import msgspec

from jiheng.column_letters import letters
from jiheng.expression import expression
from jiheng.form import NO_PROJECT, Form, Origin, describe, place_of, subject
from jiheng.quantity.words import points

UNSEEN = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
"""Characters that no reader can see and some files cannot hold: controls, surrogates, direction overrides."""


def clean(text: str | None) -> str:
    """The text with every unseen character shown as � (so that it is noticed, and no file breaks)."""
    if not text or text.isprintable():  # nothing unseen is printable
        return text or ""
    return UNSEEN.sub("�", text)


def span(low: Decimal | None, high: Decimal | None) -> str:
    """A range of scores: 24–30, one figure where both ends are equal, "" when unknown."""
    if low is None or high is None:
        return ""
    return points(low) if low == high else f"{points(low)}–{points(high)}"


def whereabouts(form: Form, place: str) -> str:
    """Where a cell stands in its file: 河道.docx 表2 第5行. Falls back to the form's source."""
    origin = form.origins.get(place)
    return clean(_origin(origin) or form.source) if origin else clean(form.source)


def position(form: Form, place: str) -> str:
    """Where a cell stands within its file: 表2 第5行第3列; "" where that is not known."""
    if origin := form.origins.get(place):
        return clean(" ".join(_position(origin)))
    row = _row_origin(form, place)
    return clean(" ".join(_position(row))) + ("起" if row.line is not None else "") if row else ""


def _row_origin(form: Form, place: str) -> Origin | None:
    """Where the row of a cell begins: of an empty cell some formats keep no place of its own."""
    cell = place_of(place)
    if cell is None or cell.row is None:
        return None
    own = (origin for text, origin in form.origins.items() if (at := place_of(text)) and at.in_row(cell))
    first = next(own, None)
    return first and msgspec.structs.replace(first, column=None)


def _origin(origin: Origin) -> str:
    return " ".join([*([PurePath(origin.file).name] if origin.file else []), *_position(origin)])


def _position(origin: Origin) -> list[str]:
    parts = []
    if origin.sheet:
        parts.append(f"工作表“{origin.sheet}”")
    if origin.page is not None:
        parts.append(f"第{origin.page}页")
    if origin.table is not None:
        parts.append(f"表{origin.table}")
    if origin.line is not None:
        parts.append(f"第{origin.line}行")
    elif origin.row is not None and origin.column is not None and origin.sheet:
        parts.append(f"{letters(origin.column)}{origin.row}")
    elif origin.row is not None:
        parts.append(f"第{origin.row}行" + (f"第{origin.column}列" if origin.column is not None else ""))
    return parts


def place_name(form: Form, place: str) -> str:
    """A place in the officer's words, cleaned."""
    return clean(describe(form, place))


def form_name(form: Form) -> str:
    """What to call a form: its project, or else where it came from."""
    return clean(subject(form) or form.source) or NO_PROJECT

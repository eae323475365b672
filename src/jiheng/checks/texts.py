"""All the text of a form at once, so that a check that looks for something rare need not walk every cell."""

from collections.abc import Iterator

import msgspec

from jiheng.checks.case import Case, once
from jiheng.form import HEAD_FIELDS


@once
def plain_texts(case: Case) -> tuple[str, ...]:
    """The text of every cell that has any, without its place."""
    form = case.form
    head = (getattr(form, field) for field in HEAD_FIELDS)
    foot = (*form.notes, *(one.text for one in form.others))
    return tuple(text for text in (*head, *_row_texts(case), *foot) if text)


def _row_texts(case: Case) -> Iterator[str | None]:
    for row in (*case.form.funds, *case.form.indicators):
        yield from msgspec.structs.astuple(row)


@once
def whole_text(case: Case) -> str:
    """Every cell of the form, one a line."""
    return "\n".join(plain_texts(case))

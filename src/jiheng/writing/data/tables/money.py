"""Amounts of a form in 元, and its execution rates."""

from decimal import Decimal

from jiheng.form import Cell, Form, Fund
from jiheng.quantity import money

_USUAL_UNIT = "万元"
"""The unit of a form that names none, as in scoring and checks."""


def yuan(form: Form, cell: Cell) -> Decimal | None:
    """The amount of a cell in 元, in its own unit or else the form's; None when blank or no amount."""
    return money(cell, form.money_unit or _USUAL_UNIT) if cell else None


def rate(form: Form, fund: Fund) -> Decimal | None:
    """Executed ÷ budget (1 = 100 %); None without both amounts, on a budget of 0 or below, or a negative sum."""
    budget, executed = yuan(form, fund.budget), yuan(form, fund.executed)
    if budget is None or executed is None or budget <= 0 or executed < 0:
        return None
    return executed / budget

"""Figures and blanks in words, and that no module rounds in a way of its own."""

import ast
import re
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources import modules

from jiheng.quantity.words import (
    brief,
    fixed,
    grouped,
    is_blank,
    is_empty,
    not_concerned,
    not_whole,
    percent,
    plain,
    points,
    rounded,
    rounding_as,
    says_nothing,
    wan,
)

FIGURES = st.decimals(-(10**12), 10**12, places=6)


@pytest.mark.parametrize(
    ("figure", "places", "text"),
    [("98.625", 2, "98.63"), ("-98.625", 2, "-98.63"), ("2.5", 0, "3"), ("9.345", 2, "9.35"), ("0.004", 2, "0.00")],
)
def test_halves_go_up(figure, places, text):
    assert str(rounded(Decimal(figure), places)) == text


def test_one_rate_is_one_text_everywhere():
    rate = Decimal("0.98625")
    assert percent(rate) == "98.63%"
    assert fixed(rate * 100) == "98.63"
    assert brief(rate * 100) == "98.63"
    assert grouped(Decimal("1234.565")) == "1,234.57"


def test_figures_are_written_as_people_do():
    assert [plain(Decimal(one)) for one in ("9.650", "10", "1E+3", "-0.0", "0E-7")] == ["9.65", "10", "1000", "0", "0"]
    assert points(None) == ""
    assert wan(Decimal("465000")) == "46.5 万元"


@given(FIGURES)
def test_a_plain_figure_reads_back(figure):
    assert Decimal(plain(figure)) == figure


@given(FIGURES, st.integers(0, 4))
def test_rounding_moves_by_half_a_step_at_most(figure, places):
    assert abs(rounded(figure, places) - figure) * 2 <= Decimal(1).scaleb(-places)


def test_nothing_empty_and_not_concerned_are_told_apart():
    assert is_blank(None) and not is_empty(None)
    assert all(is_empty(one) for one in ("", "-", "——", "/"))
    assert not is_blank("无") and says_nothing("无") and says_nothing("不涉及")
    assert not_concerned("不涉及") and not not_concerned("") and not not_concerned(None)


def _rounds_without_a_mode(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "quantize"):
        return False
    return len(node.args) < 2 and all(one.arg != "rounding" for one in node.keywords)


_DRAWING = (
    "writing/charts/",
    "writing/official/html.py",
    "writing/site/sheet.py",
    "writing/annotate/ofd.py",
    "writing/doubt_page.py",
    "writing/ofd_drawing.py",
    "web/dashboard/chart_html.py",
)
"""Coordinates, widths and colours of drawings, in floats."""


def _formats_decimals(node: ast.AST) -> bool:
    spec = node.format_spec if isinstance(node, ast.FormattedValue) else None
    texts = (
        [one.value for one in spec.values if isinstance(one, ast.Constant)] if isinstance(spec, ast.JoinedStr) else []
    )
    return any(str(text).rstrip().endswith("f") and "." in str(text) for text in texts)


def _may_round(text: str) -> bool:
    return "quantize" in text or re.search(r"\.\d*f\s*[\"'}]", text) is not None


def test_no_figure_is_rounded_without_saying_how():
    """`quantize` and `:.2f` round half to even unless told: 98.625 would be 98.62 here and 98.63 there."""
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules(_may_round).items()
        if not path.startswith(_DRAWING)
        for node in ast.walk(tree)
        if _rounds_without_a_mode(node) or _formats_decimals(node)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("1/3", "1/3", "1/3"), "占比四舍五入，合计 99.99%"),
        (("1/6", "1/6", "2/3"), "占比四舍五入，合计 100.01%"),
        (("1/4", "3/4"), ""),
        (("1/4", "1/4"), ""),
        ((), ""),
    ],
)
def test_shares_that_do_not_add_up_say_that_they_are_rounded(parts: tuple[str, ...], said: str) -> None:
    shares = [Decimal(one.split("/")[0]) / Decimal(one.split("/")[1]) for one in parts]
    assert not_whole([*shares, None]) == said


def test_a_rulebook_may_ask_for_half_to_even() -> None:
    exact = Decimal("98.625")
    assert (rounded(exact, 2), rounded(exact, 2, ROUND_HALF_EVEN)) == (Decimal("98.63"), Decimal("98.62"))
    assert percent(Decimal("0.98625"), mode=ROUND_HALF_EVEN) == "98.62%"


def test_what_is_being_worked_on_says_how_it_is_rounded() -> None:
    tie = Decimal("0.98625")
    with rounding_as(ROUND_HALF_EVEN):
        assert (percent(tie), brief(Decimal("9.865")), fixed(Decimal("0.125"))) == ("98.62%", "9.86", "0.12")
        with rounding_as(ROUND_HALF_UP):
            assert percent(tie) == "98.63%"
        assert percent(tie, mode=ROUND_HALF_UP) == "98.63%"
    assert percent(tie) == "98.63%"

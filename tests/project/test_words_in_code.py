"""The words of the field stand in the packs: no module lists words, but those that are no such words."""

import ast
import re
from collections.abc import Iterator

import pytest
from tests.sources import entries, modules

ROOMS = (
    *("form", "places", "reading", "scoring", "monitoring", "checks", "department", "opinion"),
    *("writing", "batch", "web", "cli"),
)
"""All rooms but quantity, which is the grammar of figures, signs and units."""
PAPER = "heads of a paper of our own, which stand there alone"
EXAMPLE = "an example to show the program by"
LISTS = {
    "batch/library_workbook.py": PAPER,
    "cli/advise.py": "colours of the national advices on a terminal; others have none",
    "cli/local/session.py": "names of files",
    "places/choose.py": "what names of places end with",
    "web/audit_admin/log_export.py": PAPER,
    "web/budget_advice/ledger.py": PAPER,
    "web/commissions/views.py": PAPER,
    "web/corrections/ledger.py": PAPER,
    "web/demo/seed.py": EXAMPLE,
    "web/demo/whole.py": EXAMPLE,
    "web/imports/figures.py": "units of money",
    "web/monitoring/outputs.py": PAPER,
    "web/planning/layout_sample.py": EXAMPLE,
    "web/verdicts/views.py": PAPER,
    "web/workflow/spot_check_workbook.py": PAPER,
    "writing/claims/rows.py": PAPER,
    "writing/markdown.py": PAPER,
    "writing/official/guidance.py": PAPER,
    "writing/report/figures.py": "the parts of an evaluation, by which report templates ask for their scores",
    "writing/report/paper.py": "fonts of official documents",
    "writing/rollup/workbook.py": PAPER,
    "writing/site/mask_numbers.py": "kinds of numbers that are masked",
    "writing/site/preview.py": PAPER,
    "writing/workbook/accepted.py": PAPER,
    "writing/workbook/overview.py": PAPER,
    "writing/workbook/tables.py": PAPER,
    "form/record.py": "names of rows of the record",
    "reading/formats/chinese_numerals.py": "the names of powers of ten",
    "reading/tables/radicals.py": "characters that look alike",
    "reading/scan/decide.py": "strokes that signs are taken for",
    "reading/form/own_record.py": "the words for this year",
    "reading/form/side_by_side.py": "pieces of labels, for a quick look at what needs a closer one",
    "monitoring/period.py": "numerals of quarters",
    "checks/cost_indicators.py": "powers of ten",
    "checks/evidence/other_unit.py": "powers of ten",
    "checks/facts.py": "yes and no",
    "department/accounts/rows.py": "units of money",
    "checks/targets/misplaced.py": "units of time",
    "checks/targets/payment_time.py": "units of time",
}
"""Modules with a list of Chinese words, and what these are."""
WORD = re.compile(r"[^，。；：、“”{}]{0,9}[一-鿿][^，。；：、“”{}]{0,9}")
FEWEST = 3


def _may_list(text: str) -> bool:
    return sum(WORD.fullmatch(entry) is not None for entry in entries(text)) >= FEWEST


def lists(tree: ast.Module) -> Iterator[int]:
    """The lines on which three words and more are listed; sentences for people are no words."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict):
            listed = node.keys if isinstance(node, ast.Dict) else node.elts
            texts = [one.value for one in listed if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            chinese = [text for text in texts if re.search("[一-鿿]", text)]
            if len(chinese) >= FEWEST and all(WORD.fullmatch(text) for text in chinese):
                yield node.lineno


@pytest.mark.parametrize(
    ("source", "is_list"),
    [
        ('ENDS = ("率", "数量", "情况")', True),
        ('ENDS = {"率": 1, "数量": 2, "情况": 3}', True),
        ('SAID = ("打不开，请另存", "请核对。", "没有“表”")', False),
        ('TWO = ("率", "数量")', False),
    ],
)
def test_a_list_of_words_is_told_from_sentences(source: str, is_list: bool) -> None:
    assert [*lists(ast.parse(source))] == [1] * is_list


def test_no_module_lists_words_of_the_field() -> None:
    found = {path for path, tree in modules(_may_list).items() if path.split("/")[0] in ROOMS and [*lists(tree)]}
    assert found == set(LISTS)

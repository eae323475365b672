"""The words of the field stand in the packs: no module lists words, but those that are no such words."""

import ast
import re
from collections.abc import Iterator

import pytest
from tests.sources import modules

ROOMS = ("form", "reading", "scoring", "monitoring", "checks", "department", "opinion")
LISTS = {
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
    found = {path for path, tree in modules().items() if path.split("/")[0] in ROOMS and [*lists(tree)]}
    assert found == set(LISTS)

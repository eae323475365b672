"""The words of the field stand in the packs: no module of this room lists words, but those that are no such words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import jiheng.reading

ROOM = Path(jiheng.reading.__file__).parent
LISTS = {
    "formats/chinese_numerals.py": "the names of powers of ten",
    "tables/radicals.py": "characters that look alike",
    "scan/decide.py": "strokes that signs are taken for",
    "form/own_record.py": "the words for this year",
    "form/side_by_side.py": "pieces of labels, for a quick look at what needs a closer one",
}
"""Modules with a list of Chinese words, and what these are."""
WORD = re.compile(r"[^，。；：、“”{}]{0,9}[一-鿿][^，。；：、“”{}]{0,9}")
FEWEST = 3


def lists(source: str) -> Iterator[int]:
    """The lines on which three words and more are listed; sentences for people are no words."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict):
            listed = node.keys if isinstance(node, ast.Dict) else node.elts
            texts = [one.value for one in listed if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            chinese = [text for text in texts if re.search("[一-鿿]", text)]
            if len(chinese) >= FEWEST and all(WORD.fullmatch(text) for text in chinese):
                yield node.lineno


def test_a_list_of_words_is_seen() -> None:
    assert [*lists('ENDS = ("率", "数量", "情况")')] == [1]
    assert [*lists('ENDS = {"率": 1, "数量": 2, "情况": 3}')] == [1]
    assert [*lists('SAID = ("打不开，请另存", "请核对。", "没有“表”")\nTWO = ("率", "数量")')] == []


def test_no_module_lists_words_of_the_field() -> None:
    modules = {str(path.relative_to(ROOM)): path.read_text("utf-8") for path in ROOM.rglob("*.py")}
    assert {name for name, source in modules.items() if [*lists(source)]} == set(LISTS)

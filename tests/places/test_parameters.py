"""Every parameter says what changing it does, and does it: code reads each rule and switch, and no citation."""

import ast
import re

import pytest
from tests.sources import modules

from jiheng.places import load
from jiheng.places.book import ParameterKind
from jiheng.places.loader import SWITCH_VALUES
from jiheng.places.sources import BASE

PARAMETERS = load(BASE).parameters


def _named_in(tree: ast.Module) -> tuple[set[str], set[str]]:
    """The texts that code holds, and patterns of those it puts together; citations of checks (`rules=`) left out."""
    rules = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "rules"]
    cited = {id(part) for value in rules for part in ast.walk(value)}
    texts, patterns = set(), set()
    for node in ast.walk(tree):
        if id(node) in cited:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = (re.escape(part.value) if isinstance(part, ast.Constant) else r"\w+" for part in node.values)
            patterns.add("".join(parts))
    return texts, patterns


@pytest.fixture(scope="module")
def read() -> set[str]:
    """Paths whose value code may read."""
    texts: set[str] = set()
    patterns: set[str] = set()
    starts = {f'"{path.partition(".")[0]}.' for path in PARAMETERS}  # of the texts that may be a path: few modules
    for tree in modules(lambda text: any(start in text for start in starts)).values():
        own, joined = _named_in(tree)
        texts |= own
        patterns |= {each for each in joined if re.match(r"[a-z]+\\\.", each)}
    return {path for path in PARAMETERS if path in texts or any(re.fullmatch(each, path) for each in patterns)}


def test_no_rule_or_switch_is_read_by_nobody(read: set[str]):
    unread = [path for path, one in PARAMETERS.items() if one.kind is not ParameterKind.CITATION and path not in read]
    assert unread == []


def test_a_switch_is_a_flag_and_a_citation_has_no_value():
    for path, parameter in PARAMETERS.items():
        is_switch = isinstance(parameter.value, bool) or parameter.choices == SWITCH_VALUES
        assert (parameter.kind is ParameterKind.SWITCH) == is_switch, path
        assert (parameter.kind is ParameterKind.CITATION) == (parameter.value == ""), path


def test_a_parameter_with_one_choice_is_no_choice():
    assert [path for path, parameter in PARAMETERS.items() if len(parameter.choices) == 1] == []


def test_the_text_that_people_read_below_a_score_names_no_value_as_it_is_written_in_a_file():
    shown = [(path, word) for path, one in PARAMETERS.items() for word in one.choices if word in one.text]
    assert shown == []

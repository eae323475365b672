"""Lists of field names and of their labels are queries of the table: no module writes one out by hand."""

import ast
from collections.abc import Iterator

import pytest
from tests.sources import entries, modules

from jiheng.form import FIELDS

TABLE = "form/fields.py"
NAMES = frozenset(text for field in FIELDS for text in (field.name, field.label))
LEAST = 3
"""So many names in one literal are a list of fields."""

COSTS = "what a cell of each column costs the search: figures of this search alone"
OWN_WORDS = "words of another thing that happen to be named like fields"
ALLOWED = {
    "department/accounts/vocabulary.py": "columns of accounts, by the names that mapping files of users write",
    "reading/form/column_likelihood.py": COSTS,
    "reading/textlayer/cell_rows.py": COSTS,
    "reading/textlayer/segmentation.py": COSTS,
    "web/auditlog/labels.py": OWN_WORDS,
    "writing/budget_advice.py": "figures of a year that the advice keeps, named in its JSON",
    "writing/form_json.py": "the head of an object of JSON, whose names and order are a contract",
    "writing/report/figures.py": "figures of a department that report templates ask for",
    "writing/report/framework_paper.py": "columns of the framework of an evaluation, which has records of its own",
}
"""Module → why one literal of it names fields by hand."""


def _text(node: ast.AST | None) -> str:
    """The string of a literal, or of the first part of a pair or call: ("l1", 12), Box("l1", …)."""
    if isinstance(node, ast.Tuple | ast.List) and node.elts:
        node = node.elts[0]
    elif isinstance(node, ast.Call) and node.args:
        node = node.args[0]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _entries(node: ast.AST) -> list[str]:
    match node:
        case ast.Tuple() | ast.List() | ast.Set():
            return [_text(entry) for entry in node.elts]
        case ast.Dict():
            return [_text(key) for key in node.keys]
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split")):
            return text.split()
    return []


def literals(tree: ast.Module) -> Iterator[tuple[int, list[str]]]:
    """Line and field names of every literal in some code that lists fields."""
    for node in ast.walk(tree):
        named = [text for text in _entries(node) if text in NAMES]
        if len(set(named)) >= LEAST:
            yield getattr(node, "lineno", 0), named


def _may_list(text: str) -> bool:
    return len(NAMES.intersection(entries(text))) >= LEAST or '".split()' in text


def test_no_module_lists_fields_by_hand() -> None:
    found = [
        f"{module}:{line}: {', '.join(named)}"
        for module, tree in modules(_may_list).items()
        if module != TABLE and module not in ALLOWED
        for line, named in literals(tree)
    ]
    assert not found, "\n".join(
        [
            "ask the table instead (jiheng.form: names, fields, LEVELS, POINTS, AMOUNTS …);",
            "words of another thing that are named alike go into ALLOWED with their reason:",
            *found,
        ]
    )


def test_what_is_allowed_is_still_there_and_stays_one_literal_a_module() -> None:
    counts = {module: len(list(literals(tree))) for module, tree in modules(_may_list).items() if module in ALLOWED}
    assert counts == dict.fromkeys(ALLOWED, 1)


@pytest.mark.parametrize(
    "code",
    [
        'x = ("l1", "l2", "weight")',
        'x = {"weight", "score", "reason", "other"}',
        'x = {"initial": 1, "budget": 2, "executed": 3}',
        'x = (("initial", "年初"), ("budget", "全年"), ("executed", "执行"))',
        'x = [Column("l1"), Column("l2"), Column("l3")]',
        'x = "l1 l2 l3".split()',
        'x = (Column("一级指标", 9), "分值", "得分")',
    ],
)
def test_every_way_to_write_a_list_is_seen(code: str) -> None:
    assert [len(named) for _, named in literals(ast.parse(code))] == [3]


@pytest.mark.parametrize(
    "code", ['x = ("l1", "l2")', "f(weight=1, score=2, reason=3)", 'x = ("weight", "weight", "a")']
)
def test_pairs_and_keywords_are_no_lists(code: str) -> None:
    assert not list(literals(ast.parse(code)))

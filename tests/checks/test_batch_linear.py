"""The work of the batch checks grows with the number of forms, not with its square."""

import copy
from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.checks import audit, similar
from jiheng.checks.similar import WINDOW, candidates, clause_keys, clusters, project_stem
from jiheng.form import Form
from jiheng.places import load

from .paper import base_form

key_lists = st.lists(st.lists(st.sampled_from("abcdef"), max_size=4, unique=True), max_size=40)


@given(key_lists)
def test_pairs_are_few_ordered_and_each_once(keys: list[list[str]]) -> None:
    pairs = list(candidates(keys))
    assert len(pairs) == len(set(pairs)) <= WINDOW * sum(map(len, keys))
    assert all(one < other and set(keys[one]) & set(keys[other]) for one, other in pairs)


@given(key_lists)
def test_neighbours_under_a_key_are_always_compared(keys: list[list[str]]) -> None:
    pairs = set(candidates(keys))
    for key in "abcdef":
        holders = [index for index, own in enumerate(keys) if key in own]
        assert pairs.issuperset(pairwise(holders))


@given(st.lists(st.integers(0, 3), max_size=20))
def test_clusters_are_the_classes_of_an_equivalence(values: list[int]) -> None:
    groups = clusters(len(values), iter(combinations(range(len(values)), 2)), lambda a, b: values[a] == values[b])
    assert sorted(map(tuple, groups)) == sorted(
        tuple(i for i, value in enumerate(values) if value == wanted)
        for wanted in set(values)
        if values.count(wanted) > 1
    )


def test_a_changed_word_leaves_a_common_key() -> None:
    text = "全年完成12条河道的保洁，打捞漂浮物386吨，岸坡整洁，沿河环境明显改善；汛期两次暂停作业。"
    assert set(clause_keys(text)) & set(clause_keys(text.replace("386", "402")))


@pytest.mark.parametrize("name", ["2023年河道保洁", "2022-2023年河道保洁", "河道保洁（2024年度）", "河道保洁"])
def test_years_do_not_make_another_project(name: str) -> None:
    assert project_stem(name) == "河道保洁"


def _alike_forms(count: int) -> list[Form]:
    """The worst case: every form has the same goals, indicators and department, and another name."""
    forms = []
    for index in range(count):
        form = copy.deepcopy(base_form())
        form.project = f"第{index}片区河道保洁"
        forms.append(form)
    return forms


def _comparisons(monkeypatch: pytest.MonkeyPatch, count: int) -> int:
    compared = 0
    original = similar.candidates

    def counted(keys: list[list[str]]) -> Iterator[tuple[int, int]]:
        nonlocal compared
        for pair in original(keys):
            compared += 1
            yield pair

    with monkeypatch.context() as patch:
        patch.setattr("jiheng.checks.batch.copied_text.candidates", counted)
        patch.setattr("jiheng.checks.batch.uneven_targets.candidates", counted)
        audited = audit(_alike_forms(count), book=load("mof-2020"), select={"B"})
    assert {finding.code for finding in audited.batch} >= {"B02", "B04"}
    return compared


def test_twice_the_forms_take_twice_the_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    once, twice = _comparisons(monkeypatch, 60), _comparisons(monkeypatch, 120)
    assert once < twice <= 2.2 * once

"""Which document a table is, by its title and by what it asks for."""

import re
from functools import cache, lru_cache

import msgspec

from jiheng.form import Form
from jiheng.form.kinds import PROJECT, WHOLE
from jiheng.places.sources import on_change
from jiheng.places.words import Patterns, either, patterns, words


class _Said(msgspec.Struct, frozen=True):
    """The words of the packs, ready to be asked."""

    titles: Patterns
    labels: Patterns
    self_evaluation: re.Pattern[str]
    policy_and_project: re.Pattern[str]


@cache
def _said() -> _Said:
    kinds = words().kinds
    return _Said(
        *(patterns(kinds.titles), patterns(kinds.labels)),
        *(either(kinds.self_evaluation), either(kinds.policy_and_project)),
    )


on_change(_said.cache_clear)

_PLANS = ("monitor", "goals", "exante", "framework", "summary")
"""Kinds of which a unit evaluates nothing by itself; a title that also says 自评 is none of them, save a list."""


_UNSCORED = ("ndrc", "transfer")
"""Kinds whose own form prints no points: one that prints scores and a total is a project's form."""


def of_title(title: str) -> str | None:
    """The kind that a title names, None where it says no more than that it is a self-evaluation."""
    said = _said()
    for kind, pattern in said.titles:
        if pattern.search(title) is None or (kind in _PLANS[:-1] and said.self_evaluation.search(title)):
            continue
        if kind == "policy" and said.policy_and_project.search(title):
            continue
        return kind
    return None


def of_form(form: Form, seen: set[str], has_results: bool) -> str:
    """The kind of a form; `seen` are labels of the form that tell it, `has_results` whether it asks for any."""
    named = of_title(form.title or "")
    if named == "monitor" or "forecast" in seen:
        return "monitor"
    if named in ("exante", "summary"):
        return named
    if not has_results:
        return "goals"
    is_scored = bool(form.total_score) and any(row.score and row.weight != "" for row in form.indicators)
    if named is not None and named != "goals" and not (is_scored and named in _UNSCORED):
        return named
    told = next((kind for kind in _UNSCORED if kind in seen), None)
    if told is not None and not is_scored:
        return told
    is_judged = all(row.target is None and row.actual is None for row in form.indicators)
    if form.indicators and is_judged and not _said().self_evaluation.search(form.title or ""):
        return "framework"
    return PROJECT


def names_whole(title: str | None) -> bool:
    """Whether a title speaks of a department as a whole, whatever the document is: 部门整体支出绩效目标申报表."""
    return bool(title) and any(kind == WHOLE and pattern.search(title or "") for kind, pattern in _said().titles)


def lacks_results(form: Form) -> bool:
    """Whether a form that its title calls a self-evaluation was read without any column of results."""
    return form.kind == "goals" and _said().self_evaluation.search(form.title or "") is not None


@lru_cache(maxsize=4096)
def tells(text: str) -> str | None:
    """What a label tells of the kind of its form: `forecast`, `transfer`, `ndrc`; None for most."""
    if len(text) > _LONGEST:
        return None
    return next((kind for kind, pattern in _said().labels if pattern.match(text)), None)


_LONGEST = 16
on_change(tells.cache_clear)

"""同一项目报了两张表

是什么
    同一单位、同一年度、名称相同的项目有两张自评表。内容不同的逐格列出（错误）；内容相同的为警告。

为什么
    一个项目一年只报一张。重复的表会使项目数和金额虚增，与决算对不上；两张表内容不同，还不知以哪张为准。

举例
    “河道日常保洁服务”2024 年有两张表，一张得分 96.5，一张得分 98。

怎么改
    核实后只留一张；确是两个项目的，在名称中区分。
"""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from unicodedata import normalize

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.names import folded
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.form import Form, cells, describe, encoded_cells, has_results, same_cells
from jiheng.quantity.words import short

CHECK = Check(
    code="B01",
    official="同一项目“{project}”报送了{count}张自评表。",
    severity=Severity.ERROR,
    rules=("checks.batch.one_form_each",),
    page=__doc__,
)

_SHOWN = 5
_CONTEXT = 4
"""So many characters before the first difference are shown."""


@CHECK.on_batch
def examine_batch(cases: Sequence[Case]) -> Outcome:
    """Group the forms by project, unit and year."""
    named = [case for case in cases if case.form.project]
    if len(named) < 2:
        return not_applicable("不足两张有项目名称的自评表")
    groups: dict[tuple[str, str, str], list[Case]] = {}
    for case in named:
        groups.setdefault(project_key(case.form), []).append(case)
    return judged([_finding(group) for group in groups.values() if len(group) > 1])


def project_key(form: Form) -> tuple[str, str, str]:
    """What a project is known by: its name, its unit and the year."""
    return folded(form.project or ""), folded(form.unit or form.department or ""), form.year or ""


def without_copies(cases: Sequence[Case]) -> list[Case]:
    """The cases, a form that came in twice taken once: what counts forms beside each other must not count it again.

    Goals are no copy of the form that tells what came of them.
    """
    return _different(_different(cases, encoded_cells), _content)  # most copies are copies to the letter


def _different(cases: Sequence[Case], content: Callable[[Form], Hashable]) -> list[Case]:
    """The cases without those of a project that another before them has with the same content."""
    keys = [(has_results(case.form.kind), *project_key(case.form)) for case in cases]
    counts = Counter(keys)
    seen: set[Hashable] = set()
    distinct = []
    for case, key in zip(cases, keys, strict=True):
        if case.form.project and counts[key] > 1:
            whole = (key, content(case.form))
            if whole in seen:
                continue
            seen.add(whole)
        distinct.append(case)
    return distinct


def _content(form: Form) -> frozenset[tuple[str, str]]:
    """What two forms without `differences` have in common: the filled cells, full-width and half-width signs alike."""
    return frozenset((place, normalize("NFKC", text)) for place, text in cells(form) if text)


def _finding(group: list[Case]) -> Finding:
    first = group[0].form
    others = [other.form for other in group[1:] if not same_cells(first, other.form)]
    texts = dict(cells(first)) if others else {}
    differing = [text for other in others for text in _differing(first, texts, other)]
    if differing:
        more = f"等 {len(differing)} 处" if len(differing) > _SHOWN else ""
        how = f"不同的地方：{'；'.join(differing[:_SHOWN])}{more}"
    else:
        how = "各表内容相同，也可能是同一份文件读入了两次"
    return CHECK.finding(
        "project",
        first.project,
        "",
        f"“{short(first.project or '')}”报了 {len(group)} 张表，{how}。",
        "核实后只留一张；确是两个项目的，在名称中区分。",
        severity=Severity.ERROR if differing else Severity.WARNING,
        forms=tuple(case.index for case in group),
    )


def differences(one: Form, other: Form) -> list[str]:
    """The cells in which two forms differ, full-width and half-width signs apart: where, and both texts."""
    return [] if same_cells(one, other) else _differing(one, dict(cells(one)), other)


def _differing(one: Form, ours: dict[str, str], other: Form) -> list[str]:
    theirs = dict(cells(other))
    differing = []
    for place in dict.fromkeys((*ours, *theirs)):
        mine, yours = ours.get(place, ""), theirs.get(place, "")
        if mine != yours and (mine := normalize("NFKC", mine)) != (yours := normalize("NFKC", yours)):
            where = describe(one if place in ours else other, place)
            start = max(0, _agreeing(mine, yours) - _CONTEXT)
            differing.append(f"{where}“{_from(mine, start)}”与“{_from(yours, start)}”")
    return differing


def _agreeing(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def _from(text: str, start: int) -> str:
    """The piece of a text in which it begins to differ."""
    return ("…" if start else "") + short(text[start:])

"""Which department and year a form belongs to, and what had to be assumed for it."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from jiheng.checks.names import folded
from jiheng.form import Form
from jiheng.places.short_names import full_names

Key = tuple[str, str]
"""The folded name of the department and the year; "" where nothing tells."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_CODE = re.compile(r"^[\d\-—－_.]+|[\[【(（][\d\-]+[\]】)）]")


def grouped(
    forms: Sequence[Form], department: str | None = None
) -> tuple[dict[Key, list[int]], dict[Key, str], list[str]]:
    """The forms (indexes) of each department and year, the name of each department, and what is to be said.

    A form that does not state its department or year follows the form before it in its file, else the
    next one there; where no form of the file states it, it stays without. A name that is short for
    exactly one other (海云水务局 of 海云市水务局) belongs to that. `department` puts them all in one.
    """
    departments = [department_key(form, department) for form in forms]
    years = [year_of(form) for form in forms]
    files = [form.source.partition("#")[0] for form in forms]
    notes = _joined(departments, forms)
    for label, known in (("主管部门", departments), ("年度", years)):
        missing = [index for index, value in enumerate(known) if not value]
        _follow(known, files)
        notes += [_assumed(label, missing, known, forms)] if missing else []
    groups: dict[Key, list[int]] = {}
    for index, key in enumerate(zip(departments, years, strict=True)):
        groups.setdefault(key, []).append(index)
    names = {key: department or _name(key, members, forms) for key, members in groups.items()}
    order = sorted(groups, key=lambda key: (key[0] == "", key))
    if len(groups) > 1:
        listed = "；".join(f"{names[key] or '（未写主管部门）'} {key[1] or '未写年度'}" for key in order)
        notes.insert(0, f"读到 {len(groups)} 组（主管部门、年度不同），分别汇总：{listed}。")
    return {key: groups[key] for key in order}, names, notes


def joined_names(printed: Sequence[str]) -> dict[str, str]:
    """Names of departments as printed with the full name that each stands for, itself where that is not told."""
    keys = {name: folded(_CODE.sub("", name)) for name in printed}
    best: dict[str, str] = {}
    for name in sorted(printed, key=lambda name: (len(name), name)):
        best.setdefault(keys[name], name)
    full = full_names(best)
    return {name: best[full.get(key, key)] for name, key in keys.items()}


def department_key(form: Form, department: str | None = None) -> str:
    """The department's name for comparison, without a code in front or in brackets (042 某局, 某局（042））.

    `department` goes before what the form says.
    """
    return folded(_CODE.sub("", department or form.department or ""))


def _joined(departments: list[str], forms: Sequence[Form]) -> list[str]:
    """Put every short name under the one it is short for, and say so."""
    names = dict.fromkeys(name for name in departments if name)
    full = full_names(names)
    notes = []
    for short, root in full.items():
        members = [index for index, name in enumerate(departments) if name == short]
        listed = forms[members[0]].department
        notes.append(f"主管部门“{listed}”（{len(members)} 张表）视为“{root}”的简称，并入该部门。")
    departments[:] = [full.get(name, name) for name in departments]
    return notes


def year_of(form: Form) -> str:
    """The year evaluated, four digits, "" where the form does not say."""
    match = _YEAR.search(form.year or "")
    return match[0] if match else ""


def _follow(known: list[str], files: Sequence[str]) -> None:
    """Fill every gap from the form before it in its file, then from the one behind."""
    for step in (range(1, len(known)), range(len(known) - 2, -1, -1)):
        neighbour: Callable[[int], int] = (lambda at: at - 1) if step.step > 0 else (lambda at: at + 1)
        for index in step:
            if not known[index] and files[index] == files[neighbour(index)]:
                known[index] = known[neighbour(index)]


def _assumed(label: str, missing: Sequence[int], known: Sequence[str], forms: Sequence[Form]) -> str:
    followed = [index for index in missing if known[index]]
    alone = [index for index in missing if not known[index]]
    parts = []
    if followed:
        parts.append(f"{len(followed)} 张表没有写{label}，随同一文件的其他表归组（{_sources(followed, forms)}）")
    if alone:
        parts.append(f"{len(alone)} 张表及所在文件都没有写{label}，单独归组（{_sources(alone, forms)}）")
    return "；".join(parts) + "。"


def _sources(indexes: Sequence[int], forms: Sequence[Form]) -> str:
    files = list(dict.fromkeys(forms[index].source.partition("#")[0] for index in indexes))
    return "、".join(files[:3]) + (f"等 {len(files)} 个文件" if len(files) > 3 else "")


def _name(key: Key, members: Sequence[int], forms: Sequence[Form]) -> str:
    """The department as most of its forms print it in full."""
    printed = [forms[index].department for index in members if department_key(forms[index]) == key[0]]
    counts = Counter(name for name in printed if name)
    return counts.most_common(1)[0][0] or "" if counts else ""

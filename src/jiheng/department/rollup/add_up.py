"""Forms added up: 涉密 ones set aside, doubles counted once, the rest audited and summed by department and year."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from jiheng.checks import AcceptedEntry, Audit, audit
from jiheng.checks.secret import is_secret, telling_name, veiled
from jiheng.department.rollup.duplicates import chosen_copy, double, same_projects
from jiheng.department.rollup.group import Members, group_of
from jiheng.department.rollup.grouping import Key, department_key, grouped, year_of
from jiheng.department.rollup.ledger import ledger
from jiheng.department.rollup.result import Added, Closing, Double, Given, Rollup
from jiheng.form import WHOLE, Form, Problem, kind_name
from jiheng.places import Book, choose_all
from jiheng.places.short_names import full_names
from jiheng.scoring.compiled import rounded_by


@dataclass(frozen=True, slots=True)
class SortedOut:
    """What counts: the open forms, the doubles among them, and a form of each 涉密 project.

    `whole` is how many forms of whole departments were set aside.
    """

    forms: list[Form]
    doubles: dict[int, Double]
    secret: list[Form]
    whole: int = 0


def add_up(
    forms: Sequence[Form],
    *,
    book: Book | None = None,
    given: Given | None = None,
    department: str | None = None,
    problems: Sequence[Problem] = (),
    accepted: Sequence[AcceptedEntry] = (),
    closings: Callable[[Audit], Mapping[int, Closing]] | None = None,
) -> Added:
    """The forms added up, a group a department and year; `book` None takes the fitting rulebook of each form.

    `department` puts every form under that department, whatever it says itself. The audit that comes with
    it is of the forms that count only, so that nothing of a 涉密 project gets into a finding of another.
    `closings` tells from that audit what the final accounts say of its forms (indexes); the rates use it.
    """
    books = [choice.book for choice in choose_all(forms)] if book is None else [book] * len(forms)
    with rounded_by(set(books)):
        return _added(forms, books, book, given or Given(), department, problems, accepted, closings)


def _added(
    forms: Sequence[Form],
    books: Sequence[Book],
    book: Book | None,
    given: Given,
    department: str | None,
    problems: Sequence[Problem],
    accepted: Sequence[AcceptedEntry],
    closings: Callable[[Audit], Mapping[int, Closing]] | None,
) -> Added:
    hidden = [is_secret(form, own) for form, own in zip(forms, books, strict=True)]
    files = {_file(form) for form, secret in zip(forms, hidden, strict=True) if secret}
    shown = tuple(dict.fromkeys(veiled(problem, files) for problem in problems))
    counting = sort_out(forms, books, hidden)
    audited = audit(counting.forms, book=book, accepted=accepted, problems=shown)
    keys, names, notes = grouped(counting.forms, department)
    at = {index: key for key, members in keys.items() for index in members}
    by_file = {_file(form): at[index] for index, form in enumerate(counting.forms)}
    secret = Counter(_home(form, by_file, keys, department) for form in counting.secret)
    closed = closings(audited) if closings else {}
    own = _meant(given, keys, names)
    groups = []
    for key, members in keys.items():
        doubles = [twice for index, twice in counting.doubles.items() if at[index] == key]
        about = Members(names[key], key[1], tuple(members), tuple(doubles), secret[key])
        groups.append(group_of(about, audited, given if key == own else Given(), closed))
    if given.says and len(groups) > 1:
        meant = next(group.name for group, key in zip(groups, keys, strict=True) if key == own)
        notes.append(f"所给的得分用于“{meant}”，其余各组不用。")
    said = (*notes, *_said(counting))
    rollup = Rollup(tuple(groups), len(counting.secret), said, shown, ledger=ledger(groups, audited))
    return Added(rollup, audited)


def sort_out(forms: Sequence[Form], books: Sequence[Book], hidden: Sequence[bool]) -> SortedOut:
    """Set aside what is 涉密, with every copy of it, and all but one form of every other project.

    The form of a whole department holds its projects: beside any of them it is set aside, too.
    """
    projects = [index for index, form in enumerate(forms) if form.kind != WHOLE]
    if 0 < len(projects) < len(forms):
        own = [forms[at] for at in projects], [books[at] for at in projects], [hidden[at] for at in projects]
        return replace(sort_out(*own), whole=len(forms) - len(projects))
    names = [telling_name(form, own) for form, own in zip(forms, books, strict=True)]
    clusters = same_projects(forms, names)
    clustered = {index for cluster in clusters for index in cluster}
    secret = [forms[index] for index, mark in enumerate(hidden) if mark and index not in clustered]
    aside = {index for index, mark in enumerate(hidden) if mark}
    doubles: dict[int, Double] = {}
    for cluster in clusters:
        if any(hidden[index] for index in cluster):
            secret.append(forms[cluster[0]])
            aside.update(cluster)
            continue
        copies = [forms[index] for index in cluster]
        best, why = chosen_copy(copies)
        doubles[cluster[best]] = double(copies, best, why)
        aside.update(index for index in cluster if index != cluster[best])
    kept = [index for index in range(len(forms)) if index not in aside]
    place = {index: number for number, index in enumerate(kept)}
    return SortedOut([forms[index] for index in kept], {place[at]: twice for at, twice in doubles.items()}, secret)


def _meant(given: Given, keys: Mapping[Key, Sequence[int]], names: Mapping[Key, str]) -> Key | None:
    """The group that what is given is for."""

    def nearness(key: Key) -> tuple[bool, bool, int]:
        named = bool(names[key]) and names[key] in given.prose
        return bool(key[1]) and f"{key[1]}年" in given.prose, named, len(keys[key])

    return max(keys, key=nearness, default=None)


def _home(form: Form, by_file: Mapping[str, Key], groups: Collection[Key], department: str | None) -> Key | None:
    """The group that a 涉密 project is counted in, None where no other project is of its department and year."""
    followed = by_file.get(_file(form), ("", ""))
    name, year = department_key(form, department) or followed[0], year_of(form) or followed[1]
    full = full_names({name, *(key[0] for key in groups)}) if name else {}
    key = full.get(name, name), year
    return key if key in groups else None


def _file(form: Form) -> str:
    return form.source.partition("#")[0]


def _said(counting: SortedOut) -> list[str]:
    notes = []
    if counting.whole:
        told = f"{kind_name(WHOLE)} {counting.whole} 张已经包括各项目，不与项目的表相加，没有计入"
        notes.append(f"{told}；要用它的，单独给出。")
    if counting.doubles:
        extra = sum(len(twice.left_out) for twice in counting.doubles.values())
        notes.append(f"{len(counting.doubles)} 个项目报了不止一张表，各计一张，另外 {extra} 张没有计入。")
    if counting.secret:
        notes.append(f"涉密项目 {len(counting.secret)} 个，只计个数，内容不读入汇总。")
    return notes

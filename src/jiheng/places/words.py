"""The words by which forms, tables of accounts and reports call things: words.toml of every pack → one vocabulary.

A word stands for one thing within a scope. The base pack names what there is; others add words. In the scopes
`patterns`, `kinds`, `sources`, `accounts`, `report`, `execution`, `remarks` and `notes` a word is a regular expression;
the first that is found says what is meant.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from jiheng.compiled import compiled
from jiheng.data_error import fault
from jiheng.expression import expression
from jiheng.places.problem import BookError
from jiheng.places.sources import ROOT, SHIPPED, WORDS_FILE, installed, on_change
from jiheng.places.toml import load_toml, suggestion

_SPACE = expression(r"\s")
Meanings = dict[str, tuple[str, ...]]
"""What is meant → the words for it."""


class FormWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The labels of forms. Fields of the record, and canonical names of funds rows, are what is meant."""

    head: Meanings = {}
    """Labels whose value stands in the cell to the right."""
    weak_head: Meanings = {}
    """Labels that stand for a field where the form has no better one; else they are labels like any other."""
    fund_columns: Meanings = {}
    fund_rows: Meanings = {}
    other_funds: tuple[str, ...] = ()
    """Kinds of money that keep the name that is printed."""
    block_columns: Meanings = {}
    """Names of blocks that mean an amount where they stand beside other amounts."""
    goals: Meanings = {}
    """The sides of 年度总体目标."""
    result_ends: tuple[str, ...] = ()
    """How a label right below that of the expected goal may end, that is the one of what was reached: 自评情况."""
    columns: Meanings = {}
    """Columns of the indicator tree."""
    value_words: Meanings = {}
    """Short words that name target or result where the header of the indicators holds them: 目标 | 完成."""
    column_ends: Meanings = {}
    """How labels of columns end that are not listed; tried in this order."""
    tail: Meanings = {}
    """Labels at the foot of a form; `others` are those of no field, kept with their text."""
    notes: tuple[str, ...] = ()
    """How remarks below a form begin."""
    below: tuple[str, ...] = ()
    """How other lines below a form begin, by which it is seen to have ended."""
    properties: tuple[str, ...] = ()
    """What the column of 指标性质 holds beside signs."""
    name_ends: tuple[str, ...] = ()
    """How names of indicators end."""
    name_only_ends: tuple[str, ...] = ()
    """How names of indicators end, and no targets or results."""
    totals: tuple[str, ...] = ()
    """Labels of a total row."""
    others: tuple[str, ...] = ()
    """Labels of cells that the record has no field for; they end the value before them."""
    choices: tuple[str, ...] = ()
    """Boxes to tick below 完成目标可能性."""
    text_blocks: tuple[str, ...] = ()
    income_groups: tuple[str, ...] = ()
    task_names: tuple[str, ...] = ()
    """Labels of the names in a list of tasks, which may begin it; labels of others too."""
    year_columns: tuple[str, ...] = ()
    """Labels of the years in a list of goals, one a year; labels of others too."""
    """Labels of a block of rows of text (年度主要任务), each kept under the names of its row and column."""
    blocks: tuple[str, ...] = ()
    """Labels down the left edge that name a part of the form."""
    parts: tuple[str, ...] = ()
    """Words in the names of a form's parts, whatever else they say: 资金, 指标."""
    own: Meanings = {}
    """Labels that only documents which are no self-evaluation have; fields of their own records are what is meant."""
    level1: tuple[str, ...] = ()
    level2: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    """Grades of a whole self-evaluation, as a cell or a report names them."""
    fund_kinds: tuple[str, ...] = ()
    """Parts of words by which a label is seen to name a kind of money."""
    running: tuple[str, ...] = ()
    """Labels of running numbers, which say nothing."""
    of_term: tuple[str, ...] = ()
    """How a label of the whole term of a project begins; beside one of the year it is none of the year: 总预算."""
    part_of_year: tuple[str, ...] = ()
    """Labels of a part of the year, below that of a target beside the whole year: 半年 | 全年."""
    of_adjusted: tuple[str, ...] = ()
    """How the label of what was adjusted in the year begins; beside the one set at first it is the one that holds."""
    listed_project: tuple[str, ...] = ()
    """Labels that name the project only as the column of a table that lists projects."""


class KindWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which document a table is, as regular expressions."""

    titles: Meanings = {}
    """What a title says, in the order in which it decides."""
    labels: Meanings = {}
    """Labels of a table that tell it, from their beginning."""
    self_evaluation: tuple[str, ...] = ()
    """What a title of an evaluation says, so that it is none of plans."""
    forms: tuple[str, ...] = ()
    """How titles of forms end."""
    captions: tuple[str, ...] = ()
    """What a short line right above a form says, so that it is its title."""
    base_data: tuple[str, ...] = ()
    """What names a table of base data that is attached to a report: people, official hospitality, running costs."""
    begins: tuple[str, ...] = ()
    """The label with which a form of a project begins."""
    central_offices: tuple[str, ...] = ()
    """How the names of offices of the central government begin: a place's rules are not for what is theirs."""
    policy_and_project: tuple[str, ...] = ()
    """What a title says that names policies and projects alike: the usual form of some bureaus."""


class LabelPatterns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whole labels of forms that no list names, as regular expressions; parts and meanings are those of FormWords.

    Tried in their order, and only on short texts without figures. `fund_rows` has `printed` for kinds of money that
    keep the name that is printed; `totals` has only `total`.
    """

    head: Meanings = {}
    fund_columns: Meanings = {}
    fund_rows: Meanings = {}
    goals: Meanings = {}
    columns: Meanings = {}
    totals: Meanings = {}
    tail: Meanings = {}


class IndicatorWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What levels of the indicator tree are, by a word of their names; the first that occurs wins."""

    second: Meanings = {}
    benefits: Meanings = {}


class SourceWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where money comes from, as regular expressions: the same for rows of forms, columns of accounts and reports."""

    kinds: Meanings = {}


class AccountWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Tables of final accounts, as regular expressions; `funds` are kinds of `sources`."""

    columns: Meanings = {}
    funds: Meanings = {}
    """Rows of the usual form, and which kinds of money are reckoned in each where a form has no row for the kind."""
    no_project: tuple[str, ...] = ()
    """Names of rows that are no project."""
    sum_rows: tuple[str, ...] = ()
    """Names of rows that add up others."""
    other_year: tuple[str, ...] = ()
    """What says that a column is of the year before."""


class ReportWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a figure in a report is of, as regular expressions over the words around it."""

    measures: Meanings = {}
    weak_measures: Meanings = {}
    """Words that say what is measured where no better one does."""
    parts: Meanings = {}
    sources: Meanings = {}
    """Parts of a total by source, and the kinds of money (`SourceWords`) that each is made of."""
    projects: Meanings = {}
    """By what projects are counted."""
    around: Meanings = {}
    """Words around a figure that tell how it is meant: see the notes in the base pack."""
    grown: Meanings = {}
    """What grows by a stated goal, and the words for it in the result. Plain words."""
    not_about: tuple[str, ...] = ()
    """Characters with which 约 makes a word: 签约, 节约. Plain."""
    phrases: tuple[str, ...] = ()
    """Counters that after a Chinese numeral rather make a turn of phrase: 九条, 两步. Plain words."""


class ExecutionWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Labels of amounts beside the budget that some places measure execution by, as regular expressions."""

    pooled: tuple[str, ...] = ()
    """Money pooled with other funds, taken off the budget."""
    arrived: tuple[str, ...] = ()
    """Money that has arrived."""


class RemarkWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Remarks of a form on how all of it is scored, as regular expressions."""

    labels: tuple[str, ...] = ()
    """Whole labels of cells that hold such a remark, beside those of form.notes."""
    parts: Meanings = {}
    """How a remark calls what has points: the blocks of the indicators, and `execution`."""


class NoteWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the note on how a row is scored (评分标准, 得分计算方法) is made of, as regular expressions."""

    columns: tuple[str, ...] = ()
    """Whole labels of the column that holds it, beside those of form.own.criteria."""
    met: tuple[str, ...] = ()
    """Words that, and no others, say that the target was reached."""
    missed: tuple[str, ...] = ()
    """What turns such words into their contrary."""
    full: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    """Being later than the date of the target."""
    levels: tuple[str, ...] = ()
    """Levels of a qualitative result (部分达成, 良)."""
    judged: tuple[str, ...] = ()
    """What leaves the points of a level to who judges: 酌情得分."""
    award: tuple[str, ...] = ()
    deduct: tuple[str, ...] = ()
    weight: tuple[str, ...] = ()
    """How a note calls the points of its row."""
    short: tuple[str, ...] = ()
    """Falling short of the target, of which each step costs."""
    beyond: tuple[str, ...] = ()
    """Going beyond it."""
    limit: tuple[str, ...] = ()
    """What is gone beyond (规定时间), named within such a clause."""
    begun: tuple[str, ...] = ()
    """Whole clauses by which a step that is not full counts as one: 不足一周按一周计."""
    unfinished: tuple[str, ...] = ()
    """Whole clauses by which it does not count."""
    event: tuple[str, ...] = ()
    """Things that happened, each of which costs."""
    done: tuple[str, ...] = ()
    """The share of the target that was reached."""
    proportion: tuple[str, ...] = ()
    """Whole clauses by which the score follows that share."""
    usual: tuple[str, ...] = ()
    """What says that the score follows the general rule."""
    same: tuple[str, ...] = ()
    """The note of the row above once more."""
    idle: tuple[str, ...] = ()
    """Whole clauses that change nothing: 扣完为止."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All scopes of one pack, or of all packs together."""

    form: FormWords = FormWords()
    patterns: LabelPatterns = LabelPatterns()
    kinds: KindWords = KindWords()
    indicators: IndicatorWords = IndicatorWords()
    sources: SourceWords = SourceWords()
    accounts: AccountWords = AccountWords()
    report: ReportWords = ReportWords()
    execution: ExecutionWords = ExecutionWords()
    remarks: RemarkWords = RemarkWords()
    notes: NoteWords = NoteWords()


_Scope = TypeVar("_Scope", bound=msgspec.Struct)

Patterns = tuple[tuple[str, re.Pattern[str]], ...]
"""What is meant, and the expression that finds it, in the order in which they are tried."""


def patterns(*meanings: Meanings) -> Patterns:
    """The expressions of a scope of regular expressions."""
    return tuple((name, either(words)) for table in meanings for name, words in table.items() if words)


def either(words: tuple[str, ...]) -> re.Pattern[str]:
    """One expression for what any of several finds."""
    return compiled("|".join(words))


def words() -> Words:
    """The words of the base and of every pack that is installed; the packs' own meaning goes before the base's."""
    return _all()


@cache
def _all() -> Words:
    base = read(ROOT / WORDS_FILE)
    for folder in dict.fromkeys(installed().values()):
        file = folder / WORDS_FILE
        if folder != ROOT and file.is_file():
            with suppress(BookError):  # `usable.broken` tells of it
                base = merged(base, read(file))
    return base


on_change(_all.cache_clear)


def read(file: Path) -> Words:
    """The words of one file. Raises BookError (Chinese: file, key, what is wrong, remedy)."""
    data = load_toml(file)
    _known(file, data)
    try:
        words_of_file = msgspec.convert(data, Words)
    except msgspec.ValidationError as error:
        raise BookError(file, "", f"写法不对（{fault(error)}）", '每一项写一列词，如 budget = ["全年预算数"]') from None
    if not file.is_relative_to(SHIPPED):  # the tests have been through those
        check(file, words_of_file)
    return words_of_file


def check_words(folder: Path) -> None:
    """Raise BookError where a pack of a user's own has words that cannot be used."""
    file = folder / WORDS_FILE
    if not folder.is_relative_to(SHIPPED) and file.is_file():
        read(file)


def check(file: Path, found: Words) -> None:
    """Raise BookError for a word with two meanings or an expression that is none."""
    for key, message in _unmatchable(found):
        raise BookError(file, key, message, "请删去，或写成表上的字：读表时空格和换行都已去掉")
    for key, message in clashes(found):
        raise BookError(file, key, message, "一个词在同一节里只能有一个意思，请只留一处")
    for key, message in _unknown_kinds(found):
        raise BookError(file, key, message, f"资金来源写在 sources.kinds：{'、'.join(_kinds())}")
    for key, message in _bad_expressions(found):
        raise BookError(file, key, message, "这一节里每一项是正则式，括号、星号等要写成 \\( \\*")


def _kinds() -> tuple[str, ...]:
    return tuple(_meanings()["sources"]["kinds"])


def _unknown_kinds(found: Words) -> Iterator[tuple[str, str]]:
    """Each kind of money that the scopes of accounts and reports group and that is none."""
    for key, groups in (("accounts.funds", found.accounts.funds), ("report.sources", found.report.sources)):
        for kind in chain.from_iterable(groups.values()):
            if kind not in _kinds():
                yield key, f"“{kind}”不是一种资金来源"


def _bad_expressions(found: Words) -> Iterator[tuple[str, str]]:
    for scope in ("patterns", "kinds", "sources", "accounts", "report", "execution", "remarks", "notes"):
        for part, value in msgspec.structs.asdict(getattr(found, scope)).items():
            for word in chain.from_iterable(value.values() if isinstance(value, dict) else (value,)):
                if why := _not_an_expression(word):
                    yield f"{scope}.{part}", f"“{word}”{why}"


def _not_an_expression(word: str) -> str:
    try:
        takes_all = re.compile(word).search("") is not None
    except re.error as error:
        return f"不是正则式（{error}）"
    return "对什么字都成立" if takes_all else ""


def _unmatchable(found: Words) -> Iterator[tuple[str, str]]:
    """Each label that no cell can print: nothing, or with white space, which reading takes out."""
    for part, value in msgspec.structs.asdict(found.form).items():
        for word in chain.from_iterable(value.values() if isinstance(value, dict) else (value,)):
            if not word or _SPACE.search(word):
                yield f"form.{part}", f"“{word}”里有空格" if word else "有一个词是空的"


def clashes(found: Words) -> Iterator[tuple[str, str]]:
    """Each word with two meanings in one scope: where, and what is wrong with it (Chinese)."""
    for name in _TABLES:
        seen: dict[str, str] = {}
        for meaning, labels in getattr(found.form, name).items():
            for label in labels:
                if label in seen and seen[label] != meaning:
                    yield f"form.{name}", f"“{label}”既写在 {seen[label]}，又写在 {meaning}"
                seen.setdefault(label, meaning)


def shadowed(own: Words) -> Iterator[tuple[str, str, str, str]]:
    """Words to which `own` gives another meaning than the base: where, the word, its usual and its own meaning."""
    base = read(ROOT / WORDS_FILE)
    usual = {
        name: {label: meaning for meaning, labels in getattr(base.form, name).items() for label in labels}
        for name in _TABLES
    }
    elsewhere = {label: f"{name} 的 {meaning}" for name, known in usual.items() for label, meaning in known.items()}
    for name in _TABLES:
        for meaning, labels in getattr(own.form, name).items():
            for label in labels:
                before = usual[name].get(label) or elsewhere.get(label, meaning)
                if before != meaning:
                    yield f"form.{name}", label, before, meaning
    for name in _LISTS:
        for label in set(getattr(own.form, name)).difference(getattr(base.form, name)):
            if label in elsewhere:
                yield f"form.{name}", label, elsewhere[label], name


def merged(base: Words, own: Words) -> Words:
    """The words of both; a word that `own` gives another meaning in a scope has that meaning alone."""
    return Words(**{name: _scope(getattr(base, name), getattr(own, name)) for name in Words.__struct_fields__})


def _scope(base: _Scope, own: _Scope) -> _Scope:
    changes: dict[str, Any] = {}
    for name in base.__struct_fields__:
        old, new = getattr(base, name), getattr(own, name)
        if new:
            changes[name] = _tables(old, new) if isinstance(old, dict) else tuple(dict.fromkeys((*new, *old)))
    return msgspec.structs.replace(base, **changes)


def _tables(old: Meanings, new: Meanings) -> Meanings:
    taken = {label for labels in new.values() for label in labels}
    kept = {meaning: tuple(label for label in labels if label not in taken) for meaning, labels in old.items()}
    return {meaning: (*new.get(meaning, ()), *labels) for meaning, labels in kept.items()}


@cache
def _meanings() -> dict[str, Any]:
    """What the base pack names, as plain data: scope → part → meaning."""
    return load_toml(ROOT / WORDS_FILE)


def _known(file: Path, data: dict[str, Any]) -> None:
    """Raise BookError for a scope, part or meaning that the base pack does not have."""
    for scope, parts in data.items():
        _named(file, scope, scope, _meanings())
        for part, value in parts.items() if isinstance(parts, dict) else ():
            _named(file, f"{scope}.{part}", part, _meanings()[scope])
            for meaning in value if isinstance(value, dict) else ():
                _named(file, f"{scope}.{part}.{meaning}", meaning, _meanings()[scope][part])


def _named(file: Path, key: str, name: str, known: dict[str, Any]) -> None:
    if name not in known:
        raise BookError(file, key, "不认识的名称", suggestion(name, known) or f"可用：{'、'.join(known)}")


_TABLES = ("head", "weak_head", "fund_columns", "fund_rows", "goals", "columns", "tail", "own")
"""Where a word with two meanings is a mistake."""
_LISTS = ("blocks", "level1", "level2")
"""Where a word that means a field elsewhere may hide it."""

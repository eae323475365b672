"""Which pack a form is judged by when nobody names one, what speaks for it and against it, in Chinese."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import msgspec

from jiheng.compiled import compiled
from jiheng.expression import expression
from jiheng.form import Cell, Form
from jiheng.form.kinds import WHOLE, is_scored, kind_name
from jiheng.places.blocks import block_of
from jiheng.places.book import Book
from jiheng.places.loader import load
from jiheng.places.national import WHOLE_COUNTRY, general, national
from jiheng.places.pack import PlacePack
from jiheng.places.printed import PRINTED_HERE, as_printed, remarks
from jiheng.places.short_names import full_names, is_short_for
from jiheng.places.sources import on_change
from jiheng.places.usable import packs
from jiheng.places.words import words

_ABOVE = ("省", "市", "州", "盟")
_YEAR = expression(r"(?:19|20)\d\d")
_LEVEL1_REST = expression(r"[（(].*|指标.*|\d.*")
_FEWEST_SIGNS = 2
"""So many signs of the layout alone must agree before a form that names no place is taken for a pack's."""
_CODE = expression(r"^[\[【（(]?[\dA-Za-z]+[\]】）)]?\s*[-—_]?\s*")
_SHORTEST_NAME = 3
_STREET = "[东南西北中]?(?:路|大街|大道)"
"""Behind the name of a place: a street that is called by it somewhere else."""
_BLOCKS = {"funds": "资金的", "indicators": "指标的"}
_OFFICES = 4096
"""So many names of offices are remembered with what they tell."""


class Choice(msgspec.Struct, frozen=True, gc=False):
    """A rulebook and the reason it was taken, for the user."""

    book: Book
    why: str


def chosen(book: Book, form: Form, why: str) -> Choice:
    """The book with the values of the form's year and what the form prints itself, and the reason told."""
    own = as_printed(form, book.of_year(year_of(form)))
    if stated := _printed(own):
        why += f"；表上印明的以表为准（{'；'.join(stated)}）"
    return Choice(own, why)


@lru_cache(maxsize=512)
def _printed(book: Book) -> tuple[str, ...]:
    """What the rules of a book say that a form prints itself."""
    return tuple(each.text for each in book.parameters.values() if each.source.startswith(PRINTED_HERE))


def choose(form: Form) -> Choice:
    """The book of the form's place, kind, layout and year; failing that the national one, and the reason says so.

    The place is read from 主管部门, then 实施单位; without one from remarks and titles that a place prints, then
    from the columns that the form has and lacks; the year from 年度.
    """
    found = _named(form) or _recognised(form) or _of_kind(form) or _national(form)
    return chosen(*_unpacked(found, form))


def choose_all(forms: Sequence[Form]) -> list[Choice]:
    """A choice for each form; one that names no place follows the others of its file or department.

    A department whose forms fall to several packs is told so at each of them.
    """
    places = _places()
    known: dict[str, Counter[str]] = {}
    placed: Counter[tuple[str, str]] = Counter()
    for form in forms:
        if word := places.of(form):
            known.setdefault(_file(form), Counter())[word] += 1
            placed[(form.department or "", word)] += 1
    choices = []
    for form in forms:
        followed = None if places.of(form) or is_central(form.department) else _follow(form, known, placed)
        choices.append(followed or choose(form))
    return _told(forms, choices)


def year_of(form: Form) -> int | None:
    """The year evaluated, None where the form has none."""
    match = _YEAR.search(form.year or "")
    return int(match[0]) if match else None


class _Found(msgspec.Struct, frozen=True):
    """A pack found for a form and the sentence that says why."""

    pack: PlacePack
    why: str


def _unpacked(found: _Found, form: Form) -> tuple[Book, Form, str]:
    signs = found.pack.signs
    against = "、".join(_against(found.pack, _columns(form))) if signs.has or signs.lacks else ""
    why = f"{found.why}；但{against}，请核对" if against else found.why
    return load(found.pack.id), form, why


# ───────── by the place ─────────


class _Places(msgspec.Struct, frozen=True):
    """The places that packs know: one pattern for all, and the packs of each matched word."""

    pattern: re.Pattern[str]
    packs: dict[str, tuple[PlacePack, ...]]

    found: dict[str, str | None] = {}
    """What `find` has said of the names of offices so far; forms have the same ones."""

    def find(self, cell: Cell) -> str | None:
        """The word in `cell` that names a known place; 长春市朝阳区 does not name 北京市朝阳区."""
        if not cell:
            return None
        if cell not in self.found:
            if len(self.found) >= _OFFICES:
                self.found.clear()
            self.found[cell] = self._word(cell)
        return self.found[cell]

    def of(self, form: Form) -> str | None:
        """The word of the place that the names of the offices tell: of the department, else of the unit."""
        return next((word for _, _, word in self.told(form)), None)

    def told(self, form: Form) -> Iterator[tuple[str, str, str]]:
        """What tells the place: the label, the name and the word in it. Units of a central office are of no place."""
        units = () if is_central(form.department) else (("实施单位", form.unit),)
        for label, cell in (("主管部门", form.department), *units):
            if cell and (word := self.find(cell)):
                yield label, cell, word

    def _word(self, cell: str) -> str | None:
        match = self.pattern.search(cell)
        if match is None:
            return None
        before = cell[: match.start()]
        above = self.packs[match[0]][0].region.partition(match[0])[0]
        is_elsewhere = before.endswith(_ABOVE) and above and not before.endswith(_ends(above))
        return None if is_elsewhere else match[0]


@cache
def _places() -> _Places:
    by_word: dict[str, tuple[PlacePack, ...]] = {}
    for pack in packs().values():
        for word in pack.departments:
            by_word[word] = (*by_word.get(word, ()), pack)
    longest_first = sorted(by_word, key=len, reverse=True)
    named = "|".join(map(re.escape, longest_first)) or r"(?!)"
    return _Places(compiled(rf"(?:{named})(?!{_STREET})"), by_word)


on_change(_places.cache_clear)


def _ends(above: str) -> tuple[str, ...]:
    """A place as names may give it, from each level down: 安徽省池州市, 池州市."""
    return tuple(
        above[n:] for n in range(len(above)) if len(above) - n >= _SHORTEST_NAME and (n == 0 or above[n - 1] in _ABOVE)
    )


@lru_cache(maxsize=1024)
def is_central(department: Cell) -> bool:
    """Whether a name is that of an office of the central government, with or without its code: [105]教育部."""
    return bool(department) and _central_offices().match(_CODE.sub("", department or "")) is not None


@cache
def _central_offices() -> re.Pattern[str]:
    return compiled("|".join(words().kinds.central_offices) or r"(?!)")


on_change(_central_offices.cache_clear)
on_change(is_central.cache_clear)


def _named(form: Form) -> _Found | None:
    """The pack of the place that the names of the offices tell."""
    told = next(_places().told(form), None)
    if told is None:
        return None
    label, cell, word = told
    return _of_place(_places().packs[word], form, f"{label}“{cell}”含“{word}”")


def _of_place(candidates: Sequence[PlacePack], form: Form, reason: str) -> _Found | None:
    fitting = [pack for pack in candidates if _is_for(pack, form.kind)]
    if not fitting:
        return None
    year = year_of(form)
    best = fitting[0] if len(fitting) == 1 else _nearest(fitting, year, _columns(form))
    if year is None:
        return _Found(best, f"{reason}，表中没有年度，采用《{best.name}》，请核对年度")
    if _distance(best, year) == 0:
        return _Found(best, f"{reason}，年度为 {year}，采用《{best.name}》")
    if _against(best, _columns(form)):
        return None  # another year and another form: the place has changed its rules since
    why = f"{reason}；没有该地 {year} 年度的办法，借用《{best.name}》，请核对该年度是否另有规定"
    return _Found(best, why)


def _nearest(packs_of_place: Sequence[PlacePack], year: int | None, columns: frozenset[str]) -> PlacePack:
    """The pack of the nearest year, of those the one whose columns are the form's, of those the latest."""
    return min(packs_of_place, key=lambda pack: (_distance(pack, year), len(_against(pack, columns)), -_latest(pack)))


def _distance(pack: PlacePack, year: int | None) -> int:
    """How many years the pack's nearest year is away; 0 for one of any year."""
    return 0 if year is None or not pack.years else min(abs(each - year) for each in pack.years)


def _latest(pack: PlacePack) -> int:
    return max(pack.years, default=0)


def _is_for(pack: PlacePack, kind: str) -> bool:
    return kind in pack.kinds if pack.kinds else is_scored(kind)


# ───────── by what is printed ─────────


def _recognised(form: Form) -> _Found | None:
    """The pack whose remarks, title, labels or columns the form has."""
    return _by_look(_look(form))


class _Look(msgspec.Struct, frozen=True):
    """What a form shows of whose it is, beside the names of offices; many forms look the same."""

    kind: str
    year: int | None
    columns: frozenset[str]
    title: str
    notes: str
    labels: str
    level1: frozenset[str]


def _look(form: Form) -> _Look:
    return _Look(
        kind=form.kind,
        year=year_of(form),
        columns=_columns(form),
        title=form.title or "",
        notes="".join(remarks(form)),
        labels="".join([each.label for each in form.others]),
        level1=frozenset([_bare_level1(row.l1 or "") for row in form.indicators]),
    )


@lru_cache(maxsize=4096)
def _bare_level1(name: str) -> str:
    return _LEVEL1_REST.sub("", name)


@lru_cache(maxsize=1024)
def _by_look(look: _Look) -> _Found | None:
    best: tuple[tuple[int, int, int], _Found] | None = None
    for pack in packs().values():
        if not _is_for(pack, look.kind) or _against(pack, look.columns) or (look.year and _distance(pack, look.year)):
            continue
        said = list(_said(pack, look))
        columns = len(pack.signs.has) + len(pack.signs.lacks)
        is_national = pack.region == WHOLE_COUNTRY
        if not said and not (is_national and pack.signs.lacks and columns > _FEWEST_SIGNS and not pack.kinds):
            continue
        told = f"表中印有{'、'.join(said)}" if said else "栏目与之相同"
        place = "" if is_national else f"，主管部门没有写明所在地，表样是{pack.region}的"
        rank = (len(said), columns, len(list(pack.lineage())))
        if best is None or rank > best[0]:
            best = (rank, _Found(pack, f"{told}{place}，采用《{pack.name}》；当地另有规定的，请用 --rulebook 指定"))
    return best[1] if best else None


on_change(_by_look.cache_clear)


def _said(pack: PlacePack, look: _Look) -> Iterator[str]:
    """Words of the pack that the form prints."""
    signs = pack.signs
    for asked, text in ((signs.notes, look.notes), (signs.title, look.title), (signs.labels, look.labels)):
        yield from (f"“{word}”" for word in asked if word in text)
    if pack.signs.level1 and look.level1.issuperset(pack.signs.level1):
        yield f"一级指标{'、'.join(pack.signs.level1)}"


def _against(pack: PlacePack, columns: frozenset[str]) -> list[str]:
    """Columns that the pack's form has and this one lacks, and the other way round."""
    missing = [f"表中没有“{_label(name)}”" for name in pack.signs.has if name not in columns]
    return missing + [f"表中有“{_label(name)}”" for name in pack.signs.lacks if name in columns]


def _columns(form: Form) -> frozenset[str]:
    """Of the columns that tell packs apart, those that the form has."""
    blocks: dict[str, Sequence[object]] = {"": (form,), "funds": form.funds, "indicators": form.indicators}
    return frozenset([name for name, block, field in _telling_columns() if _has(blocks[block], field)])


def _has(rows: Sequence[object], field: str) -> bool:
    """Whether the form has the column: mostly the first row tells."""
    return bool(rows) and (getattr(rows[0], field) is not None or any(getattr(row, field) is not None for row in rows))


@cache
def _telling_columns() -> tuple[tuple[str, str, str], ...]:
    """The columns that packs are told apart by: name, block, field."""
    names = {name for pack in packs().values() for name in (*pack.signs.has, *pack.signs.lacks)}
    return tuple((name, *name.rpartition(".")[::2]) for name in sorted(names))


on_change(_telling_columns.cache_clear)


def _label(name: str) -> str:
    from jiheng.form.fields import FUND_FIELDS, HEAD_FIELDS, INDICATOR_FIELDS

    block, _, field = name.rpartition(".")
    fields = {"funds": FUND_FIELDS, "indicators": INDICATOR_FIELDS, "": HEAD_FIELDS}[block]
    of_both = field in FUND_FIELDS and field in INDICATOR_FIELDS
    return f"{_BLOCKS.get(block, '') if of_both else ''}{fields.get(field, field)}"


# ───────── the whole country ─────────


def _of_kind(form: Form) -> _Found | None:
    """The national pack for documents of this kind that no weights are given for."""
    packs_of_kind = general(form.kind)
    if not packs_of_kind or (is_scored(form.kind) and _has_cost(form)):
        return None
    best = min(packs_of_kind, key=lambda pack: (_distance(pack, year_of(form)), -_latest(pack)))
    return _Found(best, f"这是{kind_name(form.kind)}，采用《{best.name}》")


def _national(form: Form) -> _Found:
    cost = _has_cost(form)
    pack = national("cost") if cost else national()
    shape = "表中单列一级指标“成本指标”，" if cost else "表中没有单列一级指标“成本指标”，"
    place = form.department or form.unit
    reason = f"“{place}”没有对应的地方办法" if place else "表中没有写明主管部门"
    if not is_scored(form.kind):  # nothing is weighed in it
        shape = f"这是{kind_name(form.kind)}，"
    return _Found(pack, f"{reason}，{shape}采用全国办法《{pack.name}》；当地另有规定的，请用 --rulebook 指定")


def _has_cost(form: Form) -> bool:
    """Whether cost is a block; of a whole department beside that of the output, not 运行成本 beside 履职效能."""
    base = load(national().id)
    blocks = {block_of(l1, base) for l1 in {indicator.l1 for indicator in form.indicators}}
    return "cost" in blocks and (form.kind != WHOLE or "output" in blocks)


# ───────── together ─────────


def _follow(form: Form, known: dict[str, Counter[str]], placed: Counter[tuple[str, str]]) -> Choice | None:
    """The choice of the place that the other forms of the file, or the full name of the department, tell."""
    if not known:
        return None
    words = known.get(_file(form), Counter())
    if len(words) == 1:
        word, number = next(iter(words.items()))
        why = f"本表没有写明所在地，同一文件另有 {number} 张表写明“{word}”"
        found = _of_place(_places().packs[word], form, why)
        return chosen(*_unpacked(found, form)) if found else None
    named = {(name, word) for name, word in placed if is_short_for(form.department or "", name, _SHORTEST_NAME)}
    if len({word for _, word in named}) == 1:
        name, word = min(named)
        found = _of_place(_places().packs[word], form, f"“{form.department}”是“{name}”的简称")
        return chosen(*_unpacked(found, form)) if found else None
    return None


def _told(forms: Sequence[Form], choices: list[Choice]) -> list[Choice]:
    """The choices; where forms of one department, by its full or a short name, fell to several books, each says so.

    Forms that name no department go together by their unit, those without one by their folder.
    """
    full = full_names({form.department for form in forms if form.department}, _SHORTEST_NAME)
    groups = [_group(form, full) for form in forms]
    books: dict[tuple[str, str, str], Counter[str]] = {}
    for group, form, choice in zip(groups, forms, choices, strict=True):
        books.setdefault((*group, form.kind), Counter())[choice.book.title] += 1
    of_no_place = {national().name, national("cost").name}
    told = []
    for group, form, choice in zip(groups, forms, choices, strict=True):
        others = [title for title in books[(*group, form.kind)] if title != choice.book.title]
        if others and not {choice.book.title, *others} <= of_no_place:
            why = f"{choice.why}；{group[0]}的其他表采用了《{'》《'.join(others)}》，请核对是否应当一致"
            choice = msgspec.structs.replace(choice, why=why)
        told.append(choice)
    return told


def _group(form: Form, full: dict[str, str]) -> tuple[str, str]:
    """Whose form it is and the name of that: forms of one group should follow one book."""
    if form.department:
        return "同一部门", full.get(form.department, form.department)
    if form.unit:
        return "同一单位", form.unit
    return "同一文件夹没有写部门", _file(form).rpartition("/")[0]


def _file(form: Form) -> str:
    """The file a form came from; `source` may carry the number of the form behind a `#`."""
    for origin in form.origins.values():
        return origin.file
    return form.source.partition("#")[0]

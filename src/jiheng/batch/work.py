"""One unit: read, score, check, write its tables."""

import io
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from itertools import groupby, islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from jiheng.batch.store import Store, note_counts
from jiheng.batch.tables import TABLES
from jiheng.batch.unit import BatchUnit, Counts, Piece, Settings, book_of
from jiheng.checks import Check, chosen
from jiheng.checks.case import Case
from jiheng.checks.examination import examination
from jiheng.checks.secret import must_be_hidden, veiled
from jiheng.data_error import fault
from jiheng.form import Form, Problem, source_of
from jiheng.places import Book, Choice, choose_all
from jiheng.writing.data.entry import FormEntry, Rest, key
from jiheng.writing.data.parquet import parquet_file

_AT_ONCE = 2000
"""Forms of one document held at a time; those of one file that name no place follow the others among them."""
_WRITTEN_AT_ONCE = 100
"""Forms whose rows are made together."""
_BETWEEN_FORMS = "B"
_GIVEN = "由使用者指定"


class _Found(NamedTuple):
    """What was read: from which document, the number of the form in it (0: a problem)."""

    document: str
    number: int
    what: Form | Problem


def do(unit: BatchUnit, folder: Path, own: Settings) -> Counts:
    """Do a unit, unless it is done already, and return what came of it. Doing it twice does no harm."""
    store = Store(folder)
    if store.done(unit.id):
        return store.counts(unit.id)
    judge = _Judge(book_of(own))
    with store.writing(unit.id) as draft:
        with ExitStack() as files:
            adds = [files.enter_context(parquet_file(table, draft / f"{table.name}.parquet")) for table in TABLES]
            entries = judge.entries(_read(unit, own))
            while some := tuple(islice(entries, _WRITTEN_AT_ONCE)):
                for table, add in zip(TABLES, adds, strict=True):
                    add(table.rows(*some))
            for table, add in zip(TABLES, adds, strict=True):
                add(table.last_rows(Rest(problems=judge.problems)))
        note_counts(draft, judge.counts)
    return judge.counts


class _Judge:
    """Audits forms as they pass; 涉密 ones it only counts, problems it keeps."""

    def __init__(self, book: Book | None) -> None:
        self._book = book
        self._forms = self._findings = self._secret = 0
        self.problems: list[Problem] = []

    @property
    def counts(self) -> Counts:
        """What has passed so far."""
        return Counts(self._forms, self._secret, self._findings, len(self.problems))

    def entries(self, found: Iterable[_Found]) -> Iterator[FormEntry]:
        """The forms that may be kept, audited."""
        for document, group in groupby(found, key=lambda work: work.document):
            secret: set[str] = set()
            aside: list[Problem] = []
            for some in _parts(group, aside):
                choices = deque(self._choices([form for _, form in some]))
                for case, audited in examination(_checks()).findings(self._open(document, some, choices, secret)):
                    if isinstance(audited, Exception):
                        aside.append(_defect(case.form, audited))
                        continue
                    self._forms += 1
                    self._findings += len(audited.findings)
                    yield FormEntry(key("f", source_of(document, case.index), "1"), case.index, case.form, audited)
            self.problems.extend(veiled(problem, secret) for problem in aside)

    def _open(
        self, document: str, some: deque[tuple[int, Form]], choices: deque[Choice], secret: set[str]
    ) -> Iterator[tuple[Case, str]]:
        """The forms that may be kept, each with why it has its book; what has been judged is let go of, so that what is
        made of it finds room."""
        while some:
            (number, form), choice = some.popleft(), choices.popleft()
            case = Case(form, choice.book, None, number)
            if must_be_hidden(case):
                self._secret += 1
                secret.update((document, form.source.partition("#")[0]))
            else:
                yield case, choice.why

    def _choices(self, forms: Sequence[Form]) -> Sequence[Choice]:
        return choose_all(forms) if self._book is None else [Choice(self._book, _GIVEN)] * len(forms)


def _parts(found: Iterable[_Found], aside: list[Problem]) -> Iterator[deque[tuple[int, Form]]]:
    """Forms with their numbers, some at a time; problems are put aside."""
    some: deque[tuple[int, Form]] = deque()
    for record in found:
        if isinstance(record.what, Problem):
            aside.append(record.what)
        else:
            some.append((record.number, record.what))
        if len(some) == _AT_ONCE:
            yield some
            some = deque()
    if some:
        yield some


def _defect(form: Form, error: Exception) -> Problem:
    """A defect costs the form that it was met at, which is said, and not the others of the unit."""
    word = f"评分和检查时出错（{type(error).__name__}: {error}），这张表没有结果"
    return Problem(form.source, word, "请把这张表和这句话一起报告给开发者。")


def load() -> None:
    """Load what every unit needs, for processes that are forked from this one."""
    _checks()


@cache
def _checks() -> tuple[Check, ...]:
    return chosen(ignore=(_BETWEEN_FORMS,))


def _read(unit: BatchUnit, own: Settings) -> Iterator[_Found]:
    """The forms and problems of a unit in order."""
    records = [piece for piece in unit.pieces if piece.length is not None]
    for piece in records:
        yield from _records(piece)
    documents = [piece for piece in unit.pieces if piece.length is None]
    if documents:
        yield from _documents(documents, own)


def _documents(pieces: Sequence[Piece], own: Settings) -> Iterator[_Found]:
    from jiheng.reading.files import pool  # all of the reader, which records do without
    from jiheng.reading.parallel import Document, read_document

    names = [Document(piece.path, piece.name, piece.entry) for piece in pieces]
    number = 0
    for document, found in pool.run(read_document, names, lambda item: item.name, 1, own.limits):
        number = 0 if found is None else number + isinstance(found, Form)
        if found is not None:
            yield _Found(document.name, number, found)


def _records(piece: Piece) -> Iterator[_Found]:
    """The records of a stretch of lines; a line that is none is a problem of its own."""
    with Path(piece.path).open("rb") as stream:
        stream.seek(piece.offset)
        data = stream.read(piece.length)
    decode = msgspec.json.Decoder(Form).decode
    for number, line in enumerate(io.BytesIO(data), piece.first):
        if not line.strip():
            continue
        try:
            form = decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            word = f"第 {number} 行不是一条自评表记录（{fault(error)}）"
            yield _Found(
                piece.name, number, Problem(piece.name, word, "请用 jiheng extract … -o 记录.jsonl 重新生成。")
            )
            continue
        form.source = form.source or source_of(piece.name, number)
        yield _Found(piece.name, number, form)

"""doubts: cells the reader was not sure of; problems: files that could not be read, or only in part."""

from collections.abc import Iterator
from dataclasses import dataclass

from jiheng.form import Doubt, Origin, Problem, cell, describe
from jiheng.writing.data.column import Column, Link, Table, Type, Value
from jiheng.writing.data.entry import FormEntry
from jiheng.writing.data.tables.forms import FORM_ID, FORMS, KEY_TEXT
from jiheng.writing.data.tables.origin import origin_columns, origin_of


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """A doubt of a form, numbered from 1."""

    entry: FormEntry
    number: int
    doubt: Doubt
    origin: Origin


def _doubts(entry: FormEntry) -> Iterator[DoubtRow]:
    for number, doubt in enumerate(entry.form.uncertain, 1):
        yield DoubtRow(entry, number, doubt, origin_of(entry.form, doubt.place))


def _printed(row: DoubtRow) -> Value:
    try:
        return cell(row.entry.form, row.doubt.place)
    except KeyError:  # a doubt about a whole block has no cell
        return None


DOUBTS: Table[DoubtRow] = Table(
    "doubts",
    "读不准处",
    "一行一处读不准的地方，请对照原件。",
    (FORM_ID, "number"),
    (
        Column(FORM_ID, "表编号", KEY_TEXT, lambda row: row.entry.form_id),
        Column("number", "序号", "这张表里第几处，从 1 起", lambda row: row.number, Type.INTEGER),
        Column("place", "位置", "单元格的地址，如 indicators[3].score（从 0 数起）", lambda row: row.doubt.place),
        Column("label", "位置说明", "位置的中文说法", lambda row: describe(row.entry.form, row.doubt.place)),
        Column("printed", "读为", "单元格读成的内容", _printed),
        Column("text", "没有读进去的文字", "没有归入任何栏目的文字；没有的为空", lambda row: row.doubt.text or None),
        Column("why", "原因", "为什么读不准", lambda row: row.doubt.why),
        *origin_columns(),
    ),
    _doubts,
    links=(Link((FORM_ID,), FORMS.name),),
)

PROBLEMS: Table[tuple[int, Problem]] = Table(
    "problems",
    "未读成",
    "一行一个没有读成、或只读成一部分的文件。",
    ("number",),
    (
        Column("number", "序号", "从 1 起", lambda pair: pair[0], Type.INTEGER),
        Column("file", "文件", "文件名", lambda pair: pair[1].file),
        Column("message", "原因", "为什么没有读成", lambda pair: pair[1].message),
        Column("advice", "怎么办", "怎么办", lambda pair: pair[1].advice),
    ),
    rest=lambda rest: enumerate(rest.problems, 1),
)

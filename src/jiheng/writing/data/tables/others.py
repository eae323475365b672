"""others: one row a labelled cell that no field takes."""

from dataclasses import dataclass

from jiheng.form import Labelled
from jiheng.writing.data.column import Column, Link, Table, Type
from jiheng.writing.data.entry import FormEntry
from jiheng.writing.data.tables.forms import FORM_ID, FORMS, KEY_TEXT
from jiheng.writing.data.tables.origin import origin_columns


@dataclass(frozen=True, slots=True)
class OtherRow:
    """A labelled cell of a form, numbered from 1."""

    entry: FormEntry
    number: int
    labelled: Labelled


OTHERS: Table[OtherRow] = Table(
    "others",
    "其他栏目",
    "一行一个照表保留、没有对应字段的栏目（项目编码、资金性质……），按印的先后。",
    (FORM_ID, "number"),
    (
        Column(FORM_ID, "表编号", KEY_TEXT, lambda row: row.entry.form_id),
        Column("number", "序号", "这张表里第几个，从 1 起", lambda row: row.number, Type.INTEGER),
        Column("label", "栏目名", "照表", lambda row: row.labelled.label),
        Column("text", "内容", "照表", lambda row: row.labelled.text),
        *origin_columns("labelled.origin"),
    ),
    lambda entry: (OtherRow(entry, number, other) for number, other in enumerate(entry.form.others, 1)),
    links=(Link((FORM_ID,), FORMS.name),),
)

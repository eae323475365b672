"""The tables of a batch: those of an audit, each form with its place and year as figures to group by."""

import re
from dataclasses import replace
from typing import Any

from jiheng.places.national import is_of_no_place
from jiheng.writing.data.column import Column, Table, Type
from jiheng.writing.data.entry import FormEntry
from jiheng.writing.data.tables.findings import FINDINGS
from jiheng.writing.data.tables.forms import FORMS
from jiheng.writing.data.tables.funds import FUNDS
from jiheng.writing.data.tables.indicators import INDICATORS
from jiheng.writing.data.tables.trouble import DOUBTS, PROBLEMS

_YEAR = re.compile(r"(?:19|20)\d\d")
_AREA = re.compile(
    r"(?:[^省市区县旗州盟局委会院办部处所站校队中心]{2,8}(?:自治区|自治州|自治县|自治旗|省|市|区|县|旗|州|盟)){1,3}"
)


def year_of(entry: FormEntry) -> int | None:
    """The year of a form as a number."""
    found = _YEAR.search(entry.form.year or "")
    return int(found[0]) if found else None


def place_of(entry: FormEntry) -> str | None:
    """The place of a form: that of its local rulebook, else what its department or unit begins with."""
    if entry.audited and not is_of_no_place(entry.audited.book.place):
        return entry.audited.book.place
    for name in (entry.form.department, entry.form.unit):
        if found := _AREA.match(name or ""):
            return found[0]
    return None


_FORMS = replace(
    FORMS,
    columns=(
        *(column for column in FORMS.columns if column.name != "joint_findings"),
        Column("year_number", "年度（数）", "年度里的四位数；没有的为空", year_of, Type.INTEGER),
        Column("area", "所在地", "所用地方办法的所在地；用全国办法的，取主管部门或实施单位名称开头的地名", place_of),
    ),
)
"""Findings over several forms are not looked for in a batch, so their number is left out rather than 0."""

TABLES: tuple[Table[Any], ...] = (_FORMS, FUNDS, INDICATORS, FINDINGS, DOUBTS, PROBLEMS)

"""Tables that stand alone in a file: each row carries what tells its form."""

from collections.abc import Iterator
from dataclasses import replace

from jiheng.form import INDICATOR_FIELDS, Indicator
from jiheng.writing.data.column import Table
from jiheng.writing.data.entry import FormEntry
from jiheng.writing.data.tables import findings, forms, indicators
from jiheng.writing.data.tables.findings import FindingRow
from jiheng.writing.data.tables.indicators import IndicatorRow, indicator_rows

_PREFIX = "indicator_"
_NO_INDICATOR = Indicator(*[None] * len(INDICATOR_FIELDS))


def _rows(entry: FormEntry) -> Iterator[IndicatorRow]:
    """The indicators of a form; a form without any has one row all the same, so that it is not lost."""
    yield from indicator_rows(entry) if entry.form.indicators else (IndicatorRow(entry, None, _NO_INDICATOR),)


RECORDS: Table[IndicatorRow] = Table(
    "records",
    "自评表数据",
    "一行一项指标，表头、资金和总分在每行重复；没有指标的表也有一行。",
    (),
    (
        *(column.carried(lambda row: row.entry) for column in (*forms.HEAD, *forms.PRINTED)),
        *(replace(column, name=_PREFIX + column.name) for column in indicators.PRINTED),
    ),
    _rows,
)

FINDINGS_ALONE: Table[FindingRow] = Table(
    findings.FINDINGS.name,
    findings.FINDINGS.title,
    findings.FINDINGS.description,
    findings.FINDINGS.key,
    (*(column.carried(lambda row: row.entry) for column in forms.HEAD), *findings.COLUMNS),
    findings.FINDINGS.items,
    findings.FINDINGS.rest,
    audited=True,
)

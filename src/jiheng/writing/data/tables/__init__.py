"""The tables: one definition for every format, for the documentation and for the descriptor."""

from typing import Any

from jiheng.writing.data.column import Table
from jiheng.writing.data.tables.findings import FINDING_FORMS, FINDINGS
from jiheng.writing.data.tables.forms import FORMS
from jiheng.writing.data.tables.funds import FUNDS
from jiheng.writing.data.tables.indicators import INDICATORS
from jiheng.writing.data.tables.others import OTHERS
from jiheng.writing.data.tables.trouble import DOUBTS, PROBLEMS
from jiheng.writing.data.tables.wide import FINDINGS_ALONE, RECORDS

__all__ = ["AUDIT_TABLES", "FINDINGS_ALONE", "RECORDS", "RECORD_TABLES"]

AUDIT_TABLES: tuple[Table[Any], ...] = (FORMS, FUNDS, INDICATORS, FINDINGS, FINDING_FORMS, OTHERS, DOUBTS, PROBLEMS)
"""Everything that an audit tells."""

RECORD_TABLES: tuple[Table[Any], ...] = tuple(table.unaudited() for table in AUDIT_TABLES if not table.audited)
"""What reading alone tells."""

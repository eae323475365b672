"""Excel 2003 XML, which LibreOffice reads: what would keep it busy for minutes is refused before."""

import re

from jiheng.reading.files.problem import Unreadable
from jiheng.reading.files.sniff import EXCEL_2003

_GREATEST = re.compile(rb"""(?:MergeAcross|MergeDown|Index|ExpandedColumnCount|Span)\s*=\s*["']\s*(\d+)""")
_HEAD = 1 << 16
_MOST = 65_536
"""Rows that a sheet of Excel 2003 has; forms have some hundred."""


def refuse_great(data: bytes) -> None:
    """Raise Unreadable where a cell of such a file spans, or a place lies beyond, what a sheet of Excel 2003 has."""
    if EXCEL_2003 not in data[:_HEAD]:
        return
    if any(int(match[1][:9]) > _MOST for match in _GREATEST.finditer(data)):
        raise Unreadable(
            "有超出工作表范围的合并或位置，不像自评表", "请核实文件来源，或用 Excel/WPS 打开后另存为 xlsx 再试。"
        )

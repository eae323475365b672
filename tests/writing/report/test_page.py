"""The page about reports names everything a template may name."""

import re
from pathlib import Path

from jiheng.writing.report import KINDS
from jiheng.writing.report.compose import KNOWN

_PAGE = Path(__file__).resolve().parents[3] / "docs" / "report.md"


def test_page_is_complete() -> None:
    text = _PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w]+)`", text))
    wanted = {*KNOWN.lists, *KNOWN.tables, *KNOWN.charts, *(one for one in KNOWN.figures if "." not in one)}
    assert not wanted - named
    assert all(one.partition(".")[2] in text for one in KNOWN.figures if "." in one)
    assert all(f"jiheng report {kind}" in text for kind in KINDS)

"""The look of the workbook: named cell formats, each with a twin for text that looks like a formula."""

from functools import cache
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

FONT = "等线"
INK, MUTED, LINE, HEAD, BAND = "#1F2933", "#616E7C", "#CBD2D9", "#243B53", "#EEF2F6"
COLOURS = {
    "error": ("#9B1C1C", "#FBE4E1"),
    "warning": ("#8A5300", "#FFF1CC"),
    "notice": ("#1D4F79", "#E3EEF8"),
}
"""Ink and ground of each severity. On grey paper the word in the cell tells them apart."""

_BASE: dict[str, Any] = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top"}
_CELL: dict[str, Any] = _BASE | {"border": 1, "border_color": LINE}

_DECIMALS = ".####"

STYLES: dict[str, dict[str, Any]] = {
    "title": _BASE | {"font_size": 20, "bold": True, "valign": "vcenter"},
    "lead": _BASE | {"font_size": 12, "valign": "vcenter"},
    "note": _BASE | {"font_color": MUTED, "font_size": 9, "valign": "vcenter"},
    "warn": _BASE | {"font_color": COLOURS["warning"][0], "font_size": 9, "valign": "vcenter"},
    "section": _BASE | {"font_size": 12, "bold": True, "font_color": HEAD, "bottom": 2, "bottom_color": HEAD},
    "tile_label": _BASE
    | {"font_color": MUTED, "font_size": 9, "align": "center", "valign": "vcenter", "bg_color": BAND}
    | {"left": 5, "right": 5, "left_color": "#FFFFFF", "right_color": "#FFFFFF"},
    "tile": _BASE
    | {"font_size": 18, "bold": True, "align": "center", "valign": "vcenter", "bg_color": BAND}
    | {"left": 5, "right": 5, "left_color": "#FFFFFF", "right_color": "#FFFFFF"},
    "head": _CELL
    | {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": HEAD,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
    },
    "text": _CELL | {"text_wrap": True},
    "line": _CELL | {"valign": "vcenter"},
    "picture": _CELL | {"font_name": "NSimSun", "font_color": HEAD, "align": "center"},
    "fill": _CELL | {"text_wrap": True, "bg_color": "#FFFBE6"},
    "muted": _CELL | {"text_wrap": True, "font_color": MUTED},
    "link": _CELL | {"align": "center", "font_color": "#1D4F79", "underline": 1},
    "line_link": _CELL | {"valign": "vcenter"} | {"font_color": "#1D4F79", "underline": 1},
    "centre": _CELL | {"align": "center"},
    "number": _CELL | {"align": "right", "num_format": "0.####"},
    "count": _CELL | {"align": "right", "valign": "vcenter", "indent": 1, "num_format": "#,##0"},
    "gap": _CELL | {"align": "right", "num_format": "+0.####;-0.####;0"},
    "share": _CELL | {"align": "right", "valign": "vcenter", "indent": 1, "num_format": "0.00%"},
    "share_wrong": _CELL
    | {"align": "right", "valign": "vcenter", "indent": 1, "num_format": "0.00%"}
    | {"bold": True, "font_color": COLOURS["error"][0], "bg_color": COLOURS["error"][1]},
    "band": _CELL | {"text_wrap": True, "bold": True, "bg_color": BAND},
    "band_line": _CELL | {"bold": True, "bg_color": BAND, "valign": "vcenter"},
    "band_centre": _CELL | {"align": "center", "bold": True, "bg_color": BAND},
    "band_number": _CELL | {"align": "right", "bold": True, "bg_color": BAND, "num_format": "0.####"},
    "band_gap": _CELL | {"align": "right", "bold": True, "bg_color": BAND, "num_format": "+0.####;-0.####;0"},
    "wrong": _CELL | {"align": "center", "bold": True, "font_color": COLOURS["error"][0]} | {"bg_color": "#FBE4E1"},
    "doubtful": _CELL | {"align": "center", "font_color": COLOURS["warning"][0], "bg_color": COLOURS["warning"][1]},
    **{
        name: _CELL | {"align": "center", "bold": True, "font_color": ink, "bg_color": ground}
        for name, (ink, ground) in COLOURS.items()
    },
}


class Styles:
    """The formats of one workbook, made when first asked for."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._get = cache(self._make)

    def _make(self, name: str, quoted: bool, whole: bool) -> Format:
        look = STYLES[name] | ({"quote_prefix": True} if quoted else {})
        if whole and "num_format" in look:
            look |= {"num_format": look["num_format"].replace(_DECIMALS, "")}
        return self._book.add_format(look)

    def __call__(self, name: str, text: str = "", *, whole: bool = False) -> Format:
        """The format of that name; for a text that begins like a formula, its twin that keeps it text when edited.

        `whole` is for a figure without decimals: Excel would leave the point standing behind it (90.).
        """
        return self._get(name, text.startswith(("=", "+", "-", "@", "\t", "\r")), whole)

"""Names of sheets and files after the project."""

import re

_IN_SHEET = re.compile(r"[\[\]:*?/\\']")
_IN_FILE = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*\u200b-\u200f\u2028-\u202e]")
_LONGEST_SHEET, _LONGEST_FILE = 31, 60
_NAMELESS = "自评表"


def sheet_name(project: str, taken: set[str]) -> str:
    """A name that Excel takes for the sheet of a project, unlike all in `taken`; adds it to them."""
    return _unlike(_IN_SHEET.sub("", project), _LONGEST_SHEET, taken)


def file_name(project: str, taken: set[str]) -> str:
    """A name without ending that every system takes for a file, unlike all in `taken`; adds it to them."""
    return _unlike(_IN_FILE.sub("", project).strip("."), _LONGEST_FILE, taken)


def _unlike(name: str, longest: int, taken: set[str]) -> str:
    base = name[:longest].strip() or _NAMELESS
    found, number = base, 1
    while found.lower() in taken:
        number += 1
        found = f"{base[: longest - len(str(number)) - 1]}_{number}"
    taken.add(found.lower())
    return found

"""Names of sheets and files after the project, such as every system and every office takes."""

import re

_UNSEEN = r"\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e"
_IN_SHEET = re.compile(rf"[\[\]:*?/\\'{_UNSEEN}]")
_IN_FILE = re.compile(rf"[<>:\"/\\|?*{_UNSEEN}]")
_OF_OFFICE = ("~$", "~")
"""What office programs put before the files that they keep open: such files are passed over when a folder is read."""
_OF_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|history)(?:\.|$)", re.IGNORECASE)
"""Names of devices, which Windows takes for no file, and the one name that Excel keeps for itself."""
_LONGEST_SHEET, _LONGEST_FILE = 31, 60
_NAMELESS = "自评表"


def sheet_name(project: str, taken: set[str]) -> str:
    """A name that Excel takes for the sheet of a project, unlike all in `taken`; adds it to them."""
    return _unlike(_own(_IN_SHEET.sub("", project)), _LONGEST_SHEET, taken)


def file_name(project: str, taken: set[str]) -> str:
    """A name without ending that every system takes for a file, unlike all in `taken`; adds it to them."""
    name = _IN_FILE.sub("", project).strip(". ")
    for mark in _OF_OFFICE:
        name = name.removeprefix(mark)
    return _unlike(_own(name), _LONGEST_FILE, taken)


def _own(name: str) -> str:
    """The name, with something before it where a system keeps it for itself."""
    return f"{_NAMELESS}_{name}" if _OF_WINDOWS.match(name) else name


def _unlike(name: str, longest: int, taken: set[str]) -> str:
    base = name[:longest].strip(". ") or _NAMELESS
    found, number = base, 1
    while found.lower() in taken:
        number += 1
        found = f"{base[: longest - len(str(number)) - 1]}_{number}"
    taken.add(found.lower())
    return found

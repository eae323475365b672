"""`jiheng` alone in a folder with forms: an offer to audit them."""

from pathlib import Path

from jiheng.reading.read import members

_ENDINGS = frozenset((".docx", ".doc", ".wps", ".xlsx", ".xls", ".et", ".pdf", ".ofd"))
_ENOUGH = 1000
"""Where more lie here, the number is no matter."""


def offered() -> list[str]:
    """The command that the person agrees to, [] where nothing lies here or it is not wanted."""
    found = 0
    for path in members(Path()):
        found += path.suffix.lower() in _ENDINGS
        if found >= _ENOUGH:
            break
    if not found:
        return []
    number = f"{found} 个以上" if found >= _ENOUGH else f"{found} 个"
    try:
        answer = input(f"这个文件夹里有 {number}可能是自评表的文件。回车：审核并打开网页报告；n：看说明  ")
    except (EOFError, KeyboardInterrupt):
        print()
        return []
    return ["audit", ".", "--open"] if answer.strip().lower() in ("", "y", "yes", "是") else []

"""How the loader says that a rulebook cannot be used."""

from pathlib import Path

from jiheng.trouble import Trouble


class BookError(Trouble):
    """A rulebook that cannot be used: which `file`, at which `key`, `what` is wrong (Chinese)."""

    def __init__(self, file: str | Path, key: str, what: str, advice: str) -> None:
        self.file = str(file)
        self.key = key
        self.what = what
        where = f"办法文件 {self.file}" + (f" 的 {key}" if key else "")
        super().__init__(f"{where}：{what}", advice)

"""How the loader says that a rulebook cannot be used."""

from pathlib import Path


class BookError(Exception):
    """A rulebook that cannot be used: which file, at which key, what is wrong, what to do (Chinese)."""

    def __init__(self, file: str | Path, key: str, message: str, advice: str) -> None:
        self.file = str(file)
        self.key = key
        self.message = message
        self.advice = advice
        where = f"办法文件 {self.file}" + (f" 的 {key}" if key else "")
        super().__init__(f"{where}：{message}。{advice}")

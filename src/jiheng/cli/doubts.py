"""`extract --review` and `--merge`: doubtful cells with their pictures, and what was mended there."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jiheng.cli import output
from jiheng.form import Form, Problem
from jiheng.system_error import reason
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from jiheng.writing.doubt_page import Mended


class Doubts:
    """Takes mended cells into the forms as they pass, and keeps those that stay doubtful for the page."""

    def __init__(self, review: Path | None, merge: Path | None) -> None:
        """Raises Trouble for a file of mended cells that cannot be read."""
        self._folder = review
        self._mended = _read(merge) if merge is not None else []
        self._refused: list[str] = []
        self._doubtful: list[Form] = []

    def see(self, form: Form) -> None:
        """Take notice of a form."""
        if self._mended:
            from jiheng.writing import doubt_page

            self._refused += doubt_page.merge(form, self._mended)
        if self._folder is not None and form.uncertain:
            self._doubtful.append(form)

    def finish(self, files: Sequence[str]) -> Iterator[str]:
        """Write the page; yields what there is to say (Chinese)."""
        yield from self._refused
        if self._mended:
            yield f"核对页里看过的 {len(self._mended) - len(self._refused)} 格已并进记录"
        if self._folder is None:
            return
        from jiheng.writing import doubt_page

        try:
            count = doubt_page.write(self._doubtful, _Contents(files), self._folder)
        except OSError as error:
            raise Trouble(f"写不进 {self._folder}（{reason(error)}）", "请换一个文件夹。") from error
        yield f"读不准的 {count} 格写在 {output.as_typed([str(self._folder / doubt_page.PAGE)])}，用浏览器打开核对"


class _Contents:
    """The bytes of the files that the user named, by the names that records have for them."""

    def __init__(self, files: Sequence[str]) -> None:
        from jiheng.reading.parallel import Document, documents

        found = documents(Path(name) for name in files if name != "-")
        self._documents = {document.name: document for document in found if isinstance(document, Document)}

    def __call__(self, name: str) -> bytes | None:
        from jiheng.reading.parallel import content

        document = self._documents.get(name)
        data = content(document) if document is not None else None
        return None if isinstance(data, Problem) else data


def _read(path: Path) -> "list[Mended]":
    from jiheng.writing import doubt_page

    try:
        return doubt_page.read(path.read_bytes())
    except OSError as error:
        raise Trouble(f"{path} 打不开（{reason(error)}）", "请核对路径。") from error

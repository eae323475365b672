"""All papers of an audit in the form that the ending of their path asks for, and their edits read back."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import msgspec

from jiheng.opinion import Edits, Kept, Papers, kept_letter, kept_of
from jiheng.system_error import reason
from jiheng.trouble import Trouble
from jiheng.writing.official.names import file_name
from jiheng.writing.opinion import markdown

_ENCODER = msgspec.json.Encoder(decimal_format="number")


class Office(msgspec.Struct, frozen=True):
    """Who sends the papers and until when an answer is due; "" and None leave a gap to be filled in."""

    name: str = ""
    due: date | None = None

    @property
    def signed(self) -> str:
        """The name, or the gap for it."""
        return self.name or "【待填写：审核单位】"

    @property
    def until(self) -> str:
        """The day in words, or the gap for it."""
        return f"{self.due.year}年{self.due.month}月{self.due.day}日" if self.due else "【待填写：答复期限】"


def write_papers(papers: Papers, ending: str, office: Office) -> bytes:
    """The papers as .docx, .md or .json."""
    return _WRITERS[ending](papers, office)


def separate(papers: Papers, office: Office) -> Iterator[tuple[str, bytes]]:
    """The papers as Word documents of their own, each with its file name: one a unit, and the overview."""
    from jiheng.writing.opinion.docx import write

    taken: set[str] = set()
    yield f"{file_name('审核情况一览', taken)}.docx", write(papers, office.signed, office.until, overview=True)
    opinions = {opinion.id: opinion for opinion in papers.opinions}
    for letter in papers.letters:
        own = Papers(tuple(opinions[name] for name in letter.forms), (letter,))
        data = write(own, office.signed, office.until, overview=False)
        yield f"{file_name(f'审核意见单 {letter.unit}', taken)}.docx", data


def kept(path: Path) -> dict[str, Kept]:
    """People's work on the opinions of papers written before, by the identity of the form."""
    return edits(path).forms


def edits(path: Path) -> Edits:
    """People's work in papers written before, in opinions and letters; of a folder in all of its papers.

    Raises Trouble for a file without any opinion.
    """
    if not path.is_dir():
        return _kept_in(path)
    found = [_kept_in(file, whole=False) for file in sorted(path.iterdir()) if file.suffix.lower() in _READERS]
    return Edits(
        {name: work for file in found for name, work in file.forms.items()},
        {name: work for file in found for name, work in file.letters.items()},
    )


def _kept_in(path: Path, whole: bool = True) -> Edits:
    """Of one file; where it is not the `whole`, it may hold no opinions (the overview)."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise Trouble(f"不能从“{path.name}”取回修改", f"请给出 jiheng opinion 写成的 {'、'.join(_READERS)} 文件。")
    try:
        found = reader(path.read_bytes())
    except OSError as error:
        raise Trouble(f"打不开 {path}：{reason(error)}", "请检查文件名和位置。") from error
    if whole and not found.forms:
        raise Trouble(f"{path.name} 里没有审核意见", "只有 jiheng opinion 写成的文件能更新，文件里的标记须还在。")
    return found


def _docx(papers: Papers, office: Office) -> bytes:
    from jiheng.writing.opinion.docx import write  # loaded only when asked for

    return write(papers, office.signed, office.until)


def _read_docx(data: bytes) -> Edits:
    from jiheng.writing.opinion.docx_back import read

    return read(data)


def _markdown(papers: Papers, office: Office) -> bytes:
    return markdown.write(papers, office.signed, office.until).encode("utf-8", "replace")


def _json(papers: Papers, office: Office) -> bytes:
    return msgspec.json.format(_ENCODER.encode(papers), indent=1) + b"\n"


def _read_json(data: bytes) -> Edits:
    try:
        papers = msgspec.json.decode(data, type=Papers)
    except msgspec.MsgspecError as error:
        raise Trouble(
            f"看不懂这份审核意见：{error}", "请给出 jiheng opinion 写成的 .json，改动时不要改字段名。"
        ) from error
    return Edits(
        {opinion.id: kept_of(opinion) for opinion in papers.opinions},
        {letter.id: kept_letter(letter) for letter in papers.letters},
    )


ENDINGS = (".docx", ".md", ".json")
_WRITERS: dict[str, Callable[[Papers, Office], bytes]] = {".docx": _docx, ".md": _markdown, ".json": _json}
_READERS: dict[str, Callable[[bytes], Edits]] = {
    ".docx": _read_docx,
    ".md": lambda data: markdown.read(data.decode("utf-8-sig", "replace")),
    ".json": _read_json,
}

"""Bytes → numbered lines of text: the encoding known by content, in bounded memory."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from jiheng.expression import expression
from jiheng.reading.files.problem import Unreadable

MAX_LINE = 200_000
"""Characters of a line that are read; the rest of a longer line is left out and said."""
_BLOCK = 1 << 16
"""Characters that are read at a time, fewer than a line may have."""
SAMPLE = 1 << 18
"""Bytes by which the encoding is known, from the first that is not ASCII."""

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_TRIED = "UTF-8、GB18030（GBK）、UTF-16"
_MOST_BAD = 0.03
"""Share of broken and control characters above which something is no text."""
_HARDLY_BAD = 0.005
"""Share up to which nothing else is tried, if most of what is not ASCII is whole: little text among much markup."""
_ASCII = bytes(range(128))
_BAD = expression(r"[\x00-\x08\x0e-\x19\x1b-\x1f�]")

_CONTROLS = bytes(code for code in range(32) if _BAD.match(chr(code)))


class Lines:
    """The lines of a text file, numbered from 1; what had to be left out is told afterwards."""

    def __init__(self, stream: BinaryIO) -> None:
        self.encoding = encoding_of(stream)
        self.broken: list[int] = []
        self.too_long: list[int] = []
        self._text = io.TextIOWrapper(stream, self.encoding, errors="replace", newline=None)

    def __iter__(self) -> Iterator[tuple[int, str]]:
        number, rest = 0, ""
        while block := self._text.read(_BLOCK):
            *lines, rest = (rest + block).split("\n")
            rest = rest[: MAX_LINE + 1]
            yield from self._numbered(lines, number + 1)
            number += len(lines)
        if rest:
            yield from self._numbered([rest], number + 1)

    def _numbered(self, lines: list[str], first: int) -> Iterator[tuple[int, str]]:
        """The lines with their numbers, what is wrong with them noted; the first alone may be longer than a block."""
        if lines and len(lines[0]) > MAX_LINE:
            self._note(self.too_long, first)
            lines[0] = lines[0][:MAX_LINE]
        for number in [number for number, line in enumerate(lines, first) if "�" in line]:
            self._note(self.broken, number)
        return enumerate(lines, first)

    @staticmethod
    def _note(numbers: list[int], number: int) -> None:
        if len(numbers) < 5:
            numbers.append(number)


def encoding_of(stream: BinaryIO) -> str:
    """The encoding of a seekable stream, which is left at its beginning. Raises Unreadable."""
    sample = _sample(stream)
    for bom, encoding in _BOMS:
        if sample.startswith(bom):
            return encoding
    if (wide := _wide(sample)) is not None:
        return wide
    best, share = "utf-8", _bad_share(sample, "utf-8")
    is_foreign = share > _HARDLY_BAD or _is_mostly_broken(sample)
    if is_foreign and (other := _bad_share(sample, "gb18030")) < share:
        best, share = "gb18030", other
    if share > _MOST_BAD:
        raise Unreadable(
            f"不是能读的文件格式；是文本的，编码认不出（试过 {_TRIED}）",
            "请用原来的程序打开，另存为 Word、Excel 或 PDF；是文本的，用记事本另存为 UTF-8。",
        )
    return best


def _sample(stream: BinaryIO) -> bytes:
    """The first bytes, or where they are all ASCII those from the first that is not."""
    stream.seek(0)
    sample = stream.read(SAMPLE)
    if sample.isascii() and b"\x00" not in sample:
        offset = len(sample)
        while block := stream.read(SAMPLE):
            if not block.isascii():
                start = next(i for i, byte in enumerate(block) if byte > 127)
                stream.seek(offset + start)
                sample = stream.read(SAMPLE)
                break
            offset += len(block)
    stream.seek(0)
    return sample


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: the zero bytes of its ASCII characters stand all on one side."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 0.01 * len(sample) or min(even, odd) > 0.1 * max(even, odd):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    return encoding if _bad_share(sample[: len(sample) // 2 * 2], encoding) <= _MOST_BAD else None


def _is_mostly_broken(sample: bytes) -> bool:
    """Whether most of what is not ASCII is no UTF-8."""
    foreign = sample.translate(None, _ASCII).decode("utf-8", errors="replace")
    return foreign.count("�") > len(foreign) / 2


def _bad_share(sample: bytes, encoding: str) -> float:
    """The share of characters that are broken or control characters; a character cut off at the end does not count."""
    text = sample.decode(encoding, errors="replace")
    if len(sample) >= SAMPLE:
        text = text[:-2]
    if not text:
        return 0.0
    if encoding.startswith("utf-16"):
        return len(_BAD.findall(text)) / len(text)
    controls = len(sample) - len(sample.translate(None, _CONTROLS))  # no part of a longer character looks like one
    return (text.count("�") + controls) / len(text)

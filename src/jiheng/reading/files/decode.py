"""Bytes → numbered lines of text: the encoding known by content, in bounded memory."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from jiheng.reading.files.problem import Unreadable

MAX_LINE = 200_000
"""Characters of a line that are read; the rest of a longer line is left out and said."""
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


class Lines:
    """The lines of a text file, numbered from 1; what had to be left out is told afterwards."""

    def __init__(self, stream: BinaryIO) -> None:
        self.encoding = encoding_of(stream)
        self.broken: list[int] = []
        self.too_long: list[int] = []
        self._text = io.TextIOWrapper(stream, self.encoding, errors="replace", newline=None)

    def __iter__(self) -> Iterator[tuple[int, str]]:
        number = 0
        while line := self._text.readline(MAX_LINE):
            number += 1
            if not line.endswith("\n") and len(line) >= MAX_LINE:
                self._note(self.too_long, number)
                while (rest := self._text.readline(MAX_LINE)) and not rest.endswith("\n"):
                    pass
            if "�" in line:
                self._note(self.broken, number)
            yield number, line.rstrip("\n")

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
    shares = {encoding: _bad_share(sample, encoding) for encoding in ("utf-8", "gb18030")}
    best = "utf-8" if shares["utf-8"] <= max(shares["gb18030"], 0.005) else "gb18030"
    if shares[best] > _MOST_BAD:
        raise Unreadable(
            f"不是文本文件，或编码认不出（试过 {_TRIED}）",
            "请用记事本或 WPS 打开，另存为 UTF-8 文本，或直接交原始的 Word、Excel 文件。",
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


def _bad_share(sample: bytes, encoding: str) -> float:
    """The share of characters that are broken or control characters; a character cut off at the end does not count."""
    text = sample.decode(encoding, errors="replace")
    if len(sample) >= SAMPLE:
        text = text[:-2]
    if not text:
        return 0.0
    bad = text.count("�") + sum(text.count(chr(code)) for code in range(32) if code not in (9, 10, 11, 12, 13, 26))
    return bad / len(text)

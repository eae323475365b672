"""A chart as an Enhanced Metafile: the drawing commands of Windows, which every office program shows.

It needs no font and no other program: the texts are drawn where the picture is shown. Layout of the
records: [MS-EMF] 2.3. One unit is a twentieth of a point.
"""

from functools import singledispatch
from struct import pack

from jiheng.writing.charts.shapes import EDGE, GREY, INK, PALE, SIZE, Box, Dot, Line, Picture, Text

_UNIT = 20
_DEVICE, _DEVICE_MM = 14400, 254
"""The size of the device that the units belong to: ten inches at 1440 dots."""
_MM100 = 2540 / 1440
_HEADER, _EOF, _SELECT, _PEN, _BRUSH, _FONT = 1, 14, 37, 38, 39, 82
_BACKGROUND, _ALIGN, _MOVE, _LINE_TO, _ELLIPSE, _RECTANGLE, _TEXT = 18, 22, 27, 54, 42, 43, 84
_TRANSPARENT, _BASELINE = 1, 24
_ANCHORS = {"start": 0, "middle": 6, "end": 2}
_CHINESE = 134
"""The character set GB2312, for which a system without the face picks another Chinese one."""
_FACE = "宋体"
_FILLS = {INK: 3, GREY: 4, PALE: 5}
"""Fills by the number of their brush; 1 is the pen, 2 the font of texts."""


def emf(picture: Picture) -> bytes:
    """The chart as a file."""
    records = [_record(_BACKGROUND, pack("<I", _TRANSPARENT)), *_tools()]
    for shape in picture.shapes:
        records += _drawn(shape)
    records.append(_record(_EOF, pack("<III", 0, 16, 20)))
    return _header(picture, records) + b"".join(records)


def _record(kind: int, body: bytes) -> bytes:
    return pack("<II", kind, 8 + len(body)) + body


def _units(points: float) -> int:
    return round(points * _UNIT)


def _header(picture: Picture, records: list[bytes]) -> bytes:
    wide, high = _units(picture.width), _units(picture.height)
    frame = (0, 0, round(wide * _MM100), round(high * _MM100))
    bytes_in_file = 88 + sum(map(len, records))
    body = pack("<4i4i", 0, 0, wide, high, *frame) + pack(
        "<4sIIIHHIII", b" EMF", 0x10000, bytes_in_file, len(records) + 1, max(_FILLS.values()) + 1, 0, 0, 0, 0
    )
    return _record(_HEADER, body + pack("<4i", _DEVICE, _DEVICE, _DEVICE_MM, _DEVICE_MM))


def _colour(value: str) -> int:
    red, green, blue = (int(value[at : at + 2], 16) for at in (1, 3, 5))
    return red | green << 8 | blue << 16


def _tools() -> list[bytes]:
    """The pen, the font and the brushes; the pen and the font are taken in hand."""
    pen = _record(_PEN, pack("<IIiiI", 1, 0, _units(EDGE), 0, _colour(INK)))
    brushes = [_record(_BRUSH, pack("<IIII", number, 0, _colour(fill), 0)) for fill, number in _FILLS.items()]
    return [pen, _select(1), _font(), _select(2), *brushes]


def _font() -> bytes:
    face = _FACE.encode("utf-16-le").ljust(64, b"\0")
    look = pack("<5i8B", -_units(SIZE), 0, 0, 0, 400, 0, 0, 0, _CHINESE, 0, 0, 0, 0) + face
    return _record(_FONT, pack("<I", 2) + look + bytes(320 - len(look)))


def _select(number: int) -> bytes:
    return _record(_SELECT, pack("<I", number))


@singledispatch
def _drawn(shape: object) -> list[bytes]:
    raise TypeError(shape)


@_drawn.register
def _(text: Text) -> list[bytes]:
    letters = text.text.encode("utf-16-le")
    count = len(letters) // 2
    at = 8 + 28 + 40
    padded = letters + bytes(-len(letters) % 4)
    advances = b"".join(pack("<I", _advance(letter)) for letter in _utf16(text.text))
    place = pack("<2iIII4iI", _units(text.x), _units(text.y), count, at, 0, 0, 0, -1, -1, at + len(padded))
    body = pack("<4iIff", 0, 0, -1, -1, 1, 1.0, 1.0) + place + padded + advances
    return [_record(_ALIGN, pack("<I", _BASELINE | _ANCHORS[text.anchor])), _record(_TEXT, body)]


def _utf16(text: str) -> list[str]:
    """The letters, one for each unit of UTF-16; the second half of a pair takes no room."""
    return [unit for letter in text for unit in (letter, *[""] * (len(letter.encode("utf-16-le")) // 2 - 1))]


def _advance(letter: str) -> int:
    """How far a letter moves the next: half a square for Latin letters and figures, as in 宋体."""
    return 0 if not letter else _units(SIZE / 2 if letter.isascii() else SIZE)


@_drawn.register
def _(box: Box) -> list[bytes]:
    edges = (box.x, box.y, box.x + max(box.width, 0), box.y + max(box.height, 0))
    return [_select(_FILLS[box.fill]), _record(_RECTANGLE, pack("<4i", *map(_units, edges)))]


@_drawn.register
def _(line: Line) -> list[bytes]:
    return [
        _record(_MOVE, pack("<2i", _units(line.x1), _units(line.y1))),
        _record(_LINE_TO, pack("<2i", _units(line.x2), _units(line.y2))),
    ]


@_drawn.register
def _(dot: Dot) -> list[bytes]:
    edges = (dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius)
    return [_select(_FILLS[dot.fill]), _record(_ELLIPSE, pack("<4i", *map(_units, edges)))]

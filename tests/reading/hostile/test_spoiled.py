"""Files cut short, with bits turned, under a wrong name, with macros and outside links."""

import io
import socket
import zipfile
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effort import examples

from jiheng.form import Form, Problem
from jiheng.reading import read_bytes

from ..formats import excel, ofd_file, page, print_out, word
from ..formats.paper import Layout, Paper, draw
from ..render import LABELS, VARIANTS
from ..test_many import TEXT

KINDS: dict[str, Callable[[list[Paper]], bytes]] = {
    "docx": word.document,
    "xlsx": excel.workbook,
    "html": page.page,
    "pdf": print_out.printed,
    "ofd": lambda papers: ofd_file.written(papers, ofd_file.Ofd(templates=True)),
}


@cache
def paper() -> tuple[Form, Paper]:
    """One small form."""
    [form] = (found for found in read_bytes(TEXT.encode(), "甲.txt") if isinstance(found, Form))
    order = tuple(name for name in LABELS if getattr(form.indicators[0], name) is not None)
    form.totals = form.totals or []
    return form, draw(form, Layout(order, {name: words[0] for name, words in VARIANTS.items()}))


@cache
def sample(kind: str) -> bytes:
    return KINDS[kind]([paper()[1]])


def projects(data: bytes, name: str) -> list[str | None]:
    return [found.project for found in read_bytes(data, name) if isinstance(found, Form)]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=examples(50), deadline=None)
@given(places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 7)), max_size=12), end=st.floats(0, 1))
def test_turned_bits_and_cut_ends(kind: str, places: list[tuple[float, int]], end: float) -> None:
    data = bytearray(sample(kind))
    for place, bit in places:
        data[int(place * len(data))] ^= 1 << bit
    found = list(read_bytes(bytes(data[: max(1, int(end * len(data)))]), f"甲.{kind}"))
    assert found
    assert all("缺陷" not in item.advice for item in found if isinstance(item, Problem)), found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ending", ["txt", "pdf", "doc", "xls", "jpg"])
def test_wrong_endings(kind: str, ending: str) -> None:
    assert projects(sample(kind), f"甲.{ending}") == [paper()[0].project]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_macros_and_outside_links_do_nothing(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program in the file is not run and an address in it not asked for."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a reader went to the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    folder = {"docx": "word", "xlsx": "xl"}[kind]
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        'Target="http://example.invalid/a.dotm" TargetMode="External"/></Relationships>'
    )
    buffer = io.BytesIO(sample(kind))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(f"{folder}/vbaProject.bin", b"\xd0\xcf\x11\xe0 Auto_Open Shell")
        archive.writestr(f"{folder}/_rels/settings.xml.rels", link)
    assert projects(buffer.getvalue(), f"甲.{kind}m") == [paper()[0].project]


def test_web_page_with_outside_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a reader went to the network")

    monkeypatch.setattr(socket, "socket", refuse)
    outside = b"<img src='http://example.invalid/a.png'><link rel=stylesheet href='http://example.invalid/a.css'>"
    outside += b"<iframe src='file:///etc/passwd'></iframe><script src='//example.invalid/a.js'></script>"
    data = sample("html").replace(b"<body>", b"<body>" + outside)
    assert projects(data, "甲.html") == [paper()[0].project]


def test_web_archive() -> None:
    import base64

    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=xx\r\n\r\n--xx\r\nContent-Type: text/html; "
    head += b"charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    data = head + base64.encodebytes(sample("html")) + b"\r\n--xx--\r\n"
    assert projects(data, "甲.mht") == [paper()[0].project]

"""Remarks in an OFD: each at its cell, the form reads as before, parts that are not touched stay byte for byte."""

import io
import zipfile

import pytest
from lxml import etree
from tests.reading.formats.ofd_file import Ofd, packed, written
from tests.reading.hostile.test_spoiled import paper

from jiheng.checks import audit
from jiheng.form import Form
from jiheng.reading import read_bytes
from jiheng.reading.files.sniff import FileKind
from jiheng.reading.formats.ofd_geometry import POINTS
from jiheng.writing.annotate import annotate

NAME = "甲.ofd"
_SPACE = "{http://www.ofdspec.org/2016}"


@pytest.fixture(scope="module")
def ofd() -> bytes:
    return written([paper()[1]], Ofd(templates=True))


def forms(data: bytes) -> list[Form]:
    found = [item for item in read_bytes(data, NAME) if isinstance(item, Form)]
    assert found
    return found


def annotated(data: bytes) -> bytes:
    out, ending = annotate(data, FileKind.OFD, NAME, audit(forms(data)))
    assert ending == ".ofd"
    return out


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def notes(data: bytes) -> list[tuple[str, list[float]]]:
    """The words and the boundary of every annotation."""
    found = []
    for name, content in parts(data).items():
        if "JihengAnnots/Page" in name:
            for note in etree.fromstring(content).iter(f"{_SPACE}Annot"):
                words, drawn = note.find(f"{_SPACE}Remark"), note.find(f"{_SPACE}Appearance")
                assert words is not None and drawn is not None
                found.append((words.text or "", [float(x) for x in (drawn.get("Boundary") or "").split()]))
    return found


def test_each_note_lies_over_its_cell(ofd: bytes) -> None:
    [form] = forms(ofd)
    boxes = [[side / POINTS for side in origin.box] for origin in form.origins.values() if origin.box]
    said = notes(annotated(ofd))
    assert said and all("【" in words for words, _ in said)
    for _, (left, top, wide, high) in said:
        assert any([left, top, left + wide, top + high] == pytest.approx(box, abs=0.05) for box in boxes)


def test_the_form_reads_as_before_and_notes_add_up(ofd: bytes) -> None:
    once = annotated(ofd)
    assert forms(once) == forms(ofd)
    assert len(notes(annotated(once))) == 2 * len(notes(once))


def test_ids_are_new_and_other_parts_stay(ofd: bytes) -> None:
    before, after = parts(ofd), parts(annotated(ofd))
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {"Doc_0/Document.xml", *(name for name in changed if "JihengAnnots" in name)}
    root = etree.fromstring(after["Doc_0/Document.xml"])
    greatest = int(root.findtext(f".//{_SPACE}MaxUnitID") or 0)
    ids = [
        int(item.get("ID") or 0)
        for name in changed
        if "Page_" in name
        for item in etree.fromstring(after[name]).iter()
        if item.get("ID")
    ]
    assert len(ids) == len(set(ids)) and min(ids) > 9000 and max(ids) == greatest
    order = [etree.QName(child).localname for child in root]
    assert order == ["CommonData", "Pages", "Annotations"]


def test_notes_of_others_stay(ofd: bytes) -> None:
    content = {name: data.decode() for name, data in parts(ofd).items()}
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    content["Doc_0/Document.xml"] = content["Doc_0/Document.xml"].replace(
        "</ofd:Document>", "<ofd:Annotations>A/List.xml</ofd:Annotations></ofd:Document>"
    )
    content["Doc_0/A/List.xml"] = (
        f'<ofd:Annotations {space}><ofd:Page PageID="1"><ofd:FileLoc>1.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
    )
    content["Doc_0/A/1.xml"] = f'<ofd:PageAnnot {space}><ofd:Annot ID="77" Type="Stamp"/></ofd:PageAnnot>'
    after = parts(annotated(packed(content)))
    kinds = [note.get("Type") for note in etree.fromstring(after["Doc_0/A/1.xml"])]
    assert kinds[0] == "Stamp" and set(kinds[1:]) == {"Highlight"}

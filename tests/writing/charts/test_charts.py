"""The charts: drawn once, shown the same in pages, Word, Excel and PDF, with or without Typst."""

import re
import struct
import sys
from datetime import datetime
from decimal import Decimal

import pytest
from lxml import etree
from tests.department.forms import form, funded

from jiheng.department import Group, Rollup, add_up
from jiheng.places import load
from jiheng.writing.charts import CHARTS, office_picture, svg
from jiheng.writing.charts.emf import emf
from jiheng.writing.charts.forms import ChartRow, bars, columns
from jiheng.writing.charts.shapes import Box, Dot, Text

WHEN = datetime(2025, 3, 1, 9, 30)


@pytest.fixture
def rollup() -> Rollup:
    forms = [funded("甲<1>", ("100", "300", "150"), "90"), form("乙", 实施单位="海云市闸站管理所")]
    return add_up(forms, book=load("mof-2020")).rollup


@pytest.fixture
def group(rollup: Rollup) -> Group:
    return rollup.groups[0]


@pytest.fixture
def without_typst(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)


def records(data: bytes) -> list[tuple[int, bytes]]:
    """The records of a metafile: (kind, body)."""
    found, at = [], 0
    while at < len(data):
        kind, size = struct.unpack_from("<II", data, at)
        assert size >= 8 and size % 4 == 0
        found.append((kind, data[at + 8 : at + size]))
        at += size
    assert at == len(data)
    return found


def words(data: bytes) -> list[str]:
    """The texts of a metafile."""
    bodies = [body for kind, body in records(data) if kind == 84]
    said = []
    for body in bodies:
        count, at = struct.unpack_from("<II", body, 36)
        said.append(body[at - 8 : at - 8 + 2 * count].decode("utf-16-le"))
    return said


def test_titles_say_what_is_seen(group: Group) -> None:
    titles = {name: picture.title for name, draw in CHARTS.items() if (picture := draw(group)) is not None}
    assert titles["execution"].startswith("各单位预算执行率：最低的是")
    assert titles["losses"].startswith("各类指标失分（分）：失分最多的是")
    assert titles["scores"].startswith("项目自评得分分布（个）：在90分至")
    assert "较大的一半平均" in titles["budget"]


@pytest.mark.parametrize("name", CHARTS)
def test_the_same_texts_in_every_kind_of_picture(name: str, group: Group) -> None:
    picture = CHARTS[name](group)
    assert picture is not None
    texts = [shape.text for shape in picture.shapes if isinstance(shape, Text)]
    assert texts
    tree = etree.fromstring(svg(picture))
    assert [node.text for node in tree.iter("{*}text")] == texts == words(emf(picture))
    assert tree.get("aria-label") == picture.spoken
    boxes = sum(isinstance(shape, Box) for shape in picture.shapes)
    dots = sum(isinstance(shape, Dot) for shape in picture.shapes)
    kinds = [kind for kind, _ in records(emf(picture))]
    assert (len(list(tree.iter("{*}rect"))), kinds.count(43)) == (boxes, boxes)
    assert (len(list(tree.iter("{*}circle"))), kinds.count(42)) == (dots, dots)


@pytest.mark.parametrize("name", CHARTS)
def test_shapes_stay_inside_and_are_grey(name: str, group: Group) -> None:
    picture = CHARTS[name](group)
    assert picture is not None
    for shape in picture.shapes:
        if isinstance(shape, Box):
            assert shape.x >= 0 and shape.x + shape.width <= picture.width
            assert shape.y >= 0 and shape.y + shape.height <= picture.height
    colours = re.findall(r'(?:fill|stroke)="(#\w{6})"', svg(picture))
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours)


def test_a_metafile_says_its_size_and_number_of_records(group: Group) -> None:
    picture = CHARTS["losses"](group)
    assert picture is not None
    data = emf(picture)
    size, count = struct.unpack_from("<II", data, 48)
    assert (size, count) == (len(data), len(records(data)))
    right, lower = struct.unpack_from("<ii", data, 32)
    assert right == pytest.approx(picture.width / 72 * 2540, abs=1)
    assert lower == pytest.approx(picture.height / 72 * 2540, abs=1)


def test_lengths_are_in_proportion_and_nothing_is_drawn_for_nothing() -> None:
    rows = [
        ChartRow("甲", ((Decimal(50), "50"),)),
        ChartRow("乙", ((Decimal(25), "25"),)),
        ChartRow("丙", ((Decimal(-3), "-3"),)),
    ]
    first, second, third = (shape.width for shape in bars("题", rows, Decimal(50)).shapes if isinstance(shape, Box))
    assert first == pytest.approx(2 * second) and third == 0
    drawn = columns("题", [ChartRow("甲", ((Decimal(0), "0"),)), ChartRow("乙", ((Decimal(4), "4"),))])
    assert sum(isinstance(shape, Box) for shape in drawn.shapes) == 1


def test_no_chart_without_data() -> None:
    lone = add_up([form("甲")], book=load("mof-2020")).rollup.groups[0]
    assert CHARTS["budget"](lone) is None


@pytest.mark.usefixtures("without_typst")
def test_metafile_where_typst_is_missing(group: Group) -> None:
    picture = CHARTS["scores"](group)
    assert picture is not None
    data, kind = office_picture(picture)
    assert kind == "emf" and data[40:44] == b" EMF"

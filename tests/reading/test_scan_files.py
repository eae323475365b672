"""Picture files that cannot be read: a clear word, in bounded time."""

import io

import pytest

pytest.importorskip("rapidocr")
np = pytest.importorskip("numpy")

from PIL import Image  # noqa: E402

from jiheng.form import Problem  # noqa: E402
from jiheng.reading import read_bytes  # noqa: E402
from jiheng.reading.scan import pages  # noqa: E402


def saved(size, ending="PNG", mode="L"):
    stream = io.BytesIO()
    Image.new(mode, size, 255 if mode == "L" else None).save(stream, ending)
    return stream.getvalue()


def problem(data, name):
    (found,) = read_bytes(data, name)
    assert isinstance(found, Problem)
    return found


def test_a_huge_picture_is_refused_by_its_size():
    found = problem(saved((9000, 8000), mode="1"), "大图.png")
    assert "9000×8000" in found.message and "dpi" in found.advice


@pytest.mark.parametrize("ending", ["PNG", "BMP", "TIFF", "GIF", "WEBP"])
def test_an_icon_holds_no_table(ending):
    assert "没有找到表格" in problem(saved((32, 32), ending), f"图标.{ending.lower()}").message


def test_a_cut_picture_is_damaged():
    data = saved((800, 600))
    assert "损坏" in problem(data[: len(data) // 2], "半张.png").message
    assert "损坏" in problem(data[:40], "开头.png").message


def test_without_the_extra_the_way_to_install_it_is_said(monkeypatch):
    monkeypatch.setattr(pages, "_NEEDS", ("no_such_recogniser",))
    assert "jiheng[ocr]" in problem(saved((800, 600)), "扫描.png").advice

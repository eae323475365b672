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


def test_forms_before_a_page_that_cannot_be_read_are_not_lost(monkeypatch):
    pytest.importorskip("typst")
    import pypdfium2 as pdfium

    from jiheng.form import Form, Fund, Indicator
    from jiheng.writing.official import fill

    form = Form(
        year="2024",
        project="云溪区图书馆夜间开放",
        funds=[Fund("年度资金总额", "100", "100", "86", "10", "86%", "8.6")],
        indicators=[Indicator("产出指标", "数量指标", "开放天数", "≥", "280", "天", "286天", "90", "90")],
        total_weight="100",
        total_score="98.6",
    )
    document = pdfium.PdfDocument(fill([form], ".pdf"))
    document.import_pages(pdfium.PdfDocument(saved((1200, 1700), "PDF")))
    stream = io.BytesIO()
    document.save(stream)
    monkeypatch.setattr(pages, "_NEEDS", ("no_such_recogniser",))
    found = list(read_bytes(stream.getvalue(), "混合.pdf"))
    assert [one.project for one in found if isinstance(one, Form)] == [form.project]
    assert any(isinstance(one, Problem) and "jiheng[ocr]" in one.advice for one in found)


@pytest.mark.full
def test_lines_across_without_any_down_are_named():
    cv2 = pytest.importorskip("cv2")
    page = np.full((2339, 1654), 255, np.uint8)
    for y in range(300, 2000, 90):
        cv2.line(page, (120, y), (1530, y), 0, 2)
        for x in range(140, 1400, 300):
            cv2.putText(page, "Abc 12.5", (x, y + 60), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2)
    stream = io.BytesIO()
    Image.fromarray(page).save(stream, "PNG")
    assert "没有竖线" in problem(stream.getvalue(), "三线表.png").message

"""Scans and photographs of made-up forms, read with the real recogniser."""

import io
import unicodedata

import pytest

pytest.importorskip("rapidocr")
cv2 = pytest.importorskip("cv2")
np = pytest.importorskip("numpy")
pytest.importorskip("typst")

import pypdfium2 as pdfium  # noqa: E402
from PIL import Image, ImageDraw, ImageFont  # noqa: E402

from jiheng.form import TOTAL_FUND, Form, Fund, Indicator, Problem  # noqa: E402
from jiheng.reading import read_bytes  # noqa: E402
from jiheng.writing.official import fill  # noqa: E402

from .formats.ofd_file import one_page  # noqa: E402

pytestmark = pytest.mark.slow

FORM = Form(
    year="2024",
    project="云溪区图书馆夜间开放",
    department="云溪区文化和旅游局",
    unit="云溪区图书馆",
    funds=[
        Fund(TOTAL_FUND, "86.5", "86.5", "81.31", "10", "94%", "9.4"),
        Fund("当年财政拨款", "86.5", "86.5", "81.31", "—", "94%", "—"),
        Fund("上年结转资金", "0", "0", "0", "—", "", "—"),
        Fund("其他资金", "0", "0", "0", "—", "", "—"),
    ],
    goal_expected="延长开放时间，方便上班的读者借阅，全年夜间开放不少于280天。",
    goal_actual="全年夜间开放286天，接待读者3.2万人次，读者反映良好。",
    indicators=[
        Indicator("产出指标", "数量指标", "夜间开放天数", "≥", "280", "天", "286天", "30", "30", ""),
        Indicator(
            "产出指标", "质量指标", "设备完好率", "=", "100", "%", "98%", "20", "19.6", "两台借还机故障，已报修更换"
        ),
        Indicator(
            "效益指标",
            "社会效益指标",
            "方便读者借阅",
            "定性",
            "优良中低差",
            "项",
            "优（夜间读者明显增加）",
            "30",
            "30",
            "",
        ),
        Indicator("满意度指标", "服务对象满意度指标", "读者满意度", "≥", "90", "%", "95.6%", "10", "10", ""),
    ],
    total_weight="100",
    total_score="99",
)


@pytest.fixture(scope="module")
def page():
    document = pdfium.PdfDocument(fill([FORM], ".pdf"))
    return document[0].render(scale=200 / 72, grayscale=True).to_numpy().squeeze().copy()


def saved(picture, ending="PNG", **options):
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, ending, **options)
    return stream.getvalue()


def turned(picture, angle):
    high, wide = picture.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    return cv2.warpAffine(picture, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)


def as_read(data, name):
    (form,) = read_bytes(data, name)
    assert isinstance(form, Form), form
    return form


def texts(form):
    head = (form.project, form.department, form.unit, form.goal_expected, form.goal_actual)
    funds = [(f.name, f.initial, f.budget, f.executed, f.weight, f.rate, f.score) for f in form.funds]
    rows = [
        (i.l1, i.l2, i.l3, i.property, i.target, i.unit, i.actual, i.weight, i.score, i.reason) for i in form.indicators
    ]
    return head, funds, rows, (form.total_weight, form.total_score)


def bare(values):
    return unicodedata.normalize("NFKC", str(values))


def test_a_clean_picture_is_read_to_the_letter(page):
    assert bare(texts(as_read(saved(page), "扫描.png"))) == bare(texts(FORM))


def test_a_scan_askew_speckled_and_compressed_is_read_to_the_letter(page):
    random = np.random.default_rng(11)
    poor = turned(page, 1.3).astype(np.float32) * 0.85 + random.normal(0, 5, page.shape)
    form = as_read(saved(np.clip(poor, 0, 255).astype(np.uint8), "PDF", resolution=200), "扫描.pdf")
    assert bare(texts(form)) == bare(texts(FORM))
    place = form.origins["total_score"]
    assert place.page == 1 and place.box is not None


def test_a_mixed_pdf_is_read_page_by_page(page):
    document = pdfium.PdfDocument(fill([FORM], ".pdf"))
    document.import_pages(pdfium.PdfDocument(saved(page, "PDF", resolution=200)))
    stream = io.BytesIO()
    document.save(stream)
    forms = list(read_bytes(stream.getvalue(), "混合.pdf"))
    assert [bare(texts(form)) for form in forms] == [bare(texts(FORM))] * 2


def test_a_picture_without_a_table_is_told_so():
    random = np.random.default_rng(2)
    picture = cv2.GaussianBlur(random.normal(128, 60, (1500, 2000)), (0, 0), 9)
    for _ in range(60):
        middle, axes = random.integers(0, 1500, 2).tolist(), random.integers(5, 300, 2).tolist()
        cv2.ellipse(picture, middle, axes, int(random.integers(0, 180)), 0, 360, float(random.integers(0, 255)), -1)
    (problem,) = read_bytes(saved(np.clip(picture, 0, 255).astype(np.uint8), "JPEG"), "猫.jpg")
    assert isinstance(problem, Problem)
    assert "没有找到" in problem.message


def test_a_page_upside_down_or_on_its_side_is_read_to_the_letter(page):
    for quarters in (1, 2, 3):
        form = as_read(saved(np.ascontiguousarray(np.rot90(page, quarters))), "横放.png")
        assert bare(texts(form)) == bare(texts(FORM))
    box = form.origins["total_score"].box
    assert box is not None and box[0] < 842 and box[3] - box[1] < 200


def test_a_photograph_at_a_slant_under_a_seal_is_read_and_doubted_there(page):
    colour = cv2.cvtColor(page, cv2.COLOR_GRAY2RGB).astype(np.float32)
    ring = np.zeros(page.shape, np.float32)
    middle = (int(page.shape[1] * 0.7), int(page.shape[0] * 0.3))
    cv2.circle(ring, middle, 150, 0.7, 14)
    stamped = colour * (1 - ring[..., None]) + np.minimum(colour, (205, 40, 45)) * ring[..., None]
    high, wide = page.shape
    source = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    target = np.array([[0.03 * wide, 0.02 * high], [0.98 * wide, 0], [wide, 0.98 * high], [0, high]], np.float32)
    slant = cv2.getPerspectiveTransform(source, target)
    photo = cv2.warpPerspective(stamped.astype(np.uint8), slant, (wide, high), borderValue=(90, 90, 90))
    form = as_read(saved(photo), "照片.png")
    assert bare(texts(form)) == bare(texts(FORM))
    assert any("印章" in doubt.why for doubt in form.uncertain)


def ofd_of(picture, pieces, box=(0.0, 0.0, 210.0, 297.0)):
    """The picture on an OFD page in so many strips, within a box in millimetres."""
    left, top, wide, high = box
    shown, parts = "", {}
    for n in range(pieces):
        first, last = picture.shape[0] * n // pieces, picture.shape[0] * (n + 1) // pieces
        down, tall = high * first / picture.shape[0], high * (last - first) / picture.shape[0]
        place = f'Boundary="{left} {top + down} {wide} {tall}" CTM="{wide} 0 0 {tall} 0 0"'
        shown += f'<ofd:ImageObject ID="{n}" {place} ResourceID="{100 + n}"/>'
        parts[f"{100 + n}"] = saved(picture[first:last])
    return one_page(shown, parts)


@pytest.mark.parametrize(("pieces", "box"), [(1, (0.0, 0.0, 210.0, 297.0)), (7, (10.0, 20.0, 180.0, 254.6))])
def test_a_picture_in_an_ofd_file_is_read_where_it_lies(page, pieces, box):
    form = as_read(ofd_of(page, pieces, box), "扫描.ofd")
    assert bare(texts(form)) == bare(texts(FORM))
    found = form.origins["total_score"].box
    assert found[0] > box[0] * 72 / 25.4 and found[2] < (box[0] + box[2]) * 72 / 25.4


def test_a_picture_that_lies_turned_in_an_ofd_file_is_read_upright(page):
    turn = '<ofd:ImageObject Boundary="0 0 210 297" CTM="0 297 -210 0 210 0" ResourceID="5"/>'
    form = as_read(one_page(turn, {"5": saved(np.rot90(page))}), "扫描.ofd")
    assert bare(texts(form)) == bare(texts(FORM))


def unruled(form):
    """The page printed without any of its rules."""
    document = pdfium.PdfDocument(fill([form], ".pdf"))
    sheet = document[0]
    for item in list(sheet.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_PATH])):
        sheet.remove_obj(item)
    sheet.gen_content()
    return sheet.render(scale=200 / 72, grayscale=True).to_numpy().squeeze().copy()


def test_a_table_without_rules_whose_lines_interlock_is_refused_by_name():
    (problem,) = read_bytes(saved(unruled(FORM)), "扫描.png")
    assert isinstance(problem, Problem) and "框线" in problem.message


SHORT = [
    ["项目名称", "", "书屋开放", "", "", "", ""],
    ["主管部门", "", "云溪区文旅局", "", "实施单位", "云溪区图书馆", ""],
    ["项目资金", "", "年初预算数", "全年预算数", "全年执行数", "分值", "得分"],
    ["", "年度资金总额", "86.5", "86.5", "81.31", "10", "9.4"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "开放天数", "≥280天", "286天", "50", "50"],
    ["产出指标", "质量指标", "设备完好率", "≥95%", "98%", "20", "19.6"],
    ["效益指标", "社会效益", "到馆人次", "≥3万人次", "3.2万人次", "20", "20"],
    ["总分", "", "", "", "", "100", "99"],
]


def test_a_table_without_rules_of_one_line_rows_is_read_by_place_and_said_to_be_uncertain():
    from jiheng.bundled_fonts import folders

    fonts = folders()
    if not fonts:
        pytest.skip("the fonts of jiheng[pdf] are not installed")
    picture = Image.new("L", (1654, 2339), 255)
    draw, face = ImageDraw.Draw(picture), ImageFont.truetype(str(fonts[0] / "NotoSerifSC-Regular.otf"), 29)
    draw.text((600, 150), "项目支出绩效自评表", 0, face)
    draw.text((700, 210), "（2024年度）", 0, face)
    for row, texts_of in enumerate(SHORT):
        for column, text in enumerate(texts_of):
            draw.text((100 + 215 * column, 300 + 60 * row), text, 0, face)
    (form,) = read_bytes(saved(np.asarray(picture)), "扫描.png")
    assert isinstance(form, Form), form
    assert bare([form.project, form.department, form.unit]) == bare(["书屋开放", "云溪区文旅局", "云溪区图书馆"])
    read = [[row.l1, row.l2, row.l3, row.target, row.actual, row.weight, row.score] for row in form.indicators]
    assert bare(read) == bare(SHORT[5:8])
    assert (form.funds[0].budget, form.funds[0].executed, form.total_score) == ("86.5", "81.31", "99")
    assert any(doubt.place == "form" and "没有框线" in doubt.why for doubt in form.uncertain)
    places = {doubt.place for doubt in form.uncertain if "按位置归栏" in doubt.why}
    assert places >= {"funds[年度资金总额].executed", "indicators[2].weight", "indicators[2].score", "totals[0].score"}

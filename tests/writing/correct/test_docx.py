"""Corrections as tracked changes in Word."""

import datetime

import pytest
from lxml import etree
from tests.writing.annotate.test_docx import without_marks
from tests.writing.office_files import EXECUTION_SCORE, RATE, TOTAL, Figures, W, docx, paragraph, unpacked

from jiheng.checks import audit
from jiheng.form import Form
from jiheng.reading.files.sniff import FileKind
from jiheng.reading.read import read_bytes
from jiheng.writing.correct import Corrected, correct

NAME = "甲.docx"
WHEN = datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC)
_W = f"{{{W}}}"
MAIN = "word/document.xml"


def forms(data: bytes) -> list[Form]:
    return [item for item in read_bytes(data, NAME) if isinstance(item, Form)]


def corrected(data: bytes) -> Corrected:
    return correct(data, FileKind.DOCX, audit(forms(data)).forms, WHEN)


def written(data: bytes) -> bytes:
    out = corrected(data).data
    assert out is not None
    return out


def accepted(data: bytes) -> str:
    """The text of the document with all changes accepted."""
    return "".join(t.text or "" for t in etree.fromstring(unpacked(data)[MAIN]).iter(f"{_W}t"))


def rejected(data: bytes) -> bytes:
    """The canonical XML of the document with the changes of 绩衡 rejected."""
    root = etree.fromstring(unpacked(data)[MAIN])
    for inserted in list(root.iter(f"{_W}ins")):
        if inserted.get(f"{_W}author") == "绩衡":
            inserted.getparent().remove(inserted)
    for struck in list(root.iter(f"{_W}del")):
        if struck.get(f"{_W}author") == "绩衡":
            for run in struck:
                struck.addprevious(run)
                for text in run.iter(f"{_W}delText"):
                    text.tag = f"{_W}t"
                    text.attrib.clear()
            struck.getparent().remove(struck)
    return without_marks(etree.tostring(root))


def test_the_accepted_text_is_the_corrected_record() -> None:
    data = docx()
    result = corrected(data)
    assert result.data is not None and result.ending == ".docx"
    form = forms(result.data)[0]
    assert (form.funds[0].rate, form.funds[0].score, form.total_score) == ("75%", "7.5", "97.5")
    assert form == result.plans[0].form
    assert "100%" not in accepted(result.data)


def test_rejecting_gives_the_original_back() -> None:
    data = docx()
    assert rejected(written(data)) == without_marks(unpacked(data)[MAIN])


def test_changes_are_signed_dated_and_keep_the_font() -> None:
    root = etree.fromstring(unpacked(written(docx()))[MAIN])
    revisions = [*root.iter(f"{_W}ins", f"{_W}del")]
    assert {r.get(f"{_W}author") for r in revisions} == {"绩衡"}
    assert {r.get(f"{_W}date") for r in revisions} == {"2026-01-05T08:00:00Z"}
    numbers = [r.get(f"{_W}id") for r in revisions]
    assert len(numbers) == len(set(numbers)) == 6
    for inserted in root.iter(f"{_W}ins"):
        assert inserted.find(f"{_W}r/{_W}rPr/{_W}b") is not None


def test_an_empty_cell_takes_the_font_of_its_paragraph() -> None:
    root = etree.fromstring(unpacked(written(docx(Figures(rate="75%", score="7.5", total=""))))[MAIN])
    assert [*root.iter(f"{_W}del")] == []
    (inserted,) = root.iter(f"{_W}ins")
    assert inserted.find(f"{_W}r/{_W}t").text == "97.5"
    assert inserted.find(f"{_W}r/{_W}rPr/{_W}sz").get(f"{_W}val") == "21"


def test_each_change_says_why_in_a_comment() -> None:
    comments = unpacked(written(docx()))["word/comments.xml"].decode()
    assert "100% → 75%" in comments and "150 ÷ 全年预算数 200" in comments


def test_fixing_the_fixed_changes_nothing() -> None:
    again = corrected(written(docx()))
    assert again.data is None
    assert again.plans[0].changes == ()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


WRITTEN = {
    "two runs": f"<w:p>{run('10')}{run('0%')}</w:p>",
    "two paragraphs": paragraph("100") + paragraph("%"),
    "inserted by another": f'<w:p><w:del w:id="3" w:author="甲"><w:r><w:delText>99%</w:delText></w:r></w:del>'
    f'<w:ins w:id="4" w:author="甲">{run("100%")}</w:ins></w:p>',
    "content control": f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('100%')}</w:sdtContent></w:sdt>",
    "inline control": f"<w:p><w:sdt><w:sdtContent>{run('100%')}</w:sdtContent></w:sdt></w:p>",
    "with a tab": "<w:p><w:r><w:tab/><w:t>100%</w:t></w:r></w:p>",
}


@pytest.mark.full
@pytest.mark.parametrize("inner", WRITTEN.values(), ids=WRITTEN)
def test_cells_of_every_build_are_corrected(inner: str) -> None:
    data = docx(Figures(inner={RATE: inner}))
    out = written(data)
    assert forms(out)[0].funds[0].rate == "75%"
    assert forms(out)[0].total_score == "97.5"
    assert corrected(out).data is None
    etree.fromstring(unpacked(out)[MAIN])


def test_an_insertion_never_stands_in_an_insertion() -> None:
    out = written(docx(Figures(inner={RATE: WRITTEN["inserted by another"]})))
    root = etree.fromstring(unpacked(out)[MAIN])
    assert not any(next(ins.iterancestors(f"{_W}ins"), None) is not None for ins in root.iter(f"{_W}ins"))


REFUSED = {
    "field": f'<w:p><w:fldSimple w:instr="=A1*10">{run("10")}</w:fldSimple></w:p>',
    "field code": '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=A1*10</w:instrText></w:r>'
    f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("10")}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
    "locked": f'<w:sdt><w:sdtPr><w:lock w:val="contentLocked"/></w:sdtPr><w:sdtContent>{paragraph("10")}'
    "</w:sdtContent></w:sdt>",
    "nested table": f"<w:tbl><w:tr><w:tc>{paragraph('10')}</w:tc></w:tr></w:tbl><w:p/>",
    "picture": "<w:p><w:r><w:t>10</w:t><w:drawing/></w:r></w:p>",
}


@pytest.mark.parametrize("inner", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_changed_safely_is_left(inner: str) -> None:
    result = corrected(docx(Figures(rate="75%", inner={EXECUTION_SCORE: inner})))
    assert result.data is None
    assert {left.finding.code for left in result.plans[0].left} >= {"A02"}
    assert all(left.why for left in result.plans[0].left)


def test_a_total_that_shares_its_cell_is_left() -> None:
    inner = paragraph("合计100")
    result = corrected(docx(Figures(rate="75%", score="7.5", inner={TOTAL: inner})))
    assert result.data is None or forms(result.data)[0].total_score == "97.5"


def test_other_kinds_give_the_list_only() -> None:
    from tests.writing.office_files import page

    data = page()
    items = audit([item for item in read_bytes(data, "甲.html") if isinstance(item, Form)]).forms
    result = correct(data, FileKind.HTML, items)
    assert result.data is None and len(result.plans[0].changes) == 3

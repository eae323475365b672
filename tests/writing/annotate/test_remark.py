"""Which cell a finding is written at, and what is said there."""

from tests.writing.office_files import Figures, docx

from jiheng.checks import Finding, Severity, audit
from jiheng.checks.result import Audit
from jiheng.form import Form, Indicator, Origin, Total
from jiheng.reading.read import read_bytes
from jiheng.writing.annotate.remark import origin_of, remarks


def where(row: int) -> Origin:
    return Origin("甲.docx", table=1, row=row, column=1)


def test_a_cell_that_is_not_there_is_replaced_by_the_nearest() -> None:
    form = Form(
        indicators=[Indicator(l3="次数")],
        totals=[Total("总分")],
        origins={"project": where(1), "indicators[0].l3": where(5), "indicators[0].score": where(6)},
    )
    assert origin_of(form, "indicators[0].actual") == where(5)
    assert origin_of(form, "indicators[0]") == where(5)
    assert origin_of(form, "total_score") == where(6)
    assert origin_of(form, "unit") == where(1)
    assert origin_of(Form(origins={"goal_expected": where(9)}), "goal_actual") == where(9)
    assert origin_of(Form(origins={"phone": where(2)}), "total_score") == where(2)
    assert origin_of(Form(), "total_score") is None


def test_a_finding_over_several_forms_stands_in_each() -> None:
    forms = []
    for name in ("甲.docx", "乙.docx"):
        forms += list(read_bytes(docx(Figures(rate="75%", score="7.5", total="97.5")), name))
    base = audit([form for form in forms if isinstance(form, Form)])
    assert base.batch, "the same form twice is a finding"
    for name in ("甲.docx", "乙.docx"):
        found = remarks(Audit(base.forms, {}, base.batch), name)
        assert found and all(remark.origin.file == name for remark in found)


def test_in_a_further_form_it_stands_at_the_project() -> None:
    forms = [item for name in ("甲.docx", "乙.docx") for item in read_bytes(docx(), name) if isinstance(item, Form)]
    base = audit(forms)
    shared = Finding("B09", Severity.NOTICE, "indicators[0].target", "", "", "差别大", "", "", forms=(0, 1))
    result = Audit(base.forms, {}, (shared,))
    first = next(remark for remark in remarks(result, "甲.docx") if "B09" in remark.text)
    second = next(remark for remark in remarks(result, "乙.docx") if "B09" in remark.text)
    assert first.origin == forms[0].origins["indicators[0].target"]
    assert second.origin == forms[1].origins["project"]
    assert "项目名称" in second.text

"""One cause, one finding: consequences fold under their cause; what a department has in common folds in its forms."""

from jiheng.checks import audit
from jiheng.places import load

from .paper import changed


def test_what_follows_from_a_wrong_rate_folds_under_it() -> None:
    form = changed({"年度资金总额·执行率": "100%", "年度资金总额·得分": "10", "总分（得分）": "98"})
    found = {one.code: one for one in audit([form], book=load("mof-2020")).forms[0].findings}
    assert found["A01"].under == ""
    assert found["A02"].under == "A01" and "随 A01" in found["A02"].advice
    assert found["A08"].under == "A02"


def test_a_finding_of_its_own_folds_under_nothing() -> None:
    form = changed({"总分（得分）": "98"})
    (found,) = [one for one in audit([form], book=load("mof-2020")).forms[0].findings if one.code == "A08"]
    assert found.under == ""


def test_points_taken_off_a_met_target_without_a_reason_are_told_once() -> None:
    form = changed({"指标1·得分": "13", "指标1·偏差原因分析及改进措施": ""})
    found = {one.code: one for one in audit([form], book=load("mof-2020")).forms[0].findings}
    assert (found["R02"].under, found["S01"].under) == ("", "R02")


def test_what_three_forms_of_a_department_share_is_told_once_and_folds_in_them() -> None:
    forms = [changed({"项目名称": name, "指标7·实际完成值": "100%"}) for name in ("甲", "乙", "丙", "丁")]
    forms.append(changed({"项目名称": "戊"}))
    audited = audit(forms, book=load("mof-2020"))
    (told,) = [one for one in audited.batch if one.code == "B08" and "E11" in one.message]
    assert "5 张表中 4 张" in told.message and told.forms == (0, 1, 2, 3)
    assert {one.under for form in audited.forms[:4] for one in form.findings if one.code == "E11"} == {"B08"}


def test_errors_stay_with_their_forms() -> None:
    forms = [changed({"项目名称": name, "年度资金总额·执行率": "10%"}) for name in ("甲", "乙", "丙")]
    audited = audit(forms, book=load("mof-2020"))
    assert not [one for one in audited.batch if one.code == "B08" and "A01" in one.message]
    assert {one.under for form in audited.forms for one in form.findings if one.code == "A01"} == {""}


def test_two_forms_are_not_yet_common() -> None:
    forms = [changed({"项目名称": name, "指标7·实际完成值": "100%"}) for name in ("甲", "乙")]
    assert not [one for one in audit(forms, book=load("mof-2020")).batch if one.code == "B08"]

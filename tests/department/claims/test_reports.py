"""Whole reports: the invented one with its planted contradictions, in every format; and the published one."""

import json
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
import pytest

from jiheng.checks import State
from jiheng.cli import exit_codes
from jiheng.cli.app import run
from jiheng.department import Group, add_up
from jiheng.department.claims import Claims, claims, document, read, to_json
from jiheng.form import Form
from jiheng.reading import read_paths
from jiheng.reading.files.problem import Unreadable
from jiheng.writing.claims import ENDINGS, write_claims

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
REPORT, FORMS = EXAMPLES / "部门整体评价报告.txt", EXAMPLES / "松泠区园林环境局"
PLANTED = {
    ("D30", 51, "68.31万元"),
    ("D31", 59, "97.45%"),
    ("D32", 37, "18.5%"),
    ("D33", 31, "4129.60万元"),
    ("D33", 59, "97.45%"),
    ("D34", 47, "15个"),
    ("D35", 31, "380万元"),
    ("D36", 47, "优"),
    ("D38", 11, "85%"),
}
"""What is wrong in the invented report: check, line, figure. examples/README.md says why."""
WHEN = datetime(2025, 3, 1, 9, 30)


@pytest.fixture(scope="module")
def group() -> Group:
    return add_up([form for form in read_paths([FORMS]) if isinstance(form, Form)]).rollup.groups[0]


@pytest.fixture(scope="module")
def found(group: Group) -> Claims:
    prose = read(REPORT)
    return claims(prose.lines, group, name=REPORT.name, wrapped=prose.wrapped, counted=prose.counted)


def wrong(found: Claims) -> set[tuple[str, int, str]]:
    return {
        (one.code, found.sentence(claim).line, claim.printed)
        for claim in found.claims
        for one in claim.judgements
        if one.state is State.FAIL
    }


def test_every_planted_contradiction_is_found_and_nothing_else(found: Claims) -> None:
    assert wrong(found) == PLANTED


def test_the_summary_of_one_project_is_held_to_its_form(group: Group) -> None:
    lines = [
        "公园安全巡防服务项目绩效自评综述：根据年初设定的绩效目标，项目自评得分为85.4分。全年预算数为150万元，执行数为141万元，完成预算的94%。",
        "公园古树名木保护项目绩效自评综述：项目自评得分为99.8分。全年预算数为42万元，执行数为42万元，完成预算的100%。",
        "没有报表的项目绩效自评综述：项目自评得分为77分。全年预算数为10万元，执行数为9万元。",
    ]
    found = claims(enumerate(lines, 1), group, wrapped=False)
    assert wrong(found) == {("D37", 1, "85.4分"), ("D35", 2, "42万元"), ("D35", 2, "100%")}
    told = [one.message for one in found.findings]
    assert any("“公园安全巡防服务”自评表的总分是 82.4" in one for one in told), told


@pytest.mark.full
@pytest.mark.parametrize(
    ("kind", "of"),
    [("overall", []), ("selfeval", ["--unit", "公园服务中心"]), ("project", ["--project", "餐厨垃圾收集运输"])],
)
def test_what_our_own_reports_say_is_never_doubted(kind: str, of: list[str], tmp_path: Path) -> None:
    report = str(tmp_path / "报告.docx")
    assert run(["report", kind, str(FORMS), *of, "-o", report]) == exit_codes.OK
    assert run(["claims", report, str(FORMS), "--fail-on", "notice"]) == exit_codes.OK


def test_no_claim_is_hidden(found: Claims) -> None:
    assert sum(found.counts().values()) == len(found.claims)
    assert found.counts()[State.NOT_APPLICABLE] > 0
    assert [claim.number for claim in found.claims] == list(range(1, len(found.claims) + 1))


def test_without_forms_the_report_is_held_to_itself() -> None:
    assert {code for code, _, _ in wrong(claims(read(REPORT).lines))} == {"D30", "D31", "D32", "D33", "D38"}


def test_a_word_file_says_the_same(found: Claims, group: Group, tmp_path: Path) -> None:
    written = docx.Document()
    for line in REPORT.read_text(encoding="utf-8").splitlines():
        written.add_paragraph(line)
    written.save(str(tmp_path / "报告.docx"))
    prose = read(tmp_path / "报告.docx")
    again = claims(prose.lines, group, wrapped=prose.wrapped, counted=prose.counted)
    assert {(code, printed) for code, _, printed in wrong(again)} == {(code, printed) for code, _, printed in PLANTED}
    assert again.sentences[-1].at.endswith("段")


def test_forms_in_the_report_are_no_prose() -> None:
    prose = read(FORMS / "部门自评报告.txt")
    assert not any("执行率" in text for _, text in prose.lines)
    assert any("下一步措施" in text for _, text in prose.lines)


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, b"PK\x03\x04" + b"\x00" * 40], ids=["empty", "picture", "broken"]
)
def test_what_is_no_report_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        document(data, "报告.docx")
    assert caught.value.advice


def test_every_output_has_every_claim(found: Claims, tmp_path: Path) -> None:
    for ending in ENDINGS:
        write_claims(found, tmp_path / f"核对{ending}", WHEN)
    book = openpyxl.load_workbook(tmp_path / "核对.xlsx")
    assert book["报告中的数"].max_row == len(found.claims) + 1
    assert book["问题"].max_row == len(found.findings) + 1
    record = json.loads((tmp_path / "核对.json").read_text(encoding="utf-8"))
    assert [claim["printed"] for claim in record["claims"]] == [claim.printed for claim in found.claims]
    page = (tmp_path / "核对.html").read_text(encoding="utf-8")
    assert page.count('<tr id="c') == len(found.claims)
    assert "http:" not in page
    assert "https:" not in page
    assert sum(line.startswith("| ") for line in (tmp_path / "核对.md").read_text(encoding="utf-8").splitlines()) > 60
    with pytest.raises(ValueError, match="不能写成"):
        write_claims(found, tmp_path / "核对.pdf", WHEN)


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    hostile = claims([(1, "<script>=1+1|全年预算数</script>100万元。")], wrapped=False)
    for ending in ENDINGS:
        write_claims(hostile, tmp_path / f"核对{ending}", WHEN)
    assert "<script>" not in (tmp_path / "核对.html").read_text(encoding="utf-8")
    assert json.loads(to_json(hostile))["claims"]


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claims", str(REPORT), str(FORMS), "--format", "table"]) == exit_codes.FINDINGS
    shown = capsys.readouterr().out
    assert "18.5%" in shown
    assert "相符" in shown
    assert run(["claims", str(REPORT), "-o", str(tmp_path / "核对.xlsx"), "--fail-on", "error"]) == exit_codes.FINDINGS
    assert run(["claims", str(tmp_path / "没有.docx")]) == exit_codes.UNUSABLE
    assert run(["claims"]) == exit_codes.UNUSABLE
    assert run(["claims", str(REPORT), "--fail-on", "何"]) == exit_codes.UNUSABLE


@pytest.mark.full
def test_the_published_report(corpus: Path) -> None:
    folder = corpus / "documents"
    forms = [form for form in read_paths([folder / "fengtai-report.txt"]) if isinstance(form, Form)]
    groups = add_up(forms).rollup.groups
    prose = read(folder / "fengtai-report-head.txt")
    found = claims(prose.lines, max(groups, key=lambda one: len(one.projects)), wrapped=prose.wrapped)
    agreed = {claim.printed for claim in found.claims if claim.state is State.PASS}
    assert agreed >= {"58.92%", "41.08%", "6777.20万元", "207.65万元", "6569.55万元", "69个", "19.9万元", "26%"}
    assert {code for code, _, _ in wrong(found)} <= {"D34", "D36", "D38"}
    assert not any(one.severity == "error" for one in found.findings)


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "clean").glob("*.txt")), ids=lambda path: path.stem)
def test_a_report_without_contradictions_has_no_finding(path: Path) -> None:
    prose = read(path)
    found = claims(prose.lines, wrapped=prose.wrapped)
    assert [(one.code, one.message) for one in found.findings] == []
    assert found.counts()[State.PASS] >= 19

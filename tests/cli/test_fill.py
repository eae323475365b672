"""`jiheng fill` as an officer uses it."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from jiheng.cli import main
from jiheng.form import from_json, to_json

from .conftest import EXAMPLES, Run

GOALS = """<html><body><h1>项目支出绩效目标申报表</h1><p>（2025年度）</p><table>
<tr><td>项目名称</td><td colspan="6">古桥安全监测</td></tr>
<tr><td>主管部门</td><td colspan="2">海云市文化和水务局</td>
<td>实施单位</td><td colspan="3">海云市公共设施管理中心</td></tr>
<tr><td>年度目标</td><td colspan="6">完成全年监测，保证古桥安全。</td></tr>
<tr><td rowspan="3">绩效指标</td>
<td>一级指标</td><td>二级指标</td><td>三级指标</td><td colspan="2">指标值</td><td>分值</td></tr>
<tr><td>产出指标</td><td>数量指标</td><td>巡查次数</td><td colspan="2">≥120次</td><td>60</td></tr>
<tr><td>效益指标</td><td>社会效益指标</td><td>古桥完好率</td><td colspan="2">≥98%</td><td>30</td></tr>
</table></body></html>"""


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The records of the example department, read once; never change the file."""
    path = tmp_path_factory.mktemp("读出") / "记录.json"
    with pytest.raises(SystemExit) as left:
        main(["extract", str(EXAMPLES), "-o", str(path)])
    assert left.value.code == 0
    return path


@pytest.mark.full
@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".html", ".pdf"])
def test_records_become_one_file_that_reads_back(run: Run, records: Path, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"统一表样{ending}"
    assert run("fill", records, "-o", target).code == 0
    again = from_json(run("extract", target, "--format", "json").out.encode())
    before = from_json(records.read_bytes())
    assert [form.project for form in again] == [form.project for form in before]
    assert [[row.score for row in form.indicators] for form in again] == [
        [row.score for row in form.indicators] for form in before
    ]


def test_a_folder_gets_a_file_a_project(run: Run, records: Path, tmp_path: Path) -> None:
    ran = run("fill", records, "-o", f"{tmp_path}/表/")
    assert ran.code == 0
    assert len(list((tmp_path / "表").glob("*.docx"))) == len(from_json(records.read_bytes()))


def test_what_is_left_out_is_said_once(run: Run, records: Path, tmp_path: Path) -> None:
    ran = run("fill", records, "--layout", "mof-2020", "-o", tmp_path / "表.html")
    assert ran.err.count("没有项目负责人、联系电话") == 1
    assert "已并入年度指标值" in ran.err


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_goals_become_blank_forms_that_read_back(run: Run, tmp_path: Path, encoding: str) -> None:
    source = tmp_path / "目标.html"
    source.write_text(GOALS, encoding=encoding)
    ran = run("fill", "--blank", source, "-o", f"{tmp_path}/收集/")
    assert ran.code == 0, ran.err
    (path,) = (tmp_path / "收集").iterdir()
    assert path.name == "古桥安全监测.xlsx"
    assert openpyxl.load_workbook(path).sheetnames == ["自评表", "填写说明"]
    (form,) = from_json(run("extract", path, "--format", "json").out.encode())
    assert [row.target for row in form.indicators] == ["≥120次", "≥98%"]
    assert form.year == "2025" and form.total_weight == "100"


def test_a_blank_form_that_somebody_filled_in_is_left_alone(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "目标.html"
    source.write_text(GOALS, encoding="utf-8")
    folder = tmp_path / "收集"
    run("fill", "--blank", source, "-o", f"{folder}/")
    (path,) = folder.iterdir()
    ran = run("fill", "--blank", source, "-o", f"{folder}/")
    assert "1 个文件已写入" in ran.err
    path.write_bytes(b"PK nothing that can be read")
    ran = run("fill", "--blank", source, "-o", f"{folder}/")
    assert path.read_bytes().startswith(b"PK nothing") and "没有覆盖" in ran.err
    path.unlink()
    run("fill", "--blank", source, "-o", f"{folder}/")
    book = openpyxl.load_workbook(path)
    cell = next(cell for row in book["自评表"].iter_rows() for cell in row if cell.value == "≥120次")
    book["自评表"].cell(30, 1).value = "待财务科补"
    book.save(path)
    ran = run("fill", "--blank", source, "-o", f"{folder}/")
    assert "留作 古桥安全监测.旧.xlsx" in ran.err
    assert openpyxl.load_workbook(folder / "古桥安全监测.旧.xlsx")["自评表"].cell(30, 1).value == "待财务科补"
    cell.offset(0, 1).value = "118次"
    book.save(path)
    ran = run("fill", "--blank", source, "-o", f"{folder}/")
    assert "没有覆盖" in ran.err and "1 个已填的没有动" in ran.err


def test_goals_are_read_from_archives_and_what_is_none_is_told(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "目标"
    folder.mkdir()
    with zipfile.ZipFile(folder / "目标.zip", "w") as package:
        package.writestr("甲.html", GOALS)
    (folder / "坏.xlsx").write_bytes(b"PK")
    ran = run("fill", "--blank", folder, "-o", f"{tmp_path}/收集/")
    assert "坏.xlsx" in ran.err
    assert [path.name for path in (tmp_path / "收集").iterdir()] == ["古桥安全监测.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "没有写输出到哪里"),
        (("-o", "表.rtf"), "不会写“表.rtf”这种文件"),
        (("-o", "表.docx", "--blank"), "每个项目一个文件"),
        (("-o", "表.docx", "--layout", "上海"), "没有表样“上海”"),
        (("-o", "没有/表.docx"), "文件夹 没有 不存在"),
    ],
)
def test_wrong_usage_is_explained(run: Run, records: Path, arguments: tuple[str, ...], message: str) -> None:
    ran = run("fill", records, *arguments)
    assert ran.code == 2
    assert message in ran.err


def test_nothing_read_writes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_text("没有表", encoding="utf-8")
    ran = run("fill", tmp_path / "空.txt", "-o", tmp_path / "表.docx")
    assert ran.code == 2
    assert not (tmp_path / "表.docx").exists()


def test_forms_written_again_get_a_number(run: Run, records: Path, tmp_path: Path) -> None:
    one = tmp_path / "一张.json"
    one.write_bytes(to_json([form for form in from_json(records.read_bytes()) if form.project == "行道树修剪与补植"]))
    for _ in range(2):
        run("fill", one, "-o", f"{tmp_path}/表/")
    names = {path.name for path in (tmp_path / "表").iterdir()}
    assert names == {"行道树修剪与补植.docx", "行道树修剪与补植2.docx"}


def test_a_list_of_approved_goals_becomes_blank_forms(run: Run, tmp_path: Path) -> None:
    listed = EXAMPLES.parent / "松泠区园林环境局的对照材料" / "2024年批复绩效目标.csv"
    ran = run("fill", "--blank", listed, "-o", f"{tmp_path}/收集/")
    assert ran.code == 0, ran.err
    names = {path.stem for path in (tmp_path / "收集").iterdir()}
    assert {"松湖公园绿地养护", "餐厨垃圾收集运输"} <= names
    assert ran.err == f"{len(names)} 个文件已写入 {tmp_path / '收集'}\n"


def test_a_list_of_approved_goals_beside_forms_of_goals_and_a_broken_file(run: Run, tmp_path: Path) -> None:
    listed = EXAMPLES.parent / "松泠区园林环境局的对照材料" / "2024年批复绩效目标.csv"
    (tmp_path / "目标.html").write_text(GOALS, encoding="utf-8")
    (tmp_path / "坏.xlsx").write_bytes(b"PK not a workbook")
    files = (tmp_path / "目标.html", listed, tmp_path / "坏.xlsx")
    ran = run("fill", "--blank", *files, "-o", f"{tmp_path}/收集/")
    assert ran.code == 0, ran.err
    names = {path.stem for path in (tmp_path / "收集").iterdir()}
    assert {"古桥安全监测", "松湖公园绿地养护", "餐厨垃圾收集运输"} <= names
    assert "坏.xlsx" in ran.err
    assert "没有读到项目名称" not in ran.err


def test_template_rows_that_are_not_printed_are_told(run: Run, records: Path, tmp_path: Path) -> None:
    ran = run("fill", records, "-o", tmp_path / "表.docx")
    assert "“2023年冬季清雪物资储备”：没有用到的模板行不再印上。" in ran.err

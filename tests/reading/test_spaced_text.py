"""Text whose columns blanks keep apart, as `pdftotext -layout` prints it: any order of columns, wrapped cells."""

import shutil
import subprocess
from pathlib import Path

import pytest

from jiheng.form import FUND_FIELDS, INDICATOR_FIELDS, Form
from jiheng.reading import read_bytes
from jiheng.writing.official import fill
from jiheng.writing.official.layout import Layout, layouts
from jiheng.writing.places.round_trip import sample

TEXT = """\
                          项目支出绩效自评表
                           （2031 年度）

 项目名称                        河道保洁项目
 主管部门         青岚区水务局            实施单位         青岚区河道所
                      全年预算数      全年执行数       分值     执行率      得分
  项目资金      年度资金总额      60          54        10     90%       9
  （万元）    其中：当年财政
                       50         44               88%
               拨款
             上年结转资金      10          10               100%
             其他资金
年度           预期目标                           实际完成情况
总体 保持全区河道水面清洁，及时打捞漂浮物，做好 全年打捞漂浮物 320 吨，汛期巡查 46 次，沿
目标 汛期巡查，让沿岸居民有好的环境。            岸居民反映良好。
                                                                        偏差原因分析
     一级指标  二级指标     三级指标     分值    年度指标值    实际完成值    得分
                                                                        及改进措施
             数量指标    打捞漂浮物     20     ≥300 吨     320 吨       20
     产出指标
                     重点河段巡查次                                    汛期提前，巡查
绩效         质量指标              20     ≥48 次      46 次        18  少两次，下年早
指标                  数（含夜间）                                        做安排
     满意度指 服务对象满意  沿岸居民满意度    10     ≥90%       93%         10
       标    度指标
                       总分          60                            57

                                  1
"""


def _form(text: str) -> Form:
    (form,) = read_bytes(text.encode(), "河道.txt")
    assert isinstance(form, Form)
    return form


@pytest.fixture(scope="module")
def form() -> Form:
    return _form(TEXT)


def test_the_header_says_where_weights_stand(form: Form) -> None:
    assert [(row.weight, row.target, row.actual, row.score) for row in form.indicators] == [
        ("20", "≥300吨", "320吨", "20"),
        ("20", "≥48次", "46次", "18"),
        ("10", "≥90%", "93%", "10"),
    ]
    assert (form.total_weight, form.total_score) == ("60", "57")


def test_wrapped_cells_are_put_together_and_merged_levels_shared_out(form: Form) -> None:
    assert [(row.l1, row.l2, row.l3) for row in form.indicators] == [
        ("产出指标", "数量指标", "打捞漂浮物"),
        ("产出指标", "质量指标", "重点河段巡查次数（含夜间）"),
        ("满意度指标", "服务对象满意度指标", "沿岸居民满意度"),
    ]
    assert form.indicators[1].reason == "汛期提前，巡查少两次，下年早做安排"


def test_head_money_and_goals(form: Form) -> None:
    assert (form.project, form.department, form.unit, form.year) == (
        "河道保洁项目",
        "青岚区水务局",
        "青岚区河道所",
        "2031",
    )
    assert [(fund.name, fund.budget, fund.executed, fund.rate) for fund in form.funds] == [
        ("年度资金总额", "60", "54", "90%"),
        ("当年财政拨款", "50", "44", "88%"),
        ("上年结转资金", "10", "10", "100%"),
        ("其他资金", "", "", ""),
    ]
    assert form.goal_expected == "保持全区河道水面清洁，及时打捞漂浮物，做好汛期巡查，让沿岸居民有好的环境。"
    assert form.goal_actual == "全年打捞漂浮物320吨，汛期巡查46次，沿岸居民反映良好。"


def test_it_is_said_that_columns_were_told_by_blanks(form: Form) -> None:
    assert any("空格" in doubt.why for doubt in form.uncertain)


def test_the_number_of_the_page_is_no_figure(form: Form) -> None:
    assert form.total_score == "57" and not any(row.score and row.score.endswith("1") for row in form.indicators)


_GOALS = TEXT[
    TEXT.index("年度           预期目标") : TEXT.index(
        "                                                                        偏差"
    )
]
_EXPECTED, _ACTUAL = "保持全区河道水面清洁，方便居民出行。", "全年打捞漂浮物320吨，巡查46次。"
_TOPS = f"预期目标{' ' * 30}实际完成情况\n"
_TEXTS = f"{_EXPECTED}{' ' * 20}{_ACTUAL}\n"


@pytest.mark.parametrize(
    "block",
    [
        f"年度总体目标  {_TOPS}        {_TEXTS}",
        f"年度总体目标         {_TOPS}            {_TEXTS}",
        f"            {_TOPS} 年度总体目标\n            {_TEXTS}",
        f"年度总体目  {_TOPS}标      {_TEXTS}",
    ],
    ids=["label level with the others", "texts further left", "label between the lines", "label over two lines"],
)
def test_the_label_of_the_goals_is_part_of_none_of_them(block: str) -> None:
    form = _form(TEXT.replace(_GOALS, block))
    assert (form.goal_expected, form.goal_actual) == (_EXPECTED, _ACTUAL)


def test_a_stroke_beside_a_figure_is_a_cell_of_its_own() -> None:
    form = _form(
        TEXT.replace(
            "上年结转资金      10          10               100%",
            "上年结转资金      10          10         —     100% —",
        )
    )
    assert [(fund.weight, fund.rate, fund.score) for fund in form.funds[2:3]] == [("—", "100%", "—")]


def _cells(form: Form) -> dict[str, str]:
    rows = {f"{fund.name}.{name}": getattr(fund, name) for fund in form.funds for name in FUND_FIELDS}
    for n, row in enumerate(form.indicators):
        rows |= {f"{n}.{name}": getattr(row, name) for name in INDICATOR_FIELDS}
    return {place: text for place, text in rows.items() if text}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
@pytest.mark.parametrize("layout", layouts().values(), ids=list(layouts()))
def test_every_layout_comes_back_from_pdftotext(layout: Layout, tmp_path: Path) -> None:
    form = sample(layout)
    (tmp_path / "a.pdf").write_bytes(fill([form], ".pdf", layout))
    subprocess.run(["pdftotext", "-enc", "UTF-8", "-layout", "a.pdf", "a.txt"], cwd=tmp_path, check=True)
    assert _cells(_form((tmp_path / "a.txt").read_text("utf-8"))) == _cells(form)

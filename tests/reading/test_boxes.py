"""Columns of boxes to tick beside columns that no field takes, whatever signs these have in their names."""

import pytest

from jiheng.form import Form
from jiheng.reading.read import read_bytes

_PAGE = """<h1>项目支出绩效自评表</h1><p>（2031年度）</p><table>
<tr><td>项目名称</td><td colspan="9">河道保洁</td></tr>
<tr><td rowspan="2">一级指标</td><td rowspan="2">二级指标</td><td rowspan="2">三级指标</td>
<td rowspan="2">年度指标值</td><td rowspan="2">实际完成值</td><td rowspan="2">分值</td><td rowspan="2">得分</td>
<td rowspan="2">{label}</td><td colspan="2">偏差原因分析</td></tr>
<tr><td>人员保障</td><td>制度保障</td></tr>
<tr><td>产出指标</td><td>数量指标</td><td>巡查次数</td><td>≥12次</td><td>11次</td><td>50</td><td>45</td>
<td>七月起</td><td>√</td><td></td></tr></table>"""


@pytest.mark.parametrize("label", ["起止时间", "数量/单位", "甲&乙", "甲／乙"])
def test_a_column_beside_boxes_keeps_its_name_and_its_text(label: str) -> None:
    form = next(one for one in read_bytes(_PAGE.format(label=label).encode(), "表.html") if isinstance(one, Form))
    assert form.indicators[0].reason == "人员保障"
    assert [(one.label, one.text) for one in form.others] == [(label.replace("／", "/"), "七月起")]

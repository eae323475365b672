"""A form to show a layout by."""

from jiheng.form import FUND_NAMES, Form, Fund, Indicator

_TREE = (
    ("产出指标", "数量指标", "养护面积"),
    ("产出指标", "质量指标", "验收合格率"),
    ("效益指标", "社会效益指标", "环境改善"),
    ("满意度指标", "服务对象满意度指标", "居民满意度"),
)


def sample() -> Form:
    """A form with a few indicators and nothing filled in, with every column that a layout may print."""
    return Form(
        project="（项目名称）",
        department="（主管部门）",
        unit="（实施单位）",
        year="",
        leader="",
        phone="",
        funds=[Fund(name) for name in FUND_NAMES],
        indicators=[Indicator(l1, l2, l3, property="", unit="") for l1, l2, l3 in _TREE],
        money_unit="万元",
    )

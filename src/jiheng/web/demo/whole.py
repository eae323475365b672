"""The example department's expenditure as a whole: a cycle of its own with one form, half filled in."""

from collections.abc import Mapping

import msgspec

from jiheng.form import Form, Fund, Indicator
from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.cycles.models import DEADLINES, Cycle, Participant, Project
from jiheng.web.forms.initial import begin
from jiheng.web.forms.saving import count_findings
from jiheng.web.planning.whole import whole_departments

_PACK = "jiheng-whole"
_ROWS = (
    ("产出指标", "数量指标", "养护公园绿地面积", "≥268公顷", "20", "268公顷"),
    ("产出指标", "质量指标", "绿地养护抽查合格率", "≥95%", "15", "96.4%"),
    ("产出指标", "时效指标", "年度养护任务完成时间", "12月底前", "15", "12月20日"),
    ("效益指标", "社会效益指标", "新增居民步行十分钟可到的游园", "≥3处", "15", "2处"),
    ("效益指标", "生态效益指标", "建成区绿化覆盖率", "≥43%", "15", ""),
    ("满意度指标", "服务对象满意度指标", "居民对公园和环卫服务的满意度", "≥90%", "10", ""),
)
"""First, second, third level, target, weight, what was reached so far."""


def seed(cycle: Cycle, people: Mapping[str, Person], department: Organisation) -> None:
    """The cycle of whole departments of the same year."""
    whole = Cycle.objects.create(
        year=cycle.year,
        name=f"{cycle.year}年度部门整体支出绩效自评",
        organisation=cycle.organisation,
        rulebook=_PACK,
        layout=_PACK,
        **{name: getattr(cycle, name) for name in DEADLINES},
    )
    Participant.objects.create(cycle=whole, unit=department)
    whole_departments(whole, [department.pk])
    project = Project.objects.get(cycle=whole)
    project.approved = msgspec.to_builtins(_goals())
    project.save()
    filled = _goals()
    filled.funds = [Fund("年度资金总额", "5200", "5386.4", "5309.15", "10", score="")]
    for row, (*_, actual) in zip(filled.indicators, _ROWS, strict=True):
        row.actual = actual
    filled.indicators[3].reason = "一处游园因管线迁改推迟，已与管线单位商定三月底前迁完、五月前建成。"
    count_findings(begin(project, people["bumen"], filled))


def _goals() -> Form:
    """What was approved."""
    rows = [Indicator(l1, l2, l3, target=target, weight=weight) for l1, l2, l3, target, weight, _ in _ROWS]
    goal = "管好全区公园绿地和市容环境卫生，新增游园方便居民，绿化覆盖率保持在 43% 以上。"
    return Form(goal_expected=goal, indicators=rows, funds=[Fund("年度资金总额", weight="10")])

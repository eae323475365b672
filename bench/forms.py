"""Forms made by rule from a seed, as a city would hand them in: a few of them with the usual faults."""

import random
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import msgspec

from jiheng.form import TOTAL_FUND, Form, Fund, Indicator, Total

DISTRICTS = ("松泠区", "望川区", "云坪区", "河湾县", "石桥县", "青圩市")
FIELDS = {
    "园林环境局": ("绿地养护", "行道树更新", "公园设施维修", "垃圾分类宣传", "河道保洁"),
    "教育体育局": ("校舍修缮", "教师培训", "体育场馆开放", "学生营养餐", "实验室设备购置"),
    "水务局": ("泵站维护", "管网巡检", "水质监测", "防汛物资储备", "节水改造"),
    "数据管理局": ("机房运维", "政务网络租用", "安全测评", "系统升级", "数据归集"),
    "卫生健康局": ("免疫接种", "社区义诊", "急救设备配置", "健康教育", "村医补助"),
    "文化旅游局": ("图书馆开放", "文物巡查", "公益演出", "古迹保护", "数字展厅建设"),
}
COUNTED = (
    ("设备检修台数", "台"),
    ("现场巡查次数", "次"),
    ("培训人数", "人"),
    ("编制报告份数", "份"),
    ("服务场次", "场"),
)
RATES = ("验收合格率", "数据完整率", "检修合格率", "资料归档率", "任务完成及时率")
BENEFITS = ("群众投诉处理率", "设施完好率", "公共服务覆盖率", "隐患整改率")
RESPONSES = ("故障响应时间", "应急响应时间", "故障响应时间（分钟内）")
REASON = "外业受连续降雨影响，数量少于计划；下年提前安排人员和设备，补足数量。"
_CENT = Decimal("0.01")


def forms(count: int, seed: int = 1) -> Iterator[Form]:
    """`count` forms, the same for the same seed; about 13 in 100 have a fault of arithmetic, others of content."""
    for number in range(1, count + 1):
        yield form(number, random.Random(seed * 1_000_003 + number))


def write_jsonl(path: Path, count: int, seed: int = 1) -> None:
    """The forms as JSON Lines, one at a time."""
    encode = msgspec.json.Encoder().encode
    with path.open("wb") as stream:
        for one in forms(count, seed):
            stream.write(encode(one) + b"\n")


def form(number: int, dice: random.Random) -> Form:
    """One form of a district, a field and a year."""
    district, field = dice.choice(DISTRICTS), dice.choice(tuple(FIELDS))
    project = f"{dice.choice(('', '年度', '专项', '重点'))}{dice.choice(FIELDS[field])}（{number}号）"
    made = Form(
        source=f"{district}{field}#{number}",
        year=str(dice.randint(2020, 2025)),
        project=project,
        department=f"{district}{field}",
        unit=f"{district}{field}{dice.choice(('本级', '服务中心', '管理站'))}",
        funds=_funds(dice),
        goal_expected=f"按年度计划完成{project}，保证质量和进度，服务对象满意。",
        goal_actual=f"{project}按年度计划推进，质量和进度符合要求，群众反映较好。",
        indicators=[*_outputs(dice), _rate(dice, "效益指标", "社会效益指标", BENEFITS, 30), _satisfaction(dice)],
        total_weight="100",
        money_unit="万元",
    )
    _add_up(made)
    chance = dice.random()
    for share, plant in FAULTS:
        chance -= share
        if chance < 0:
            plant(made, dice)
            break
    return made


def _text(figure: Decimal) -> str:
    return format(figure.quantize(_CENT, ROUND_HALF_UP).normalize(), "f")


def _funds(dice: random.Random) -> list[Fund]:
    budget = Decimal(dice.randint(500, 500_000)) / 100
    executed = budget if dice.random() < 0.4 else (budget * dice.randint(7000, 9999) / 10000).quantize(_CENT)
    rate, points = _text(executed / budget * 100) + "%", _text(executed / budget * 10)
    amounts = (_text(budget), _text(budget), _text(executed))
    return [
        Fund(TOTAL_FUND, *amounts, "10", rate, points),
        Fund("当年财政拨款", *amounts, "—", rate, "—"),
        Fund("上年结转资金", weight="—", score="—"),
        Fund("其他资金", weight="—", score="—"),
    ]


def _outputs(dice: random.Random) -> list[Indicator]:
    rows = []
    for name, unit in dice.sample(COUNTED, dice.randint(1, 3)):
        target = dice.randint(10, 400)
        actual = target + dice.randint(0, target // 10)
        rows.append(Indicator("产出指标", "数量指标", name, "≥", str(target), unit, str(actual), "10", "10", ""))
    limit = dice.choice((15, 30, 30, 30, 60, 120))
    took = str(limit - dice.randint(0, limit // 4))
    response = dice.choice(RESPONSES)
    rows.append(Indicator("产出指标", "时效指标", response, "≤", str(limit), "分钟", took, "10", "10", ""))
    return [*rows, _rate(dice, "产出指标", "质量指标", RATES, 50 - 10 * len(rows))]


def _rate(dice: random.Random, l1: str, l2: str, names: tuple[str, ...], weight: int) -> Indicator:
    target = dice.choice((80, 85, 90, 90, 95, 95))
    actual = target + dice.randint(1, 4)
    points = str(weight)
    return Indicator(l1, l2, dice.choice(names), "≥", str(target), "%", str(actual), points, points, "")


def _satisfaction(dice: random.Random) -> Indicator:
    return _rate(dice, "满意度指标", "服务对象满意度指标", ("服务对象满意度", "群众满意度"), 10)


def _add_up(made: Form) -> None:
    scores = [made.funds[0].score, *(row.score for row in made.indicators)]
    total = _text(sum((Decimal(score or 0) for score in scores), Decimal(0)))
    made.total_score, made.totals = total, [Total("总分", "100", total)]


def _wrong_rate(made: Form, _: random.Random) -> None:
    made.funds[0].rate = _text(Decimal((made.funds[0].rate or "").rstrip("%")) + 7) + "%"


def _wrong_total(made: Form, dice: random.Random) -> None:
    total = _text(Decimal(made.total_score or 0) - dice.randint(1, 4))
    made.total_score, made.totals = total, [Total("总分", "100", total)]


def _above_weight(made: Form, _: random.Random) -> None:
    made.indicators[0].score = "12"
    _add_up(made)


def _missed(made: Form, dice: random.Random) -> None:
    row = made.indicators[0]
    row.actual = str(int(row.target or 0) * dice.randint(60, 89) // 100)
    row.score = _text(Decimal(row.actual) / Decimal(row.target or 1) * 10)
    row.reason = REASON if dice.random() < 0.5 else ""
    _add_up(made)


def _no_total(made: Form, _: random.Random) -> None:
    made.total_score, made.totals = "", [Total("总分", "100", "")]


def _no_actual(made: Form, _: random.Random) -> None:
    made.indicators[-1].actual = "已完成"


FAULTS: tuple[tuple[float, Callable[[Form, random.Random], None]], ...] = (
    (0.05, _wrong_rate),
    (0.04, _wrong_total),
    (0.02, _above_weight),
    (0.02, _no_total),
    (0.10, _missed),
    (0.04, _no_actual),
)
"""How often each fault is planted; at most one a form."""

"""Forms for the tests of batches: one shape, numbered, some with a fault, some 涉密."""

from pathlib import Path

import msgspec

from jiheng.form import TOTAL_FUND, Form, Fund, Indicator, Total

FIELDS = ("水务局", "教育局")


def form(number: int, **more: object) -> Form:
    """A form with all sums right; every fifth has a wrong total."""
    total = "90" if number % 5 == 0 else "100"
    made = Form(
        source=f"记录#{number}",
        year=f"{2020 + number % 3}年",
        project=f"泵站维护{number}号",
        department=f"松泠区{FIELDS[number % 2]}",
        unit="松泠区泵站管理所",
        money_unit="万元",
        funds=[Fund(TOTAL_FUND, "50", "50", "50", "10", "100%", "10")],
        goal_expected="按计划完成泵站维护，保证运行。",
        goal_actual="泵站维护全部完成，运行平稳。",
        indicators=[
            Indicator("产出指标", "时效指标", "故障响应时间", "≤", str(10 * (1 + number % 3)), "分钟", "8", "50", "50"),
            Indicator("效益指标", "社会效益指标", "设施完好率", "≥", "90", "%", "92", "30", "30"),
            Indicator("满意度指标", "服务对象满意度指标", "群众满意度", "≥", "90", "%", "91", "10", "10"),
        ],
        total_weight="100",
        total_score=total,
        totals=[Total("总分", "100", total)],
    )
    return msgspec.structs.replace(made, **more)


def write(path: Path, forms: list[Form]) -> Path:
    path.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in forms))
    return path

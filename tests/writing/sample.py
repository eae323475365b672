"""An audit made by hand: invented forms, scored by the real rules, with findings put at chosen cells."""

from collections.abc import Sequence

from jiheng.checks import Acceptance, Accepted, Audit, Finding, FormAudit, Severity
from jiheng.form import Doubt, Form, Fund, Indicator, Labelled, Origin, Problem, Total
from jiheng.places import load
from jiheng.scoring import score

SCRIPT = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>项目"
FORMULA = '=HYPERLINK("http://例.cn","点我")'

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE


def finding(
    code: str, severity: Severity, place: str, printed: str, expected: str, message: str, **more: object
) -> Finding:
    """A finding with advice and rule that read like real ones."""
    advice = str(more.pop("advice", "核对原始资料后改正此处，并检查总分是否随之变动。"))
    rule = "执行率 = 全年执行数 ÷ 全年预算数（财预〔2020〕10号）"
    return Finding(code, severity, place, printed, expected, message, advice, rule, **more)  # type: ignore[arg-type]


def rows() -> list[Indicator]:
    """Seven indicators of an invented project."""
    return [
        Indicator("产出指标", "数量指标", "保洁河道条数", "≥", "12", "条", "12", "15", "15", ""),
        Indicator("产出指标", "数量指标", "打捞漂浮物重量", "≥", "400", "吨", "386", "10", "10", ""),
        Indicator("产出指标", "质量指标", "巡查考核合格率", "≥", "95", "%", "97", "10", "10", ""),
        Indicator("产出指标", "时效指标", "漂浮物清理时限", "≤", "24", "小时", "20", "15", "15", ""),
        Indicator("成本指标", "经济成本指标", "保洁服务成本", "≤", "110", "万元", "99", "10", "10", ""),
        Indicator(
            *(
                "效益指标",
                "生态效益指标",
                "河道水面整洁程度",
                "定性",
                "优良中低差",
                "",
                "优（全年巡查未见成片漂浮物）",
                "20",
                "18",
            ),
            "支流入口处偶有垃圾回流；将在入口加设拦网，安排专人值守。",
        ),
        Indicator("满意度指标", "服务对象满意度指标", "沿河居民满意度", "≥", "90", "%", "93", "10", "10", ""),
    ]


def form(project: str = "河道日常保洁服务", **changes: object) -> Form:
    """An invented form with two faults: the execution rate, and full marks for a missed target."""
    record: dict[str, object] = {
        "source": "水务局2024.docx",
        "year": "2024",
        "project": project,
        "department": "海云市水务局",
        "unit": "海云市河道管理所",
        "leader": "林某某",
        "phone": "",
        "money_unit": "万元",
        "title": "项目支出绩效自评表",
        "funds": [
            Fund("年度资金总额", "120", "110", "99", "10", "92%", "9.2"),
            Fund("当年财政拨款", "120", "110", "99", "—", "90%", "—"),
            Fund("上年结转资金", "", "", "", "—", "", "—"),
            Fund("其他资金", "", "", "", "—", "", "—"),
        ],
        "goal_expected": "全年对辖区十二条河道开展保洁，及时打捞水面漂浮物，保持岸坡整洁，改善沿河环境。",
        "goal_actual": "全年完成12条河道的保洁，打捞漂浮物386吨，岸坡整洁，沿河环境明显改善。",
        "indicators": rows(),
        "totals": [Total("总分", "100", "97.2")],
        "total_weight": "100",
        "total_score": "97.2",
        "origins": {"funds[年度资金总额].rate": Origin("水务局2024.docx", table=1, row=6, column=7)},
    }
    return Form(**(record | changes))  # type: ignore[arg-type]


RATE = finding(
    "A01", ERROR, "funds[年度资金总额].rate", "92%", "90%", "全年执行数 99 ÷ 全年预算数 110 = 90%，表中填为 92%。"
)
FULL_MARKS = finding(
    *("S02", WARNING, "indicators[1].score", "10", "9.65", "目标 400 吨，实际 386 吨，没有完成，却给了满分 10 分。"),
    advice="按 386 ÷ 400 × 10 = 9.65 分改正；确有特殊情况的，在“偏差原因”中说明。",
)
NO_REASON = finding("R01", WARNING, "indicators[1].reason", "", "", "指标没有完成，“偏差原因分析及改进措施”为空。")
PHONE = finding("F06", NOTICE, "phone", "", "", "联系电话没有填。", advice="补填办公电话；公开的表不要写手机号码。")


def audited(one: Form, findings: Sequence[Finding] = (), accepted: Sequence[Accepted] = ()) -> FormAudit:
    """A form scored by the national rules, with these findings."""
    book = load("mof-2021-cost")
    return FormAudit(
        one, book, "表中没有写明所在地，采用全国办法", score(one, book), {}, tuple(findings), tuple(accepted)
    )


def sample() -> Audit:
    """Six forms: findings of every severity, one accepted, hostile text, a batch finding, two unread files."""
    hostile = form(
        SCRIPT,
        source="恶意<b>.txt",
        unit=FORMULA,
        goal_actual="+1+1 \x07 响铃 \ud800 半个字",
        indicators=[
            *rows()[:6],
            Indicator("满意度指标", "服务对象满意度指标", "@SUM(A1)", None, "-2+3", None, "=1+1", "10", "abc"),
        ],
        secrecy="内部",
        blank_rows=["指标2：", "……"],
        totals=[Total("总分", "100", "97.2"), Total("合计", "100", "99")],
        conclusion="完成较好，清淤进度偏慢",
        problems="清淤招标晚",
        notes=["注：金额单位为万元"],
        others=[Labelled("项目编码", "3301-07", Origin("水务局2024.docx", table=1, row=2, column=4))],
        uncertain=[
            Doubt("goal_expected", "此处文字跨页，可能缺了一行"),
            Doubt("form", "没有归入任何栏目", text="经办人签字处"),
        ],
    )
    sparse = form(
        "没有资金的项目", funds=[], indicators=[], total_score="", total_weight="", totals=[], leader=None, phone=None
    )
    low = form("旧水闸改造", funds=[Fund("年度资金总额", "500", "480", "138.24", "10", "28.8%", "2.88")])
    acceptance = Acceptance("执行数含上年结转，已与决算核对", "财务科 某甲", "2025-03-12")
    forms = (
        audited(form(), [RATE, FULL_MARKS, NO_REASON, PHONE]),
        audited(form("泵站运行电费"), [], [Accepted(RATE, acceptance)]),
        audited(
            hostile,
            [
                finding("A09", ERROR, "totals[1].score", "99", "97.2", "两个总分行的得分不同。"),
                finding("F04", NOTICE, "blank_rows[0]", "指标2：", "", "留下了没有填写的模板行。"),
                finding("S01", ERROR, "indicators[6].score", "abc", "", "得分“abc”不是数字。"),
                finding("E02", WARNING, "indicators[6].actual", "=1+1", "", "实际完成值看不出与目标值的关系。"),
                finding("F05", WARNING, "secrecy", "内部", "", "表上有密级标志，公开前须审查。"),
            ],
        ),
        audited(
            sparse,
            [
                finding("A08", ERROR, "total_score", "", "", "没有总分。"),
                finding("F01", ERROR, "funds[年度资金总额].budget", "", "", "没有全年预算数。"),
            ],
        ),
        audited(low, [RATE, FULL_MARKS]),
        audited(
            form("水质监测站点维护", total_score="98.2"),
            [finding("A07", ERROR, "total_score", "98.2", "97.2", "各项得分之和为 97.2，总分填为 98.2。")],
        ),
    )
    twin = finding("B01", WARNING, "project", "河道日常保洁服务", "", "同一项目出现两次，总分不同。", forms=(0, 5))
    problems = (
        Problem("扫描件.pdf", "文件是加密的，打不开。", "请向提供人索取密码，另存为不加密的文件后再试。"),
        Problem("会议纪要.docx", "文件里没有自评表。", "确认是否拿错了文件。"),
    )
    return Audit(forms, {}, (twin,), (), problems)


def many(count: int) -> Audit:
    """An audit of `count` forms, every second one with four findings."""
    base = audited(form(), [RATE, FULL_MARKS, NO_REASON, PHONE])
    fine = audited(form("泵站运行电费"))
    return Audit(tuple(fine if index % 2 else base for index in range(count)), {}, (), (), ())

"""forms: one row a form."""

from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter

from jiheng.checks import Severity
from jiheng.form import KINDS, TOTAL_FUND, Block, FieldKind, Fund, fields
from jiheng.quantity import number, share
from jiheng.writing.data.column import Column, Table, Type, Value, printed
from jiheng.writing.data.entry import FormEntry
from jiheng.writing.data.tables.money import rate, yuan

KIND_NAMES = {identifier: kind.name for identifier, kind in KINDS.items()}
FORM_ID = "form_id"
KEY_TEXT = "表的编号，由来源（文件名和文件里第几张）算出：表改正后再读，编号不变；文件改名则变"


def _fund(get: Callable[[Fund], str | None]) -> Callable[[FormEntry], Value]:
    """A cell of the row 年度资金总额, None where the form has no such row."""

    def value(entry: FormEntry) -> Value:
        fund = entry.form.fund()
        return get(fund) if fund else None

    return value


def _yuan(get: Callable[[Fund], str | None]) -> Callable[[FormEntry], Value]:
    def value(entry: FormEntry) -> Value:
        fund = entry.form.fund()
        return yuan(entry.form, get(fund)) if fund else None

    return value


def _rate(entry: FormEntry) -> Value:
    fund = entry.form.fund()
    return rate(entry.form, fund) if fund else None


def _rate_printed(entry: FormEntry) -> Decimal | None:
    fund = entry.form.fund()
    printed = share(fund.rate) if fund else None
    return printed.ratio if printed else None


def _count(severity: Severity) -> Callable[[FormEntry], Value]:
    def value(entry: FormEntry) -> Value:
        return [finding.severity for finding in entry.audited.findings].count(severity) if entry.audited else None

    return value


HEAD: tuple[Column[FormEntry], ...] = (
    Column(FORM_ID, "表编号", KEY_TEXT, attrgetter("form_id")),
    Column("source", "来源", "文件名和文件里第几张表，如 水务局.docx#2", attrgetter("form.source")),
    *printed(fields(Block.HEAD, identity=True), "form"),
)
"""What tells a form from others: also the head of the tables that stand alone."""

_TOTAL_ROW = fields(Block.FUNDS, kinds=(FieldKind.MONEY, FieldKind.COMPUTED))

PRINTED: tuple[Column[FormEntry], ...] = (
    Column("kind", "表的种类", "自评表还是别的表", attrgetter("form.kind"), choices=KIND_NAMES),
    *printed(fields(Block.HEAD, identity=False), "form"),
    *(
        Column(field.name, field.label, f"{TOTAL_FUND}一行，照表", _fund(attrgetter(field.name)))
        for field in _TOTAL_ROW
    ),
    *(
        Column(
            *(f"{field.name}_yuan", f"{field.label}（元）", "折算为元"),
            *(_yuan(attrgetter(field.name)), Type.DECIMAL, "元"),
        )
        for field in _TOTAL_ROW
        if field.kind is FieldKind.MONEY
    ),
    Column("rate_printed", "执行率（填报，比率）", "填报的执行率，1 为 100%", _rate_printed, Type.DECIMAL, "1"),
    Column("rate_exact", "执行率（复算）", "全年执行数 ÷ 全年预算数，1 为 100%", _rate, Type.DECIMAL, "1"),
    *printed(fields(Block.GOALS, Block.TOTAL, Block.TAIL), "form"),
    Column(
        *("total_score_points", "总分（得分，数值）", "填报的总分；不是数字的为空"),
        *(lambda kept: number(kept.form.total_score), Type.DECIMAL, "分"),
    ),
    Column(
        *("notes", "表外说明", "表下方或旁边印的注、备注、填报说明，一条一行；没有的为空"),
        lambda kept: "\n".join(kept.form.notes) or None,
    ),
)

_COUNTS: tuple[Column[FormEntry], ...] = (
    Column("fund_rows", "资金行数", "funds 里这张表的行数", lambda kept: len(kept.form.funds), Type.INTEGER, "行"),
    Column(
        *("indicator_rows", "指标行数", "indicators 里这张表的行数"),
        *(lambda kept: len(kept.form.indicators), Type.INTEGER, "行"),
    ),
    Column(
        *("blank_rows", "空白模板行数", "留下没有填的模板行，不算指标"),
        *(lambda kept: len(kept.form.blank_rows), Type.INTEGER, "行"),
    ),
    Column(
        *("others", "其他栏目数", "others 里这张表的行数"),
        *(lambda kept: len(kept.form.others), Type.INTEGER, "格"),
    ),
    Column("doubts", "读不准处数", "doubts 里这张表的行数", lambda kept: len(kept.form.uncertain), Type.INTEGER, "处"),
)

SCORED: tuple[Column[FormEntry], ...] = (
    Column(
        *("rulebook", "办法", "复算和检查所用办法的编号"),
        attrgetter("audited.book.id"),
        audited=True,
    ),
    Column(
        *("rulebook_reason", "采用办法的原因", "为什么用这部办法"),
        attrgetter("audited.why_book"),
        audited=True,
    ),
    Column(
        *("execution_recomputed", "执行率得分（复算）", "按办法算出的执行率得分"),
        *(attrgetter("audited.score.execution.score"), Type.DECIMAL, "分"),
        audited=True,
    ),
    Column(
        *("total_recomputed", "总分（复算）", "按办法算出的总分；只能由人评定的项取填报的得分，以分档为限"),
        *(attrgetter("audited.score.total.score"), Type.DECIMAL, "分"),
        audited=True,
    ),
    Column(
        *("total_low", "总分（最低）", "由人评定的项都取最低时的总分"),
        *(attrgetter("audited.score.total.low"), Type.DECIMAL, "分"),
        audited=True,
    ),
    Column(
        *("total_high", "总分（最高）", "由人评定的项都取最高时的总分"),
        *(attrgetter("audited.score.total.high"), Type.DECIMAL, "分"),
        audited=True,
    ),
    Column(*("grade_recomputed", "等级（复算）", "复算总分的等级"), attrgetter("audited.score.grade"), audited=True),
)

_FOUND: tuple[Column[FormEntry], ...] = (
    *(
        Column(
            name,
            f"{severity.label}数",
            f"这张表里未认可的{severity.label}",
            _count(severity),
            Type.INTEGER,
            "处",
            audited=True,
        )
        for name, severity in (("errors", Severity.ERROR), ("warnings", Severity.WARNING), ("notices", Severity.NOTICE))
    ),
    Column(
        *("joint_findings", "跨表问题数", "涉及这张表的跨表问题（B 类），不在上面三个数里"),
        *(attrgetter("joint"), Type.INTEGER, "处"),
        audited=True,
    ),
    Column(
        *("accepted", "已认可数", "有人看过并认可的问题，不在上面的数里"),
        *(lambda kept: len(kept.audited.accepted) if kept.audited else None, Type.INTEGER, "处"),
        audited=True,
    ),
)

FORMS: Table[FormEntry] = Table(
    "forms",
    "自评表",
    "一行一张表：表头、年度资金总额、目标、总分和等级，各类问题的数目。",
    (FORM_ID,),
    (
        HEAD[0],
        Column("number", "序号", "第几张读到的表，从 1 起", attrgetter("number"), Type.INTEGER),
        *HEAD[1:],
        *PRINTED,
        *SCORED,
        *_FOUND,
        *_COUNTS,
    ),
    lambda entry: (entry,),
)

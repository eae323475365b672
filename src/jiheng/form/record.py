"""What an evaluation form (绩效自评表) is: the as-printed record.

Every cell is a string exactly as printed with all white space removed, `""` when the cell is
empty and `None` when the form has no such row or column. Nothing here interprets or corrects.
"""

import msgspec

from jiheng.form.kinds import PROJECT

Cell = str | None

TOTAL_FUND = "年度资金总额"
FUND_NAMES = (TOTAL_FUND, "当年财政拨款", "上年结转资金", "其他资金")
"""The usual rows of the funds block, in the order in which the form prints them. A form may print others."""


class Origin(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Where a cell stands in its file. Numbers start at 1; `box` is (left, top, right, bottom) in points."""

    file: str = ""
    line: int | None = None
    page: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    box: tuple[float, float, float, float] | None = None


class Doubt(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Something the reader could not be sure of: at which place, and why (Chinese, for the user).

    `text` holds the words of a cell that could be put nowhere in the record (unread); it is "" where
    the doubt is about a cell that was read.
    """

    place: str
    why: str
    text: str = ""


class Problem(msgspec.Struct, frozen=True, gc=False):
    """A file that could not be read, or only in part, and what its owner can do (Chinese, for the user)."""

    file: str
    message: str
    advice: str


class Labelled(msgspec.Struct, frozen=True, gc=False):
    """A labelled cell that no field takes (项目编码, 资金性质 …), as printed: its label, its text, where it stands.

    `place` is the row of the record that the cell belongs to (`indicators[3]` for 得分计算方法 of that
    indicator), "" for a cell of the form as a whole. Of boxes to tick, `text` is the choice.
    """

    label: str
    text: str
    origin: Origin = Origin()
    place: str = ""


class Fund(msgspec.Struct, gc=False):
    """A row of 项目资金. Amounts are in the form's `money_unit` unless the cell prints its own.

    `name` is one of FUND_NAMES where the printed name means the same, else the name as printed.
    """

    name: str
    initial: Cell = ""
    budget: Cell = ""
    executed: Cell = ""
    weight: Cell = ""
    rate: Cell = ""
    score: Cell = ""


class Indicator(msgspec.Struct, gc=False):
    """A row of the indicator tree; `l1` and `l2` are filled down over merged cells."""

    l1: Cell = ""
    l2: Cell = ""
    l3: Cell = ""
    property: Cell = None
    target: Cell = ""
    unit: Cell = None
    actual: Cell = ""
    weight: Cell = ""
    score: Cell = ""
    reason: Cell = ""


class Total(msgspec.Struct, gc=False):
    """A total row (总分, 合计) as printed."""

    label: str
    weight: Cell = ""
    score: Cell = ""


class Form(msgspec.Struct, gc=False):
    """One form, as printed.

    `kind` says which document it is (an identifier of `jiheng.form.kinds`). `total_weight` and
    `total_score` repeat the last complete row of `totals`; further total rows stay in `totals` so
    that a disagreement between them can be shown. `blank_rows` holds the level-3 names of template
    rows that were left in but never filled (指标2：, ……); they are not indicators. `secrecy` is a
    secrecy mark as printed (秘密★5年), `money_unit` the unit that the label of the funds block names
    (万元), `grade` a self-assessed grade where a form prints one. `conclusion`, `problems`, `measures`
    and `finance_leader` are blocks at the foot of the table; `notes` are the remarks printed below or
    beside it (注, 备注, 说明, 填报说明), `others` every labelled cell that no field takes; both in
    printed order. `labels` are the labels of fields as this form prints them, by block and field
    (`indicators.reason`, `funds.budget`, `department`), those of an upper tier before the lowest, the boxes to tick in
    place of an actual value behind them. `leader`
    is the person named in the head, or at the foot where the head names none.
    """

    source: str = ""
    kind: str = PROJECT
    year: Cell = None
    project: Cell = ""
    department: Cell = ""
    unit: Cell = ""
    leader: Cell = None
    phone: Cell = None
    funds: list[Fund] = []
    goal_expected: Cell = ""
    goal_actual: Cell = ""
    indicators: list[Indicator] = []
    total_weight: Cell = ""
    total_score: Cell = ""
    title: Cell = None
    grade: Cell = None
    secrecy: Cell = None
    money_unit: Cell = None
    conclusion: Cell = None
    problems: Cell = None
    measures: Cell = None
    finance_leader: Cell = None
    totals: list[Total] = []
    blank_rows: list[str] = []
    notes: list[str] = []
    others: list[Labelled] = []
    labels: dict[str, list[str]] = {}
    uncertain: list[Doubt] = []
    origins: dict[str, Origin] = {}

    def fund(self, name: str = TOTAL_FUND) -> Fund | None:
        """The funds row of that name, or None when the form has no such row."""
        for fund in self.funds:
            if fund.name == name:
                return fund
        return None

    def whole_fund(self) -> Fund | None:
        """The row of the whole money: 年度资金总额, else the only row there is; None where several have no total."""
        return self.fund() or (self.funds[0] if len(self.funds) == 1 else None)


def source_of(file: str, number: int) -> str:
    """What a record calls its source: the file and which form of it."""
    return f"{file}#{number}"


def to_json(forms: list[Form]) -> bytes:
    """Records as a JSON array, UTF-8, indented by one space."""
    return msgspec.json.format(msgspec.json.encode(forms), indent=1)

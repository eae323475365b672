"""Records of documents that are no self-evaluations: what their forms have beyond the columns of one.

Each is a `Form` (so that reading, others and doubts hold alike) whose rows have further cells: of a monitoring form
the forecast, of a goal form the goal of the whole term, of a list of results its rows. All as printed.
"""

import msgspec

from jiheng.form.kinds import PROJECT
from jiheng.form.record import Cell, Form, Fund, Indicator


class MonitoredFund(Fund):
    """A row of the money of a monitoring form; `executed` and `rate` are those of the period.

    `forecast` is 全年预计执行数, `forecast_rate` 预计执行率.
    """

    forecast: Cell = None
    forecast_rate: Cell = None


class MonitoredIndicator(Indicator):
    """A row of a monitoring form; `actual` is the value of the period, `reason` 偏差原因, or the boxes ticked under it.

    `forecast` is 全年预计完成情况, `likelihood` the choice made under 完成目标可能性, `measure` 纠偏措施.
    """

    forecast: Cell = None
    likelihood: Cell = None
    measure: Cell = None


class MonitoringForm(Form):
    """绩效运行监控表. `period` are the months that its labels or title name, as printed (1-7月)."""

    funds: list[MonitoredFund] = msgspec.field(default_factory=list)  # type: ignore[assignment]
    indicators: list[MonitoredIndicator] = msgspec.field(default_factory=list)  # type: ignore[assignment]
    period: Cell = None


class PlannedFund(Fund):
    """A row of the money of a goal form; `budget` is the amount of the year, `total` that of the whole term."""

    total: Cell = None


class PlannedIndicator(Indicator):
    """A row of a goal form; `target` is 年度指标值, `total_target` the target of the whole term (实施期, 中期)."""

    total_target: Cell = None


class GoalForm(Form):
    """绩效目标申报表 or 批复表. `goal_expected` is the goal of the year, `goal_total` that of the whole term.

    `nature` is 项目属性, `term` 项目期.
    """

    funds: list[PlannedFund] = msgspec.field(default_factory=list)  # type: ignore[assignment]
    indicators: list[PlannedIndicator] = msgspec.field(default_factory=list)  # type: ignore[assignment]
    goal_total: Cell = None
    nature: Cell = None
    term: Cell = None


class SummaryRow(msgspec.Struct):
    """A project in a list of results, as printed."""

    unit: Cell = None
    project: Cell = None
    initial: Cell = None
    budget: Cell = None
    executed: Cell = None
    rate: Cell = None
    score: Cell = None
    grade: Cell = None
    note: Cell = None


class SummaryForm(Form):
    """绩效自评结果汇总表: a row a project; `sums` the rows 合计."""

    rows: list[SummaryRow] = msgspec.field(default_factory=list)
    sums: list[SummaryRow] = msgspec.field(default_factory=list)


class JudgedIndicator(Indicator):
    """A row of 评价指标体系评分表: `score` as judged, with what it is judged by and why points were taken off."""

    explanation: Cell = None
    criteria: Cell = None
    basis: Cell = None


class FrameworkForm(Form):
    """评价指标体系评分表 and 事前绩效评估表: what is judged, by which criteria, with how many points."""

    indicators: list[JudgedIndicator] = msgspec.field(default_factory=list)  # type: ignore[assignment]


RECORDS: dict[str, type[Form]] = {
    "monitor": MonitoringForm,
    "goals": GoalForm,
    "summary": SummaryForm,
    "framework": FrameworkForm,
    "exante": FrameworkForm,
}
"""The record of each kind that has one of its own; every other kind is a `Form`."""


def record_type(kind: str) -> type[Form]:
    """The record of a kind."""
    return RECORDS.get(kind, Form)


class _Kind(msgspec.Struct):
    """No more of a record than which document it is."""

    kind: str = PROJECT


def from_json(data: bytes) -> list[Form]:
    """Records from a JSON array, a single JSON object or objects one a line, each of the type of its kind.

    Raises msgspec.ValidationError (naming the path of the wrong value) or msgspec.DecodeError.
    """
    records: list[Form] = []
    for number, record in enumerate(_objects(data)):
        try:
            kind = msgspec.json.decode(record, type=_Kind).kind
            records.append(msgspec.json.decode(record, type=record_type(kind)))
        except msgspec.ValidationError as error:
            raise msgspec.ValidationError(str(error).replace("`$", f"`$[{number}]")) from None
    return records


def _objects(data: bytes) -> list[msgspec.Raw]:
    if data.lstrip()[:1] != b"{":
        return msgspec.json.decode(data, type=list[msgspec.Raw])
    try:
        return [msgspec.json.decode(data, type=msgspec.Raw)]
    except msgspec.DecodeError:
        return msgspec.json.Decoder(msgspec.Raw).decode_lines(data)

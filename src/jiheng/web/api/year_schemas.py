"""What the API gives of the objects of the year."""

import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from jiheng.monitoring import Light
from jiheng.web.api.schemas import At
from jiheng.web.corrections.models import Correction
from jiheng.web.goals.models import ApprovedVersion


class OfProject(Schema):
    """What a project has in a year, and its state."""

    id: int
    project: int
    unit: int
    cycle: int
    state: str
    state_name: str = Field(description="状态的名称")


class CorrectionOut(Schema):
    """整改通知."""

    id: int
    number: str = Field(description="文号，草拟时为空")
    cycle: int
    unit: int = Field(description="整改单位")
    project: int | None = Field(description="所涉项目；针对整个单位的为 null")
    form: int | None = Field(description="所涉自评表")
    issuer: int = Field(description="发出机构")
    source: Correction.Source = Field(description="问题从哪里来")
    state: str
    state_name: str = Field(description="状态的名称")
    due: datetime.date = Field(description="整改期限")
    overdue: int = Field(description="逾期天数")
    responsible: str = Field(description="责任人")
    issued_at: At | None
    closed_at: At | None


class CorrectionItemOut(Schema):
    """一条问题和整改情况."""

    text: str = Field(description="问题")
    code: str = Field(description="检查的代码；人写的为空")
    answer: str = Field(description="整改情况")
    accepted: bool | None = Field(description="核验是否通过；未核验为 null")
    remark: str = Field(description="核验意见")


class CorrectionWithItems(CorrectionOut):
    """整改通知连同每一条."""

    demand: str = Field(description="整改要求")
    items: list[CorrectionItemOut]


class WatchedRowOut(Schema):
    """监控表的一行."""

    l1: str
    l2: str
    l3: str
    target: str = Field(description="年度指标值，带符号和单位")
    so_far: str = Field(description="本期完成值")
    forecast: str = Field(description="全年预计")
    light: Light
    how: str = Field(description="灯是怎么亮的")
    reason: str = Field(description="偏差原因")
    measure: str = Field(description="纠偏措施")


class SheetOut(OfProject):
    """监控表."""

    period: str = Field(description="监控期，如 1—7月")
    executed: str = Field(description="本期执行数（万元），照填写的文字")
    light: Light = Field(description="最差的一盏灯")
    money_light: Light = Field(description="预算执行的灯")
    lights: dict[str, int] = Field(description="各种灯的指标有几项")
    version: int


class SheetWithRows(SheetOut):
    """监控表连同每一行."""

    rows: list[WatchedRowOut]


class DeclarationOut(OfProject):
    """目标申报."""

    asked: str = Field(description="申请预算（万元），照填写的文字")
    errors: int = Field(description="检查出的错误有几处")
    version: int


class ApprovedOut(Schema):
    """一版批复."""

    number: int = Field(description="第几版")
    source: ApprovedVersion.Origin = Field(description="怎么来的")
    at: At
    record: dict[str, Any] = Field(description="目标和指标，字段与自评表的 record 相同")


class DeclarationWithGoals(DeclarationOut):
    """目标申报连同内容和批复过的各版."""

    record: dict[str, Any] = Field(description="现在填写的目标和指标")
    approved: list[ApprovedOut]


class AdjustmentOut(OfProject):
    """目标调整申请."""

    why: str = Field(description="调整理由")
    document: str = Field(description="依据文件")
    at: At


class AdjustedCellOut(Schema):
    """申请调整的一格."""

    row: str = Field(description="指标的名称")
    column: str
    before: str = Field(description="原批复")
    after: str = Field(description="调整后")


class AdjustmentWithCells(AdjustmentOut):
    """目标调整申请连同每一格."""

    cells: list[AdjustedCellOut]


class BatchOut(Schema):
    """公开批次."""

    id: int
    cycle: int
    unit: int = Field(description="主管部门")
    name: str
    state: str
    state_name: str = Field(description="状态的名称")
    forms: list[int] = Field(description="批次里的自评表")
    approved_on: datetime.date | None = Field(description="部门决算批复日期")
    due: datetime.date | None = Field(description="应在此日前公开")
    published_on: datetime.date | None = Field(description="公开日期")
    overdue: int = Field(description="逾期天数")
    address: str = Field(description="公开网址")

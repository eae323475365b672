"""What the API gives of the objects of the year."""

import datetime

from ninja import Schema
from pydantic import Field

from jiheng.web.corrections.models import Correction


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
    issued_at: datetime.datetime | None
    closed_at: datetime.datetime | None


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

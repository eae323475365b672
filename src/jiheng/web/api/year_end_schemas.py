"""What the API gives of the end of the year."""

import datetime
from decimal import Decimal

from ninja import Schema
from pydantic import Field

from jiheng.web.budget_advice.models import BudgetAdvice


class CommissionOut(Schema):
    """委托评价."""

    id: int
    name: str
    cycle: int
    unit: int = Field(description="委托机构")
    evaluator: str = Field(description="评价人")
    state: str
    state_name: str = Field(description="状态的名称")
    due: datetime.date = Field(description="交付期限")
    overdue: int = Field(description="逾期天数")
    handed_on: datetime.date | None = Field(description="交付日期")


class CommissionedFormOut(Schema):
    """委托评价的一张表."""

    form: int
    given: int = Field(description="评了几行")
    rows: int = Field(description="共几行")
    filled: Decimal | None = Field(description="自评得分")
    total: Decimal | None = Field(description="评价得分；没有评完的为 null")


class CommissionWithForms(CommissionOut):
    """委托评价连同每一张表."""

    conclusion: str = Field(description="评价结论")
    forms: list[CommissionedFormOut]


class YearResultOut(Schema):
    """一年的自评结果."""

    year: int
    total: Decimal | None
    grade: str
    rate: Decimal | None = Field(description="执行率，1 为 100%")
    quality: Decimal | None = Field(description="自评质量得分")
    checks: list[str] = Field(description="有错误、警告的检查")


class BudgetAdviceOut(Schema):
    """结果应用建议."""

    id: int
    project: int
    unit: int
    cycle: int
    state: str
    state_name: str = Field(description="状态的名称")
    by_rules: str = Field(description="按规则的建议")
    advice: str = Field(description="提出的建议")
    answer: BudgetAdvice.Answer | None = Field(description="预算处室的答复；未答复为 null")
    amount: Decimal | None = Field(description="下年安排（万元）")
    at: datetime.datetime


class BudgetAdviceWithReasons(BudgetAdviceOut):
    """结果应用建议连同理由和各年结果."""

    why: str = Field(description="理由，一句话")
    changed_why: str = Field(description="与规则不同的理由")
    reply: str = Field(description="答复意见")
    results: list[YearResultOut]

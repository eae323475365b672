"""What the API gives of the end of the year."""

import datetime
from decimal import Decimal

from ninja import Schema
from pydantic import Field

from jiheng.web.api.schemas import At
from jiheng.web.api.year_schemas import OfProject
from jiheng.web.budget_advice.models import BudgetAdvice
from jiheng.web.evaluations.models import Evaluation
from jiheng.web.verdicts.models import Verdict


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


class EvaluationOut(OfProject):
    """绩效评价."""

    unit: int = Field(description="被评价单位")
    issuer: int = Field(description="评价机构")
    kind: str = Field(description="部门评价或财政重点评价", json_schema_extra={"enum": [*Evaluation.Kind.values]})
    score: Decimal | None = Field(description="评价得分；没有汇总的为 null")
    grade: str


class RatedItemOut(Schema):
    """评价的一项指标."""

    l1: str
    l2: str
    l3: str
    weight: Decimal
    mean: Decimal | None = Field(description="专家平均分；没有评完的为 null")
    low: Decimal | None
    high: Decimal | None
    apart: bool = Field(description="专家评分差距大")


class EvaluationWithItems(EvaluationOut):
    """绩效评价连同各项指标和报告的文字."""

    items: list[RatedItemOut]
    problems: str = Field(description="存在的问题及原因")
    advice: str = Field(description="有关建议")
    comment: str = Field(description="单位意见")
    answer: str = Field(description="意见采纳情况")


class VerdictOut(Schema):
    """抽查结果."""

    id: int
    draw: int = Field(description="哪一次抽查")
    form: int
    filled: Decimal | None = Field(description="抽查时的自评得分")
    score: Decimal | None = Field(description="核定分")
    evidence: Verdict.Evidence = Field(description="佐证是否相符")
    wrong: bool = Field(description="有问题")
    conclusion: str = Field(description="抽查结论")
    at: At


class YearResultOut(Schema):
    """一年的自评结果."""

    year: int
    total: Decimal | None
    grade: str
    rate: Decimal | None = Field(description="执行率，1 为 100%")
    quality: Decimal | None = Field(description="自评质量得分")
    checks: list[str] = Field(description="有错误、警告的检查")


class BudgetAdviceOut(OfProject):
    """结果应用建议."""

    by_rules: str = Field(description="按规则的建议")
    advice: str = Field(description="提出的建议")
    answer: BudgetAdvice.Answer | None = Field(description="预算处室的答复；未答复为 null")
    amount: Decimal | None = Field(description="下年安排（万元）")
    at: At


class BudgetAdviceWithReasons(BudgetAdviceOut):
    """结果应用建议连同理由和各年结果."""

    why: str = Field(description="理由，一句话")
    changed_why: str = Field(description="与规则不同的理由")
    reply: str = Field(description="答复意见")
    results: list[YearResultOut]

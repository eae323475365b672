"""What the API gives and takes. Amounts are in 元, rates are shares of 1, scores points; all as decimal strings."""

import datetime
import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db import models
from django.utils import timezone
from ninja import Path, Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from jiheng.web.accounts.models import Organisation, Role
from jiheng.web.forms.models import State

_LARGEST = 2**63 - 1
_DATE = re.compile(r"\d{4}-\d\d-\d\dT", re.IGNORECASE)
_EARLIEST = datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC)


def _number(value: object) -> object:
    """What JSON calls a number, not what could be read as one."""
    if isinstance(value, bool | str):
        raise ValueError("not a number")
    return value


def _moment(value: object) -> object:
    """A date and time in words of ISO 8601; seconds since 1970 are not understood."""
    if isinstance(value, str) and not _DATE.match(value):
        raise PydanticCustomError("datetime_parsing", "not a date")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_moment), AfterValidator(lambda moment: max(moment, _EARLIEST))]

At = Annotated[datetime.datetime, AfterValidator(timezone.localtime)]
"""A moment as the office reads it: local time with its offset from UTC."""

Id = Annotated[int, Path(ge=1, le=_LARGEST, description="编号")]
Text = Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")]
"""Text that a database can keep."""
Reason = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]
Number = Annotated[int, Field(ge=0, le=2**31 - 1), BeforeValidator(_number)]
Place = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00]+$", description="单元格的位置")]


class Problem(Schema):
    """没有做成的原因和办法."""

    message: str = Field(description="什么没有做成、为什么")
    advice: str = Field(description="怎么办")


class Severity(models.TextChoices):
    """How grave a finding is."""

    ERROR = "error", "错误"
    WARNING = "warning", "警告"
    NOTICE = "notice", "提示"


class OrganisationOut(Schema):
    """机构."""

    id: int
    name: str
    code: str
    kind: Organisation.Kind
    parent: int | None = Field(description="上级机构的编号")
    active: bool


class CycleOut(Schema):
    """年度自评."""

    id: int
    year: int
    name: str
    organisation: int
    rulebook: str = Field(description="所用的办法")
    layout: str = Field(description="表样")
    opens: datetime.date
    fill_by: datetime.date
    unit_by: datetime.date
    department_by: datetime.date
    finance_by: datetime.date
    errors_forbidden: bool = Field(description="有错误不得提交")
    closed: bool


class RoleOut(Schema):
    """一个角色：在哪个机构."""

    role: Role
    organisation: int


class PersonOut(Schema):
    """人员和他的角色；邮箱、登录情况不在接口里."""

    id: int
    username: str
    name: str
    active: bool
    roles: list[RoleOut]


class EvidenceOut(Schema):
    """一份佐证材料."""

    id: int
    place: str = Field(description="哪一行指标，如 indicators[3]")
    name: str = Field(description="文件名")
    size: int = Field(description="字节数")
    sha256: str
    note: str
    by: str = Field(description="上传的人")
    at: At


class ProjectOut(Schema):
    """项目."""

    id: int
    cycle: int
    unit: int
    code: str
    name: str
    initial: Decimal | None
    budget: Decimal | None
    executed: Decimal | None
    secret: bool
    funds_fixed: bool = Field(description="金额由财务数据给定，填报人不能改")
    form: int | None = Field(description="自评表的编号")


class FormItem(Schema):
    """自评表，列表里的一行."""

    id: int
    project: int
    code: str
    name: str
    cycle: int
    unit: int
    state: State
    version: int
    total: Decimal | None
    lost: Decimal | None
    rate: Decimal | None
    grade: str
    filled: Decimal = Field(description="已填的份额，0 到 1")
    errors: int
    warnings: int
    notices: int
    changed_at: At


class FormOut(FormItem):
    """自评表，全部内容."""

    record: dict[str, Any] = Field(description="表上的内容，格式见 docs/schema/record.json")
    own: dict[str, str] = Field(description="填报人自定的得分：位置和理由")
    locked: dict[str, str] = Field(description="不能填写的单元格：位置和原因")


class FindingOut(Schema):
    """发现的一个问题."""

    code: str
    severity: Severity
    place: str
    printed: str
    expected: str
    message: str
    advice: str
    rule: str
    places: list[str] = Field(description="涉及的所有单元格，第一个同 place；form 指整张表")


class Input(Schema):
    """评分用到的一个单元格."""

    name: str
    place: str
    printed: str
    understood: str


class Cited(Schema):
    """所用的一条规则."""

    path: str
    value: str
    text: str
    source: str
    certainty: str


class Trace(Schema):
    """得分是怎么来的：一棵树."""

    subject: str
    inputs: list[Input]
    formula: str
    parameters: list[Cited]
    result: str
    why: str
    steps: list["Trace"]


class ScoreOut(Schema):
    """一格得分：表上的和按办法算的."""

    place: str
    printed: str = Field(description="表上现在的得分")
    verdict: str = Field(description="scored 有唯一得分；band、judgement 要人定；undecided 内容不够")
    score: Decimal | None
    low: Decimal | None
    high: Decimal | None
    own: str | None = Field(description="填报人自定得分的理由；null 表示照办法的得分")
    sentence: str = Field(description="一句话说明")
    trace: Trace


class ScoresOut(Schema):
    """一张表的全部得分."""

    form: int
    version: int
    rulebook: str
    rate: Decimal | None
    grade: str
    total: ScoreOut
    scores: list[ScoreOut]


class ChangeOut(Schema):
    """一格的改动."""

    place: str
    before: str
    after: str


class VersionOut(Schema):
    """一次保存."""

    number: int
    at: At
    person: str
    kind: str
    total: Decimal | None
    changes: list[ChangeOut]


class StepOut(Schema):
    """一次提交、通过或退回."""

    id: int
    before: State
    after: State
    version: int
    person: str
    at: At
    reason: str


class _In(Schema):
    model_config = ConfigDict(extra="forbid")


class CellIn(_In):
    """要写的一格."""

    place: Place
    after: Text = Field(description="写成什么")


class OwnIn(_In):
    """自定一格得分."""

    place: Place
    reason: Reason | None = Field(description="自定的理由；null 表示改回办法的得分")


class ChangesIn(_In):
    """对一张表的改动."""

    base: Number = Field(description="改动所依据的版本，即读到的 version")
    changes: list[CellIn] = Field([], max_length=2000)
    own: list[OwnIn] = Field([], max_length=500)


class SavedOut(Schema):
    """保存的结果."""

    form: FormItem
    changes: list[ChangeOut] = Field(description="这次改了哪些格，包括随之算出的")
    others: list[ChangeOut] = Field(description="base 以后别人改的格")


class ConflictOut(Problem):
    """别人也改了同一格：没有保存，留待选择."""

    conflict: int
    version: int = Field(description="表现在的版本")
    mine: list[ChangeOut]
    theirs: list[ChangeOut]


class StepIn(_In):
    """往下送或退回."""

    action: Literal["submit", "pass", "return"] = Field(description="submit 提交；pass 通过；return 退回")
    state: State = Field(description="读到的状态；表已不在这个状态就不办")
    version: Number = Field(description="读到的版本；表已改过就不办")
    reason: Reason = Field("", description="退回的理由，或带着错误提交的理由")
    to: State | Literal[""] = Field("", description="退回到哪一步；不写按通常的走")

"""What adding up returns: one group a department and year, with its projects, units, funds, scores and findings.

Amounts are in 元, rates are ratios (1 = 100 %), scores in points; None wherever the forms do not say.
Nothing of a 涉密 project is in here but the number of them.
"""

from decimal import Decimal

import msgspec

from jiheng.checks import Audit, Finding, Outcome, Severity
from jiheng.department.accounts.result import AccountsComparison
from jiheng.department.comparison import ApprovedComparison, LastYearComparison, MonitoringComparison
from jiheng.form import AMOUNTS, Problem
from jiheng.labelled import LabelledEnum
from jiheng.scoring.result import Trace


class Amounts(msgspec.Struct, frozen=True):
    """年初预算数, 全年预算数, 全年执行数 in 元; a sum leaves out the projects that do not state the figure.

    `final` (决算数) and `carried` (年末结转结余数) stand in the accounts only, never on a form.
    """

    initial: Decimal | None = None
    budget: Decimal | None = None
    executed: Decimal | None = None
    final: Decimal | None = None
    carried: Decimal | None = None


class Closing(msgspec.Struct, frozen=True):
    """What the final accounts say of a project, in 元: 决算数 and 年末结转结余数."""

    final: Decimal | None = None
    carried: Decimal | None = None


class Source(msgspec.Struct, frozen=True):
    """A source of funds (当年财政拨款 …) over all projects, and how many of them have any from it."""

    name: str
    amounts: Amounts
    projects: int


class RateResult(msgspec.Struct, frozen=True):
    """A rate with how it came about; `value` is None where a figure is missing (`trace.why` says which)."""

    name: str
    value: Decimal | None
    trace: Trace


class Rates(msgspec.Struct, frozen=True):
    """预算执行率, 结转结余率, 预决算差异率, 预算调整率 of a project, a unit or the whole."""

    execution: RateResult
    carried: RateResult
    difference: RateResult
    adjusted: RateResult


class Loss(msgspec.Struct, frozen=True):
    """Points lost at one indicator (or the execution rate): where, how many, and the reason as printed.

    `project` is the index of the project's form, `place` an address in it.
    """

    project: int
    place: str
    kind: str
    indicator: str
    weight: Decimal
    score: Decimal
    lost: Decimal
    reason: str


class LossKind(msgspec.Struct, frozen=True):
    """Points lost by one kind of indicator (预算执行率, 产出·数量 …) over all projects.

    `weight` and `score` are the sums over the indicators of that kind, a score above its weight cut to
    it; `share` is its part of all points lost (None when none were); `explained` counts the losses that
    have a reason.
    """

    kind: str
    indicators: int
    weight: Decimal
    score: Decimal
    lost: Decimal
    share: Decimal | None
    losses: int
    explained: int


class RollupProject(msgspec.Struct, frozen=True):
    """A project that counts. `index` is its form's number in `Added.audit`; `printed`, `recomputed` are totals."""

    index: int
    name: str
    unit: str
    source: str
    amounts: Amounts
    rates: Rates
    printed: Decimal | None
    recomputed: Decimal | None
    grade_printed: str | None
    grade_recomputed: str | None
    lost: Decimal
    findings: dict[Severity, int]


class UnitResult(msgspec.Struct, frozen=True):
    """An 实施单位: its projects (indexes), sums, rates, mean scores and open findings by family letter."""

    name: str
    projects: tuple[int, ...]
    amounts: Amounts
    rates: Rates
    printed: Decimal | None
    recomputed: Decimal | None
    families: dict[str, int]


class GradeShare(msgspec.Struct, frozen=True):
    """A grade: projects by printed and by recomputed score, and their shares of all that have a score."""

    grade: str
    printed: int
    printed_share: Decimal | None
    recomputed: int
    recomputed_share: Decimal | None


class Method(LabelledEnum):
    """A way to the overall score."""

    MEAN = "mean", "简单平均"
    BY_BUDGET = "budget", f"按{AMOUNTS['budget']}加权"
    BY_INITIAL = "initial", f"按{AMOUNTS['initial']}加权"
    BY_EXECUTED = "executed", f"按{AMOUNTS['executed']}加权"
    PARTS = "parts", "分项法（执行、目标、管理）"


class Basis(LabelledEnum):
    """Which scores of the projects go in."""

    PRINTED = "printed", "表中得分"
    RECOMPUTED = "recomputed", "复算得分"


class Overall(msgspec.Struct, frozen=True):
    """The overall score by one method on one basis; without `score`, `low`–`high` bound it where they can.

    `counts` marks the one that the rulebook names. `left_out` are projects (indexes) without the figures.
    """

    method: Method
    basis: Basis
    counts: bool
    score: Decimal | None
    grade: str | None
    trace: Trace
    low: Decimal | None = None
    high: Decimal | None = None
    left_out: tuple[int, ...] = ()


class Stated(msgspec.Struct, frozen=True):
    """An overall score that somebody states, and what reproduces it.

    `matches` are the results whose rounding or truncation it is; `nearest` the closest one otherwise.
    `needed` is the management score with which the method by parts would give it, None where it cannot.
    """

    value: Decimal
    where: str
    matches: tuple[tuple[Method, Basis], ...]
    nearest: tuple[Method, Basis] | None
    gap: Decimal | None
    needed: Decimal | None = None


class Double(msgspec.Struct, frozen=True):
    """A project with several forms: where the counted one stands, where the others, why, and what differs.

    `figures` is whether amounts or the total score are among that.
    """

    project: str
    counted: str
    left_out: tuple[str, ...]
    why: str
    differences: tuple[str, ...]
    figures: bool


class FamilyCount(msgspec.Struct, frozen=True):
    """Open findings of a family of checks: of each severity, and on how many projects."""

    letter: str
    name: str
    counts: dict[Severity, int]
    projects: int


class CheckCount(msgspec.Struct, frozen=True):
    """Open findings of one check, and on how many projects; `counts` at each severity, `severity` the gravest."""

    code: str
    title: str
    severity: Severity
    findings: int
    projects: int
    counts: dict[Severity, int] = {}


class Group(msgspec.Struct, frozen=True):
    """A department and year. `projects` are those that count; `secret` the number of 涉密 ones besides."""

    department: str
    year: str
    rulebook: str
    rulebook_title: str
    why_rulebook: str
    projects: tuple[RollupProject, ...]
    units: tuple[UnitResult, ...]
    secret: int
    doubles: tuple[Double, ...]
    amounts: Amounts
    sources: tuple[Source, ...]
    rates: Rates
    grades: tuple[GradeShare, ...]
    losses: tuple[Loss, ...]
    loss_kinds: tuple[LossKind, ...]
    families: tuple[FamilyCount, ...]
    checks: tuple[CheckCount, ...]
    overall: tuple[Overall, ...]
    stated: tuple[Stated, ...] = ()
    notes: tuple[str, ...] = ()
    outcomes: dict[str, Outcome] = {}
    findings: tuple[Finding, ...] = ()
    beyond: tuple[int, ...] = ()
    """The projects (indexes) whose printed total is none that there can be: above full marks or below zero."""

    @property
    def name(self) -> str:
        """海云市水务局 2024 年度."""
        year = f" {self.year} 年度" if self.year else "（未写年度）"
        return (self.department or "（未写主管部门）") + year

    @property
    def counting(self) -> Overall | None:
        """The overall score that counts by the rulebook, on the printed scores."""
        return next((result for result in self.overall if result.counts and result.basis is Basis.PRINTED), None)

    @property
    def highest(self) -> RollupProject | None:
        """The project with the highest printed score, the first of equals."""
        scored = [project for project in self.projects if project.printed is not None]
        return max(scored, key=lambda project: project.printed or Decimal(0), default=None)

    @property
    def lowest(self) -> RollupProject | None:
        """The project with the lowest printed score, the first of equals."""
        scored = [project for project in self.projects if project.printed is not None]
        return min(scored, key=lambda project: project.printed or Decimal(0), default=None)


class LedgerYear(msgspec.Struct, frozen=True):
    """A project in one year: budget in 元, execution rate, totals, grade, errors and warnings; `index` as `Project`."""

    year: str
    index: int
    budget: Decimal | None
    execution: Decimal | None
    printed: Decimal | None
    recomputed: Decimal | None
    grade: str | None
    errors: int
    warnings: int


class Repeated(msgspec.Struct, frozen=True):
    """A check that found an error or a warning on a project's form in more than one year."""

    code: str
    title: str
    years: tuple[str, ...]


class LedgerLine(msgspec.Struct, frozen=True):
    """A project over the years, the earliest first; `project` and `unit` as printed in the latest."""

    department: str
    project: str
    unit: str
    years: tuple[LedgerYear, ...]
    repeated: tuple[Repeated, ...]


class Rollup(msgspec.Struct, frozen=True):
    """Everything added up: groups by department, then year; what was decided on the way; files not read.

    `secret` counts the 涉密 projects of all groups, and those of departments that have no other project.
    `accounts`, `approved`, `last_year`, `monitoring` are the comparisons with other papers that were asked for.
    `ledger` follows the projects over the years, where a department has more than one.
    """

    groups: tuple[Group, ...]
    secret: int = 0
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    accounts: AccountsComparison | None = None
    approved: ApprovedComparison | None = None
    last_year: LastYearComparison | None = None
    monitoring: MonitoringComparison | None = None
    ledger: tuple[LedgerLine, ...] = ()


class Added(msgspec.Struct, frozen=True):
    """What `add_up` returns: the sums, and the audit of the forms that count (no doubles, nothing 涉密)."""

    rollup: Rollup
    audit: Audit


class Given(msgspec.Struct, frozen=True):
    """What only people know of a department: the scores of the method by parts, and overall scores stated.

    `stated` are pairs of who states it and the score. Of several groups it is for the one that `prose`, the
    text of a report, names by year and department, else for the one with most projects.
    """

    management: Decimal | None = None
    goals: Decimal | None = None
    stated: tuple[tuple[str, Decimal], ...] = ()
    prose: str = ""

    @property
    def says(self) -> bool:
        """Whether anything is given."""
        return self.management is not None or self.goals is not None or bool(self.stated)

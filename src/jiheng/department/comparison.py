"""What a comparison of projects with an earlier paper (批复, 上年) remarks, and how checks turn it into findings."""

import msgspec

from jiheng.checks import Finding, Outcome, Severity
from jiheng.checks.outcome import judged, not_applicable


class ComparisonRemark(msgspec.Struct, frozen=True):
    """One thing that a project differs in. `code` is the check it belongs to, `form` the number of the form.

    `place` and `printed` are the form's cell, `earlier` what the other paper says and `where` in which file.
    """

    code: str
    project: str
    form: int
    place: str
    kind: str
    printed: str
    earlier: str
    message: str
    advice: str
    where: str = ""
    severity: Severity = Severity.WARNING


class ProjectPair(msgspec.Struct, frozen=True):
    """A project and the same project in the other paper; `likeness` of the names is 100 where they are the same."""

    form: int
    project: str
    other: str
    where: str
    likeness: int = 100


class Comparison(msgspec.Struct, frozen=True):
    """The forms beside another paper: which projects were compared, which only nearly agree, what was remarked."""

    file: str
    pairs: tuple[ProjectPair, ...]
    suspected: tuple[ProjectPair, ...]
    remarks: tuple[ComparisonRemark, ...]
    secret: int = 0
    notes: tuple[str, ...] = ()
    outcomes: dict[str, Outcome] = {}
    findings: tuple[Finding, ...] = ()


class ApprovedComparison(Comparison, frozen=True):
    """The forms beside the goals as approved at the budget."""


class LastYearComparison(Comparison, frozen=True):
    """The forms beside the same projects' forms of the year before."""


class MonitoringComparison(Comparison, frozen=True):
    """The forms beside what monitoring said of the same projects in the year."""


def outcome_of(code: str, comparison: Comparison) -> Outcome:
    """The remarks of one check as its outcome."""
    remarks = [remark for remark in comparison.remarks if remark.code == code]
    if not comparison.pairs and not remarks:
        return not_applicable("没有两边都有的项目")
    return judged([_finding(remark) for remark in remarks])


def _finding(remark: ComparisonRemark) -> Finding:
    # The rule is cited by the catalogue.
    return Finding(
        remark.code,
        remark.severity,
        remark.place,
        remark.printed,
        remark.earlier,
        remark.message,
        remark.advice,
        "",
        (remark.form,),
    )


def suspected_note(suspected: tuple[ProjectPair, ...], paper: str) -> tuple[str, ...]:
    """What is said of projects whose names nearly agree; they are not compared."""
    listed = "；".join(f"“{pair.project}”与“{pair.other}”（相似 {pair.likeness}%）" for pair in suspected)
    return (f"疑似同一项目，没有比较：{listed}。确是同一项目的，请把名称改成与{paper}一致。",) if suspected else ()

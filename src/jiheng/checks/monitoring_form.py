"""A monitoring form as `jiheng monitor` judges it, and what of that the checks M01, M02 … say."""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.form import MonitoringForm
from jiheng.monitoring import Remark, WatchedForm, watch

NO_FORM = not_applicable("不是绩效运行监控表")


@once
def watched(case: Case) -> WatchedForm | None:
    """The form with its lights and remarks, None for a document of another kind."""
    return watch(case.form, case.book) if isinstance(case.form, MonitoringForm) else None


def outcome(check: Check, case: Case) -> Outcome:
    """What was remarked under the code of the check."""
    found = watched(case)
    if found is None:
        return NO_FORM
    return judged([_finding(check, remark) for remark in found.remarks if remark.code == check.code])


def _finding(check: Check, remark: Remark) -> Finding:
    severity = Severity.ERROR if remark.error else check.severity
    return check.finding(remark.place, "", "", remark.message, remark.advice, severity=severity)

"""公开的表中有密级标志

是什么
    表上印有“秘密★”“机密”“绝密”一类的密级标志，或者项目名称、内容中写明是涉密的。

为什么
    涉密项目也要自评，但自评表不随部门材料提交和公开；带密级标志的表一旦公开就是泄密。

举例
    表头印着“秘密★5年”；项目名称“涉密网络改造”。

怎么改
    立即从要公开的材料中撤下，按保密规定另行报送；不涉密而误印标志的，经保密部门确认后删去。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.rare_words import Rare
from jiheng.checks.remembered import once
from jiheng.checks.word_lists import mentions, word_pattern
from jiheng.expression import expression
from jiheng.form import cells
from jiheng.quantity.words import is_blank, short

CHECK = Check(
    code="F05",
    official="表中带有密级标志，应按保密规定处理。",
    severity=Severity.ERROR,
    rules=("checks.filling.secret_marks",),
    page=__doc__,
)

_STAR = expression(r"[★☆]")
_STARRED = Rare(lambda text: "★" in text or "☆" in text)
_OPEN = expression(r"公开|非密|不涉密|^否$|^无$")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look for a secrecy mark on the form, or a project called secret."""
    return secrecy(case)


@once
def secrecy(case: Case) -> Outcome:
    """What this check says of a form, before a rulebook switches it: nobody may be shown a form with a mark."""
    form = case.form
    if not form.project and not form.indicators:
        return not_applicable("表中没有内容")
    found = []
    if form.secrecy and not is_blank(form.secrecy) and not _OPEN.search(form.secrecy):
        found.append(_finding("secrecy", form.secrecy, f"表上印有密级标志“{form.secrecy}”。"))
    if _STARRED.stands_in(case):
        marks = word_pattern(case.book, "checks.filling.secret_marks")
        for place, text in cells(form):
            match = marks.search(text)
            if match and place != "secrecy" and _STAR.match(text[match.end() : match.end() + 1]):
                found.append(_finding(place, text, f"文字中有密级标志“{match[0]}★”。"))
    if not found and mentions(case.book, "checks.filling.secret_projects", form.project or ""):
        message = f"项目名称“{short(form.project or '')}”表明可能涉密，公开前应经保密审查。"
        found.append(_finding("project", form.project, message, Severity.WARNING))
    return judged(found)


def _finding(place: str, printed: str | None, message: str, severity: Severity = Severity.ERROR) -> Finding:
    advice = "从要公开的材料中撤下，按保密规定另行报送；不涉密而误印的，经保密部门确认后删去。"
    return CHECK.finding(place, printed, "", message, advice, severity=severity)

"""Why a report or a site counts other errors than `jiheng audit` of the same files: said in one line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jiheng.checks import AcceptedEntry, Severity, audit
from jiheng.form import Form

if TYPE_CHECKING:
    from jiheng.places import Book


def explained(
    forms: Sequence[Form],
    book: "Book | None",
    counted: int,
    errors: int,
    of_department: int = 0,
    accepted: Sequence[AcceptedEntry] = (),
) -> str:
    """The line, "" where the numbers are the same.

    `counted` forms have `errors` here, `of_department` of them found in adding up; `forms` are all that were read.
    """
    whole = audit(forms, book=book, accepted=accepted)
    everywhere = sum(finding.severity is Severity.ERROR for finding in whole.findings)
    if everywhere == errors:
        return ""
    outside = everywhere - (errors - of_department)
    said = [f"没有计入的 {len(forms) - counted} 张表上和与它们对照查出的 {outside} 处不在内"] if outside else []
    said += [f"汇总到部门另查出 {of_department} 处"] if of_department else []
    return (
        f"这里计入 {counted} 张表，错误 {errors} 处；jiheng audit 审核全部 {len(forms)} 张，"
        f"错误 {everywhere} 处：{'，'.join(said)}。"
    )

"""出现身份证号码

是什么
    表中有 18 位的居民身份证号码（按地区码、出生日期和校验码识别，不是随便的 18 位数）。

为什么
    身份证号码是敏感个人信息，自评表要公开，绝不能出现。

举例
    补助类项目在实际完成值中列出了领取人的姓名和身份证号码。

怎么改
    删去号码，只写人数或以编号代替；明细留作内部佐证。已经公开的，立即撤下更换。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.personal import id_cards, long_numbers, masked
from jiheng.form import describe

CHECK = Check(
    code="F07",
    official="载有公民身份号码，不得公开。",
    severity=Severity.ERROR,
    rules=("checks.filling.no_personal_numbers",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find ID card numbers in any text."""
    if not case.form.project and not case.form.indicators:
        return not_applicable("表中没有内容")
    return judged(
        [_finding(case, place, text, number) for place, text in long_numbers(case) for number in id_cards(text)]
    )


def _finding(case: Case, place: str, text: str, number: str) -> Finding:
    return CHECK.finding(
        place,
        masked(text, number),
        "",
        f"{describe(case.form, place)}中有身份证号码 {masked(number, number)}。",
        "删去号码，只写人数或以编号代替；已经公开的立即撤下更换。",
    )

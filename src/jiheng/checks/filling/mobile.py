"""出现手机号码

是什么
    表中有个人的手机号码。写在“联系电话”栏的，11 位、以 1 开头即是，作提示；写在其他地方的作警告。办公座机不算。

为什么
    自评表要公开，手机号码属于个人信息，公开前应当隐去。

举例
    “联系电话”填的是 11 位手机号。

怎么改
    改填办公座机；内部报送确需手机号的，公开前把中间几位隐去。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.personal import long_numbers, masked, mobile_shaped, mobiles
from jiheng.form import describe

CHECK = Check(
    code="F06",
    official="载有个人手机号码，公开前应予隐去。",
    severity=Severity.WARNING,
    rules=("checks.filling.no_personal_numbers",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find mobile numbers in any text."""
    if not case.form.project and not case.form.indicators:
        return not_applicable("表中没有内容")
    return judged(
        [
            _finding(case, place, text, number)
            for place, text in long_numbers(case)
            for number in (mobile_shaped(text) if place == "phone" else mobiles(text))
        ]
    )


def _finding(case: Case, place: str, text: str, number: str) -> Finding:
    at_its_place = place == "phone"
    what = "手机号码" if mobiles(text) else "像手机的号码（11 位，以 1 开头）"
    return CHECK.finding(
        place,
        masked(text, number),
        "",
        f"{describe(case.form, place)}中有{what} {masked(number, number)}，公开前应当隐去。",
        "改填办公座机，或在公开前把号码的中间几位隐去。",
        severity=Severity.NOTICE if at_its_place else Severity.WARNING,
    )

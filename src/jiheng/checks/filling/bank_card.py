"""出现银行卡号

是什么
    表中有 16 至 19 位的银行卡号（按卡号开头和校验位识别）。

为什么
    银行卡号是敏感个人信息，自评表要公开，不能出现。

举例
    “偏差原因”中写“退款已转入”某人的 19 位卡号。

怎么改
    删去卡号；收付款凭证留作内部佐证。已经公开的，立即撤下更换。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.personal import bank_cards, long_numbers, masked
from jiheng.form import describe

CHECK = Check(
    code="F08",
    official="载有银行卡号，不得公开。",
    severity=Severity.ERROR,
    rules=("checks.filling.card_prefixes",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find bank card numbers in any text."""
    if not case.form.project and not case.form.indicators:
        return not_applicable("表中没有内容")
    prefixes = case.book.words("checks.filling.card_prefixes")
    texts = long_numbers(case)
    return judged(
        [_finding(case, place, text, number) for place, text in texts for number in bank_cards(text, prefixes)]
    )


def _finding(case: Case, place: str, text: str, number: str) -> Finding:
    return CHECK.finding(
        place,
        masked(text, number),
        "",
        f"{describe(case.form, place)}中有银行卡号 {masked(number, number)}。",
        "删去卡号，凭证留作内部佐证；已经公开的立即撤下更换。",
    )

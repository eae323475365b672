"""The words that stand for ≥ ≤ > < = before or after a figure, and those that make it approximate."""

from jiheng.expression import expression
from jiheng.quantity.value import Comparator

_NOT = (
    "(?:(?:没有|没|无(?![人论锡线形法])|未曾|从未|从无|并未|均未|不曾|不存在|未出现|未发生|杜绝)[一-鿿]{0,4}?"
    "|不|不得|不能|不应|未)"
)
"""What turns 超过 round; the stronger ones also with a few words between (无一次超过, 不存在超过)."""
_WORDS: tuple[tuple[Comparator, str], ...] = (
    (Comparator.GE, rf"≥=?|>=|=>|大于或?等于|{_NOT}(?:少|低|小|差)于|不下于|至少|最少|起码"),
    (
        Comparator.LE,
        rf"≤=?|<=|=<|小于或?等于|低于或?等于|{_NOT}(?:超过|超出|超|多于|高于|大于)|最多|至多|最高|控制在",
    ),
    (Comparator.GT, ">|大于|超过|高于|多于|超出|突破|超"),
    (Comparator.LT, "<|小于|低于|少于|不到|不足|未满|不满"),
    (Comparator.EQ, "=|等于"),
)
_BETWEEN = (
    r"(?:人均|年均|月均|平均|每年|全年|项目|年度|批复|财政|总)*"
    r"(?:预算|经费|总额|金额|资金|数量?|额度?)*(?:为|到|在|达到?|的|:)?"
)
_BEFORE = expression(
    "(?:"
    + "|".join(f"(?P<{sign.name}>{words})" for sign, words in _WORDS)
    + rf")?\s*(?:[一-鿿]{{1,8}}(?=的))?{_BETWEEN}\s*(?P<about>大约|约为|约|接近|将近|近|上)?$"
)
_LAST = frozenset("≥≤><=于少过出超在多到足满码高破约近上达为额数算金费量度的:均年")
_REACH = 16
"""How many characters before a figure a comparator with its object (不超过年度预算的) takes at most."""

_AFTER = expression(
    r"\s*(?:\((?:含|不含)\)\s*)?(?:及|或|\(及\))?"
    r"(以上|之上|以内|之内|以下|之下|左右|上下|封顶|内(?![部容网外控涵存])|起(?![草步到来始]))"
)
_AFTER_SIGNS = {
    "上": Comparator.GE,
    "起": Comparator.GE,
    "下": Comparator.LE,
    "内": Comparator.LE,
    "顶": Comparator.LE,
}


def before(text: str, floor: int, start: int) -> tuple[Comparator | None, str, int]:
    """The comparator and the 约 that stand before a figure at `start`, and where they begin (not before `floor`)."""
    low = max(floor, start - _REACH)
    head = text[low:start].rstrip()
    if not head or head[-1] not in _LAST:
        return None, "", start
    match = _BEFORE.search(head)
    if match is None:
        return None, "", start
    about = match["about"] or ""
    for sign, _ in _WORDS:
        if match[sign.name]:
            return sign, about, low + match.start()
    return None, about, low + match.start("about") if about else start


def after(text: str, end: int) -> tuple[Comparator | None, bool, int]:
    """The comparator after a figure that ends at `end`, whether 左右 stands there, and where they end."""
    match = _AFTER.match(text, end)
    if match is None:
        return None, False, end
    if match[1] in ("左右", "上下"):
        return None, True, match.end()
    return _AFTER_SIGNS[match[1][-1]], False, match.end()

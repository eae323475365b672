"""Whole numbers in Chinese figures: 一百零三, 壹佰贰拾万元's 壹佰贰拾万."""

_GROUPS = ("", "万", "亿", "万亿")
LEGAL = "零壹贰叁肆伍陆柒捌玖"
LEGAL_PLACES = "拾佰仟"
COMMON = "零一二三四五六七八九"
COMMON_PLACES = "十百千"


def counted(number: int, digits: str = COMMON, places: str = COMMON_PLACES, full: bool = False) -> str:
    """The number as it is spoken, by the signs given for 零 to 九 and 十 百 千; `full` writes 壹拾贰 where common
    counting says 十二. A number below 0 or beyond 9,999 万亿 comes back in plain figures.
    """
    if number == 0:
        return digits[0]
    if not 0 < number < 10**16:
        return str(number)
    text, gap = "", False
    for group in range(3, -1, -1):
        four = number // 10_000**group % 10_000
        if not four:
            gap = bool(text)
            continue
        if text and (gap or four < 1000):
            text += digits[0]
        text += _four(four, digits, places) + _GROUPS[group]
        gap = False
    return text[1:] if text.startswith(digits[1] + places[0]) and not full else text


def _four(number: int, digits: str, places: str) -> str:
    """A number below ten thousand."""
    text, gap = "", False
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit == "0":
            gap = True
            continue
        text += (digits[0] if gap and text else "") + digits[int(digit)] + (places[place - 1] if place else "")
        gap = False
    return text

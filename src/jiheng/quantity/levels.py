"""Levels and scales: 优良中低差, 合格/不合格, 达到良以上; and the words that say done or not done."""

import re
from decimal import Decimal

from jiheng.expression import expression
from jiheng.quantity.value import Comparator, Kind, Quantity

# Ladders, best first; levels on one rung are joined by a blank. Ranks compare only within a ladder.
_LADDERS = (
    "优秀 优/优良/良好 良 较好/合格 达标/中等 中/一般/低 较低/较差/差/不合格 不达标",
    "好/较好/一般/较差/差 坏 不好",
    "高/较高/中高/中 中等/一般/较低/低",
    "非常满意/满意/较满意 比较满意/基本满意/一般/不太满意/不满意/很不满意 非常不满意",
    "显著/较显著 比较显著/明显/较明显 比较明显/一般/不明显 不显著",
    "达标 合格/基本达标 基本合格/未达标 不达标 不合格",
    "全部完成 已完成 完成/基本完成/部分完成/未完成",
    "强/较强/中/一般/较弱/弱",
)
_RANKS: tuple[dict[str, int], ...] = tuple(
    {word: -rung for rung, words in enumerate(ladder.split("/")) for word in words.split()} for ladder in _LADDERS
)
LEVELS = frozenset(word for ranks in _RANKS for word in ranks) - {"完成", "已完成", "全部完成", "未完成"}
_LEVEL = "(?:" + "|".join(sorted(sorted(LEVELS), key=len, reverse=True)) + ")"
_STOP = r"(?=\s*(?:$|[,，、。;；:()\[\]【】/]|等级|档次|级别|级(?!别)|等次))"

_LEADING = expression(rf"\s*[“\"]?({_LEVEL})[”\"]?{_STOP}")
_STATING = ("结果", "结论", "等级", "评价", "评定", "评级", "验收", "考核", "质量", "级别", "档次", "等次")
"""One of these is in every text in which `_STATED` is found."""
_STATED = expression(rf"(?:{'|'.join(_STATING)})(?:均?[为是:]|达到?|被评为)\s*[“\"]?({_LEVEL})[”\"]?{_STOP}")
_BOUND = expression(
    rf"\s*(?:(?P<ge>不低于|不差于|至少为?|达到|达|≥)\s*)?[“\"]?(?P<level>{_LEVEL})[”\"]?\s*(?:等级|级)?\s*(?P<up>[及或]?以上)?\s*$"
)
_SEPARATED = expression(r"[/、,|;或\\ ]+")
_RUN = expression(
    r"优秀?良好?(?:[中种]等?|一般|合格)?[低较]?(?:低?差|合格|不合格|低)?$|好较?中?差?坏?$|高中?低?$|好中差$|优中差$|高较高?中低$"
)
_RUN_LEVELS = expression(r"不合格|合格|优秀|良好|一般|中等|较差|优|良|中|种|低|差|好|坏|高")
_PAIRS = expression(
    r"是[/、或]?否|有[/、或]?无|能[/、或]?否|完成[/、或]未完成|通过[/、或]未通过|合格[/、或]?不合格|达标[/、或]?[不未]达标"
)

_WORD_BEFORE = "不未没较比偏更最提升增降减改优误行进过程其当之"
"""Before one of these a level is the end of another word: 提高, 偏差, 进行中, 改良, 不合格."""

_CLOSED = expression(r"\s*(?:[。.;；!！]?\s*$|[(（])")
_PARTING = ("/", "、", "或")
_OPPOSITES = expression(r"([一-鿿]{1,6})[/、或](?:不|未|没有|非)\1")
_ENDINGS = ("满意", "合格", "达标")
"""One of these is in every text that `_ENDING` matches."""
_ENDING = expression(r"\s*[一-鿿]{1,12}?((?:非常|比较|较|基本|不)?满意|(?:不|基本)?合格|(?:不|未|基本)?达标)\s*。?\s*$")

_DONE = (
    r"(?:目前|现)?[均皆]?(?:全部|全面)?已?(?:经|全部|全面)?(?:按(?:照)?(?:时|期|质|量|要求|计划|合同|规定|约定)+|如期|及时|顺利|圆满|超额|保质保量|高质量)?"
    r"(?:全部)?(?:完成|达成|达标|达到|实现|通过|落实)(?:了)?(?:既定|预期|年度|绩效|全年|全部)?(?:目标|指标|任务|工作|要求|效果|指标值|目标值)?"
)
_YES = expression(rf"\s*(?:{_DONE}|是|有|能够?)(?=\s*(?:$|[,，。;；()]))")
_NO = expression(
    r"\s*(?:(?:尚|还|暂)?(?:未|没有|没)(?:能)?(?:按时|按期|全部|达到?)?(?:完成|达成|达标|实现|通过|开展|实施)(?:目标|指标|任务|预期目标)?|否|无|不达标|不通过)(?=\s*(?:$|[,，。;；()]))"
)


def scale(text: str) -> tuple[str, ...]:
    """The levels that a target offers, best first (优良中低差; 合格/不合格); () when it is no scale.

    The order is the printed one, turned round where a ladder says that it runs from worst to best.
    """
    if not 2 <= len(text) <= 40:
        return ()
    bare = text.strip(" 。.()[]")
    levels: tuple[str, ...] = ()
    parted = any(sign in bare for sign in _PARTING)
    if _PAIRS.fullmatch(bare) or (parted and _OPPOSITES.fullmatch(bare)):
        levels = _pair(bare)
    elif _SEPARATED.search(bare):
        parts = [p for p in _SEPARATED.split(bare) if p]
        if len(parts) > 1 and all(rank(parts, p) is not None for p in parts):
            levels = tuple(parts)
    elif _RUN.match(bare):
        levels = tuple(level.replace("种", "中") for level in _RUN_LEVELS.findall(bare))
    if len(levels) < 2 or len(set(levels)) < len(levels):
        return ()
    first, last = rank(levels, levels[0]), rank(levels, levels[-1])
    upward = first is not None and last is not None and first < last
    return levels[::-1] if upward else levels


def is_level(text: str) -> bool:
    """Whether a text is one level and nothing else; 优良 is one, and in a target marked 定性 a scale too."""
    return text.strip() in LEVELS


def _pair(text: str) -> tuple[str, ...]:
    parts = [p for p in _SEPARATED.split(text) if p]
    if len(parts) == 2:
        return tuple(parts)
    cut = 1 if len(text) == 2 else 2
    return text[:cut], text[cut:]


def rank(among: tuple[str, ...] | list[str], level: str) -> int | None:
    """The rank of a level (0 the best, −1, −2 …) on the first ladder that has all the given levels."""
    for ranks in _RANKS:
        if level in ranks and all(other in ranks for other in among):
            return ranks[level]
    return None


def bound(text: str) -> Quantity | None:
    """A whole cell that demands a level or better (达到良以上, ≥良, 不低于合格)."""
    match = _BOUND.match(text)
    if match is None or not (match["ge"] or match["up"]):
        return None
    at_least = bool(match["up"]) or match["ge"] not in ("达到", "达")
    return _quantity(match["level"], Comparator.GE if at_least else None, match.start(), match.end())


def level(text: str) -> Quantity | None:
    """The level that a cell begins with (优（…）) or states (验收结论为优, 用户基本满意)."""
    ending = any(map(text.__contains__, _ENDINGS)) and _ENDING.match(text)
    states = len(text) < 500 and any(map(text.__contains__, _STATING))
    match = _LEADING.match(text) or ending or (_STATED.search(text) if states else None)
    return _quantity(match[1], None, match.start(1), match.end(1)) if match else None


def on_scale(text: str, scale: tuple[str, ...]) -> Quantity | None:
    """The level of this scale with which a text begins (符合（…） on 符合/不符合)."""
    words = "|".join(re.escape(word) for word in sorted(scale, key=len, reverse=True))
    match = re.match(rf"\s*({words}){_STOP}", text)
    return _quantity(match[1], None, match.start(1), match.end(1)) if match else None


def closing(text: str, scale: tuple[str, ...]) -> Quantity | None:
    """The one level of this scale with which a statement closes, at the end or before a bracket (居民知晓程度高)."""
    words = "|".join(re.escape(word) for word in sorted(scale, key=len, reverse=True))
    found = list(re.finditer(rf"(?<![{_WORD_BEFORE}])(?:{words})", text))
    if len(found) != 1 or not _CLOSED.match(text, found[0].end()):
        return None
    return _quantity(found[0][0], None, found[0].start(), found[0].end())


def _quantity(word: str, comparator: Comparator | None, start: int, end: int) -> Quantity:
    return Quantity(Kind.LEVEL, comparator, None, word, None, start, end)


def yes_no(text: str) -> Quantity | None:
    """Whether a cell begins by saying done or not done (已完成, 达到预期目标, 未完成, 是, 否, 有, 无)."""
    for figure, pattern in ((Decimal(0), _NO), (Decimal(1), _YES)):
        if match := pattern.match(text):
            return Quantity(Kind.YESNO, None, figure, "", figure, match.start(), match.end())
    return None

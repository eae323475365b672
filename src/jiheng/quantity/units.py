"""Units of measure: what kind of thing each measures, and which of them convert into each other.

Units of one `dimension` convert exactly; units of different dimensions never do, even within a
kind (人 and 人次, 天 and 工作日, 小时 and 小时/次). A month is no fixed number of days, so 月 and 天 are
two dimensions.
"""

from decimal import Decimal
from functools import lru_cache

import msgspec

from jiheng.expression import expression
from jiheng.quantity.value import Kind


class Unit(msgspec.Struct, frozen=True, gc=False):
    """A unit: `factor` base units of its dimension make one of it."""

    name: str
    kind: Kind
    dimension: str
    factor: Decimal


# kind, dimension, {name: factor}. The base unit of an area is 亩, the one in which 平方米, 公顷 and 亩 are all exact.
_SYSTEMS: tuple[tuple[Kind, str, dict[str, str]], ...] = (
    (Kind.MONEY, "元", {"元": "1", "圆": "1", "元人民币": "1"}),
    (Kind.MONEY, "美元", {"美元": "1"}),
    (
        Kind.DURATION,
        "秒",
        {
            "毫秒": "0.001",
            "ms": "0.001",
            "s": "1",
            "min": "60",
            "h": "3600",
            "秒": "1",
            "秒钟": "1",
            "分钟": "60",
            "小时": "3600",
            "个小时": "3600",
        }
        | {"天": "86400", "日": "86400", "自然日": "86400", "个自然日": "86400", "日历天": "86400"}
        | {"周": "604800", "星期": "604800", "个星期": "604800"},
    ),
    (Kind.DURATION, "月", {"月": "1", "个月": "1", "季度": "3", "个季度": "3", "年": "12", "整年": "12", "周年": "12"}),
    (Kind.DURATION, "工作日", {"工作日": "1", "个工作日": "1"}),
    (Kind.SHARE, "比例", {"%": "0.01", "‰": "0.001", "成": "0.1"}),
    (Kind.SHARE, "百分点", {"百分点": "1", "个百分点": "1", "个点": "1"}),
    (Kind.COUNT, "人", {"人": "1", "名": "1", "位": "1"}),
    (Kind.COUNT, "人次", {"人次": "1", "人·次": "1"}),
    (Kind.COUNT, "场", {"场": "1", "场次": "1"}),
    (
        Kind.COUNT,
        "带宽",
        {"Kbps": "0.001", "Mbps": "1", "M": "1", "兆": "1", "Gbps": "1000", "G": "1000", "Tbps": "1000000"},
    ),
    (
        Kind.COUNT,
        "存储",
        {"KB": "1", "MB": "1024", "GB": "1048576", "TB": "1073741824", "T": "1073741824", "PB": "1099511627776"},
    ),
    (
        Kind.COUNT,
        "面积",
        {
            "平方米": "0.0015",
            "平米": "0.0015",
            "㎡": "0.0015",
            "m²": "0.0015",
            "m2": "0.0015",
            "m^2": "0.0015",
            "亩": "1",
        }
        | {"公顷": "15", "ha": "15", "hm²": "15", "hm2": "15", "hm^2": "15"}
        | {"平方公里": "1500", "平方千米": "1500", "km²": "1500", "km2": "1500", "km^2": "1500"},
    ),
    (
        Kind.COUNT,
        "长度",
        {"毫米": "0.001", "厘米": "0.01", "分米": "0.1", "米": "1", "延米": "1", "公里": "1000", "千米": "1000"}
        | {"mm": "0.001", "cm": "0.01", "dm": "0.1", "m": "1", "km": "1000"},
    ),
    (
        Kind.COUNT,
        "质量",
        {"微克": "0.000000001", "毫克": "0.000001", "克": "0.001", "公斤": "1", "千克": "1", "斤": "0.5", "吨": "1000"}
        | {"μg": "0.000000001", "µg": "0.000000001", "ug": "0.000000001", "mg": "0.000001", "g": "0.001"}
        | {"kg": "1", "t": "1000"},
    ),
    (
        Kind.COUNT,
        "体积",
        {"毫升": "0.000001", "升": "0.001", "立方米": "1", "立方": "1", "方": "1", "mL": "0.000001", "L": "0.001"}
        | {"m³": "1", "m3": "1", "m^3": "1"},
    ),
    (
        Kind.COUNT,
        "电量",
        {"度": "1", "千瓦时": "1", "兆瓦时": "1000", "kWh": "1", "kW·h": "1", "MWh": "1000", "GWh": "1000000"},
    ),
    (
        Kind.COUNT,
        "功率",
        {"瓦": "0.001", "千瓦": "1", "兆瓦": "1000", "W": "0.001", "kW": "1", "MW": "1000", "GW": "1000000"},
    ),
    (Kind.COUNT, "容量", {"千伏安": "1", "兆伏安": "1000", "VA": "0.001", "kVA": "1", "MVA": "1000"}),
    (Kind.COUNT, "电压", {"伏": "1", "千伏": "1000", "V": "1", "mV": "0.001", "kV": "1000"}),
    (Kind.COUNT, "电流", {"安培": "1", "mA": "0.001", "kA": "1000"}),
    (Kind.COUNT, "压力", {"帕": "1", "千帕": "1000", "兆帕": "1000000", "Pa": "1", "kPa": "1000", "MPa": "1000000"}),
    (Kind.COUNT, "频率", {"赫兹": "1", "赫": "1", "Hz": "1", "kHz": "1000", "MHz": "1000000", "GHz": "1000000000"}),
    (Kind.COUNT, "声级", {"分贝": "1", "dB": "1", "dB(A)": "1"}),
    (Kind.COUNT, "照度", {"勒克斯": "1", "lx": "1", "lux": "1"}),
    (Kind.COUNT, "温度", {"℃": "1", "°C": "1", "摄氏度": "1"}),
    (Kind.COUNT, "浓度", {"ppm": "1", "ppb": "0.001"}),
)

# Counters that measure only themselves: those of one character, then the others.
_COUNTERS = (
    *"个项次家户份台套件部篇本册张条座栋幢间所处辆艘架批期轮节门类种例起宗组队支株棵盏把块片面幅枚颗只头匹羽盒箱袋瓶包桶",
    *"盆桌床卷集字页版款站路芯班分倍步核线眼口孔根对副双顶道题句段样单案村岁星",
    *(
        "周岁",
        "课时",
        "学时",
        "学分",
        "门次",
        "张次",
        "车次",
        "班次",
        "架次",
        "台次",
        "台套",
        "件套",
        "件次",
        "期次",
        "批次",
    ),
    *("频次", "部次", "户次", "家次", "名次", "株次", "项次", "篇次", "条次", "亩次", "人天", "人日", "人月", "人年"),
    *("床位", "点位", "端口", "节点", "机柜", "社区", "街道", "乡镇", "学校", "企业", "单位", "平台"),
    *("系统", "网站", "栏目", "小区", "网点"),
)

# A counter that begins one of these words is no counter there (支出, 部门, 次性 …).
_NOT_BEFORE = {
    "支": "出付持撑队部",
    "部": "门分署位长级",
    "次": "性要日生",
    "家": "庭长具属园乡",
    "名": "单称录额誉义",
    "台": "账湾",
    "处": "理置罚分",
    "户": "外籍口",
    "组": "织成长建",
    "批": "准复评示",
    "期": "间末初限内望待刊",
    "分": "析配别类局期部成解布钟点包享之",
    "门": "户诊店",
    "例": "如行会",
    "起": "草步到来始止",
    "月": "报度均薪底末初份",
    "日": "常均志期报",
    "周": "边期报末岁",
    "年": "均报末初底龄份检",
    "成": "立果功员本效就品绩熟长都交为",
    "条": "件例款",
    "位": "置于",
    "面": "积向对",
    "点": "位",
    "所": "有在需",
    "类": "别似型",
    "种": "植类",
    "件": "数",
    "版": "本权面",
    "款": "项",
    "站": "点",
    "路": "由线",
    "线": "上下路",
    "口": "径",
    "对": "外于应接",
    "道": "路",
    "段": "落",
    "单": "位独",
    "案": "例",
    "样": "本",
    "字": "节",
    "班": "级子",
    "课": "题",
    "把": "握",
    "包": "括含",
    "本": "市区级年次项单着",
    "张": "家",
    "根": "据",
    "核": "心",
    "头": "部",
    "度": "假",
    "集": "中成体",
    "场": "地所景",
    "座": "谈位",
    "卷": "烟",
    "轮": "换",
    "节": "点约能假日",
    "升": "级",
    "米": "粉",
    "天": "津然",
    "倍": "增",
    "元": "旦宵素",
    "人": "员才工均民大",
    "双": "方向",
    "只": "有",
    "步": "骤",
}
_MAGNITUDES = {
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10**4),
    "十万": Decimal(10**5),
    "百万": Decimal(10**6),
    "千万": Decimal(10**7),
    "亿": Decimal(10**8),
    "万亿": Decimal(10**12),
}


def _table() -> dict[str, Unit]:
    table = {name: Unit(name, Kind.COUNT, name, Decimal(1)) for name in _COUNTERS}
    for kind, dimension, names in _SYSTEMS:
        for name, factor in names.items():
            table[name] = Unit(name, kind, dimension, Decimal(factor))
    return table


_UNITS = _table()


def _any_case(units: dict[str, Unit]) -> dict[str, str]:
    """Units in Latin letters as they may be written in another case (KW, kv, DB) → their right spelling.

    A spelling of two units (M is a megabit, m a metre) stands for neither but itself, and one letter is too
    little to tell by (4S店); only H is an hour and l a litre.
    """
    spellings: dict[str, set[str]] = {}
    for name in units:
        if any(character.isascii() and character.isalpha() for character in name):
            spellings.setdefault(name.lower(), set()).add(name)
    return {low: names.pop() for low, names in spellings.items() if len(names) == 1 and (len(low) > 1 or low in "hl")}


_RIGHT_CASE = _any_case(_UNITS)
NO_UNIT = Unit("", Kind.COUNT, "", Decimal(1))


def _lengths(units: dict[str, Unit]) -> dict[str, tuple[int, ...]]:
    """How long the units are that begin with a character, the longest first; Latin letters in either case."""
    found: dict[str, set[int]] = {}
    for name in units:
        found.setdefault(name[0].lower(), set()).add(len(name))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


_LENGTHS = _lengths(_UNITS)
_STEPS = frozenset("/每·")
_BRACKETS = ("「", "(")
"""What a unit may stand in."""
_MAGNITUDE = expression(r"[十百千]?万亿?|亿|[百千]")
MAGNITUDE = r"(?:[十百千]?万亿?|亿|[百千])"
_MARKED = expression(r"「([^「」\d]{1,12})」")
_TIMES = expression(r"([人家户台场件])\(次\)")


def right_case(name: str) -> str:
    """A unit in Latin letters in its right spelling (KW → kW); any other name as it is."""
    return name if name in _UNITS else _RIGHT_CASE.get(name.lower(), name)


def _simple(text: str, position: int) -> str:
    """The longest unit that begins at a position, "" when none does."""
    for length in _LENGTHS.get(text[position : position + 1].lower(), ()):
        name = right_case(text[position : position + length])
        if name in _UNITS and len(name) == length:
            following = text[position + length : position + length + 1]
            if name[-1].isascii() and name[-1].isalpha() and following.isascii() and following.isalpha():
                return ""
            if not following or following not in _NOT_BEFORE.get(name, ""):
                return name
    return ""


def _compound(text: str, position: int) -> tuple[str, int]:
    first = text[position : position + 1]
    if first not in _BRACKETS and first.lower() not in _LENGTHS:
        return "", position
    if marked := _MARKED.match(text, position):
        return marked[1], marked.end()
    if times := _TIMES.match(text, position):
        return times[1] + "次", times.end()
    if text.startswith("(", position):  # 3（次）
        name = _simple(text, position + 1)
        closed = name and text.startswith(")", position + 1 + len(name))
        return (name, position + 2 + len(name)) if closed else ("", position)
    name = _simple(text, position)
    end = position + len(name)
    while name and text[end : end + 1] in _STEPS and end < len(text):
        further = _simple(text, end + 1)
        if not further:
            break
        name += text[end] + further
        end += 1 + len(further)
    return name, end


def printed_unit(text: str, position: int) -> tuple[str, bool, int]:
    """The unit printed at a position of a normal text (万元, 次/年, 「场地」), whether 余 or 多 stands in it, its end.

    Without a unit the name is "" and the end is the position, or where the 余 ends.
    """
    start = _blank(text, position)
    name, end = _compound(text, start)
    if name:
        return name, False, end
    magnitude = _MAGNITUDE.match(text, start)
    end = magnitude.end() if magnitude else start
    more = text[end : end + 1] in ("余", "多") and end < len(text)
    if not magnitude and not more:
        return "", False, position
    name, last = _compound(text, _blank(text, end + more))
    name = (magnitude[0] if magnitude else "") + name
    return name, more and bool(name), last if last > end + more else end + more if name else position


def _blank(text: str, position: int) -> int:
    while text[position : position + 1] == " ":
        position += 1
    return position


@lru_cache(maxsize=1024)
def unit(name: str) -> Unit:
    """The unit of that name: 万元, 万人次, 小时/次, "" (a bare figure).

    A compound keeps the kind of its first part and converts in that part only. A name that is not
    known is a unit of its own that counts itself.
    """
    name = right_case(name)
    if name in _UNITS:
        return _UNITS[name]
    if not name:
        return NO_UNIT
    head, slash, rest = name.partition("/")
    if slash:
        first = unit(head)
        return Unit(name, first.kind, f"{first.dimension}/{right_case(rest)}", first.factor)
    for length in (2, 1):
        factor = _MAGNITUDES.get(name[:length])
        rest = name[length:]
        if factor is not None and (not rest or rest in _UNITS):
            inner = unit(rest)
            return Unit(name, inner.kind, inner.dimension, inner.factor * factor)
    return Unit(name, Kind.COUNT, name, Decimal(1))


def known_unit(name: str) -> bool:
    """Whether a word names a unit (个, 人次, 万元, km²)."""
    return bool(name) and printed_unit(name, 0) == (name, False, len(name))


def known(name: str) -> bool:
    """Whether running text can be read with this unit, without 「」 around it."""
    return not name or printed_unit(name, 0) == (name, False, len(name))

"""What stands above a form: its title, year, secrecy mark and the unit of its amounts."""

from functools import lru_cache

import msgspec
from msgspec.structs import replace

from jiheng.expression import expression
from jiheng.places.sources import on_change
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.form_marks import title_end

_FIGURES = "〇零○0一二三四五六七八九"
_WRITTEN = rf"((?:19|20)\d\d|[二][{_FIGURES[1:]}〇零○][{_FIGURES}]{{2}})年?"
_SPAN = "[-—–~～至]"
_YEAR = expression(
    rf"(?<![0-9])(?<!\d{{4}}{_SPAN})(?<!\d{{4}}年{_SPAN}){_WRITTEN}度|(?<![0-9])(?<!{_SPAN}){_WRITTEN}$"
    rf"|(?<![0-9])(?<!{_SPAN})((?:19|20)\d\d)年(?![0-9一二三四五六七八九十]+月|{_SPAN})"
)
"""Neither the year of a day nor one of a span: 2021年—2025年, 2023-2024年度."""
_HALF = str.maketrans("０１２３４５６７８９", "0123456789")
_CHINESE = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_SECRECY = expression(r"(?:密级[:：]?)?((?:绝密|机密|秘密|内部|涉密)(?:资料|文件|使用|项目|事项)?(?:[★☆].{0,8})?)$")
_UNIT = expression(r"(?:金额)?单位[:：]?((?:人民币)?[亿千百万]*元)|[（(]((?:人民币)?[亿千百万]*元)(?:[)）]|$)")
_YEAR_ALONE = expression(r"[（(]?(?:19|20)\d\d年度?[)）]?$")
_UNIT_ALONE = expression(r"[（(]?(?:金额)?单位[:：]?(?:人民币)?[亿千百万]*元[)）]?$")
_OF_YEAR = r"(?:(?:19|20)\d\d年)?"
_PERIOD = expression(
    rf"(\d{{1,2}})月?([-—–~～至]){_OF_YEAR}(\d{{1,2}}月)|(截[至止]到?){_OF_YEAR}(\d{{1,2}}月)(底|末|\d{{1,2}}日)?|(上半年)"
)
_ANY_YEAR = expression(r"((?:19|20)\d\d)年")
_LONE_YEAR = r"[（(]?(?:19|20)\d\d年度?[)）]?(?=\s|$)"
_LABEL = r"[一-鿿]{2,8}[:：]"
_APART = expression(
    rf"[ \t]{{2,}}|　+|\s(?={_LONE_YEAR}|{_LABEL})|(?<=\d年)\s(?!\d)|(?<=年度)\s|(?<=年度[)）])(?:\s|(?={_LABEL}))"
)
"""Between the marks of one line; a single blank too where a year stands alone beside it, or a label follows it, and
none where a label follows a year in brackets."""
_CAPTION = expression(r"附[件表](?:\d{1,2}[-—－])?(?:[一二三四五六七八九十]+|\d{0,2}?)(?=(?:19|20)\d\d|\D)[:：、]?\s*")
"""The number of an annex right before the title, the figures of a year not counted in: 附件32023年度…"""
_SHORTEST = 16
"""A longer line that is no title names neither year nor unit."""
_SHORT = 24
"""A longer line is no mark of a period."""
_LONGEST = 60
"""A longer line is prose."""


class Lead(msgspec.Struct):
    """Collected until a form begins, then handed to it."""

    found: dict[str, Item] = msgspec.field(default_factory=dict)
    period: str | None = None

    def see(self, item: Item) -> bool:
        """Take a line or a lone cell; False when it is none of these marks."""
        if len(item.text) > _LONGEST:
            return False
        told = _told(item.text)
        if told.period is not None:
            self.period = told.period
        if told.title is not None:
            self.found = {name: mark for name, mark in self.found.items() if name == "secrecy"}
            self.found["title"] = replace(item, text=told.title)
        if told.year is not None:
            self.found["year"] = replace(item, text=told.year)
        if told.secrecy is not None:
            self.found["secrecy"] = replace(item, text=told.secrecy)
        if told.unit is not None and len(item.text) <= _SHORTEST:
            self.found["money_unit"] = replace(item, text=told.unit)
        return bool(told.title or told.year or told.secrecy or told.unit or told.period)

    @staticmethod
    def is_title(item: Item) -> bool:
        """Whether a text is the title of a form, rather than a sentence that names one."""
        return len(item.text) <= _LONGEST and _told(item.text).title is not None

    @staticmethod
    def is_mark(text: str) -> bool:
        """Whether a line above a title belongs to the form: its secrecy mark."""
        return _SECRECY.match(text) is not None

    @property
    def has_title(self) -> bool:
        """Whether the title of a form was seen that has not begun yet."""
        return "title" in self.found

    def give(self, draft: Draft) -> None:
        """Hand everything to the form that begins here."""
        for name, item in self.found.items():
            if getattr(draft.form, name) is None:
                draft.put(name, item)
        self.found, self.period = {}, None


class _Told(msgspec.Struct, frozen=True, gc=False):
    """What a line above a form says: its title, where it is one, and its marks."""

    title: str | None
    period: str | None
    year: str | None
    secrecy: str | None
    unit: str | None


@lru_cache(maxsize=2048)
def _told(printed: str) -> _Told:
    caption = _CAPTION.match(printed)
    printed = printed if caption is None else printed[caption.end() :]
    text = printed.translate(_HALF)
    is_title = title_end().search(printed) is not None
    year = year_in(text) if is_title or len(text) <= _SHORTEST else None
    period = period_in(text) if len(text) <= _SHORT else None
    if period is not None:
        year = year or year_of_period(text)
    secrecy = _SECRECY.match(text)
    return _Told(printed if is_title else None, period, year, secrecy[1] if secrecy else None, money_unit(text))


on_change(_told.cache_clear)


def marks_apart(line: str) -> list[str]:
    """The marks that stand in one line: 填报单位：某局　　2023年度　　单位：元."""
    line = line.strip()
    may_part = len(line.split(None, 1)) > 1 or "年度）" in line or "年度)" in line
    return _APART.split(line) if may_part else [line]


def is_mark_of_form(text: str) -> bool:
    """Whether a short text says nothing but the year of a form or the unit of its amounts: （2022年度）, 单位：万元."""
    if len(text) > _SHORT:
        return False
    text = text.translate(_HALF)
    return (_YEAR_ALONE.match(text) or _UNIT_ALONE.match(text)) is not None


def year_in(text: str) -> str | None:
    """The year that a title or a line such as （2023年度） names, in digits."""
    match = _YEAR.search(text.translate(_HALF))
    return next(filter(None, match.groups())).translate(_CHINESE) if match else None


def period_in(text: str) -> str | None:
    """The months that a label or line names: 1-7月 from 1-7月执行数, 截至8月31日 from （截至2023年8月31日）."""
    match = _PERIOD.search(text) if len(text) <= _LONGEST and ("月" in text or "半年" in text) else None
    return "".join(part for part in match.groups() if part) if match else None


def year_of_period(text: str) -> str | None:
    """The year before the months: 2023 from （截至2023年8月31日）."""
    match = _ANY_YEAR.search(text)
    return match[1] if match else None


def money_unit(text: str) -> str | None:
    """万元 from 项目资金（万元） or 单位：万元."""
    match = _UNIT.search(text) if "元" in text else None
    return (match[1] or match[2]) if match else None

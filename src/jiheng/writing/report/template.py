"""The outline of a report: sections with text, tables, charts and gaps, as TOML that a user can change."""

import re
import tomllib
from collections.abc import Collection
from pathlib import Path

import msgspec

from jiheng.data_error import fault
from jiheng.places.sources import ROOT
from jiheng.system_error import reason
from jiheng.trouble import Trouble

KINDS = {
    "overall": "部门整体绩效评价报告",
    "project": "项目支出绩效评价报告",
    "selfeval": "项目支出绩效自评报告",
    "whole": "部门整体支出绩效自评报告",
}
"""The reports that come with a template of their own."""
FIGURE = re.compile(r"\{([^{}]*)\}")
"""Where a text wants a figure: {execution_rate}."""
_SENTENCE = re.compile(r"[^。]*。|[^。]+$")
_DEEPEST = 3


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing in a section: exactly one of text, list, table, chart and gap.

    `text` with {figures}; its `id` names its sentences in the report, so that they can be regenerated.
    `passage` (`list` in TOML): generated paragraphs, by name as `table` and `chart`; `gap` says what people have
    to write there.
    """

    text: str | None = None
    id: str = ""
    passage: str | None = msgspec.field(default=None, name="list")
    table: str | None = None
    chart: str | None = None
    gap: str | None = None

    @property
    def given(self) -> tuple[str, ...]:
        """Which of the five it has."""
        values = {"text": self.text, "list": self.passage, "table": self.table, "chart": self.chart, "gap": self.gap}
        return tuple(name for name, value in values.items() if value is not None)

    @property
    def name(self) -> str:
        """What it is called in the report: the id of a text, kind and name of a list, table or chart; "" for a gap."""
        if self.text is not None:
            return self.id
        named = {"list": self.passage, "table": self.table, "chart": self.chart}
        return next((f"{kind}.{value}" for kind, value in named.items() if value is not None), "")

    @property
    def sentences(self) -> list[str]:
        """The sentences of the text, each with its full stop."""
        return _SENTENCE.findall(self.text or "")


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A heading of level 1 (一、), 2 (（一）) or 3 (1.) and what stands below it."""

    heading: str
    level: int = 1
    content: tuple[Item, ...] = ()


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A report's title and sections; `families` are the words for each family of findings (A = "数据计算不准确")."""

    title: str
    section: tuple[Section, ...]
    families: dict[str, str] = {}


class Known(msgspec.Struct, frozen=True):
    """What a template may name: figures, lists, tables, charts."""

    figures: Collection[str]
    lists: Collection[str]
    tables: Collection[str]
    charts: Collection[str]


def load(source: str | Path, known: Known) -> Template:
    """The template of a kind of report, or of the user's file. Raises Trouble naming what is wrong."""
    own = isinstance(source, Path)
    name = str(source) if own else KINDS[str(source)]
    try:
        data = (Path(source) if own else ROOT / "reports" / f"{source}.toml").read_bytes()
        template = msgspec.convert(tomllib.loads(data.decode("utf-8-sig")), Template)
    except OSError as error:
        raise Trouble(f"模板 {name} 打不开（{reason(error)}）", "请检查文件名和位置。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Trouble(f"模板 {name} 不是正确的 TOML：{fault(error)}", "请按提示的行列改正，文件存成 UTF-8。") from error
    except msgspec.ValidationError as error:
        raise Trouble(f"模板 {name} 的写法不对：{fault(error)}", "请对照说明（docs/report.md）里的写法。") from error
    _examine(template, name, known)
    return template


def _examine(template: Template, name: str, known: Known) -> None:
    if not template.section:
        raise Trouble(f"模板 {name} 里没有一节", "请至少写一个 [[section]]。")
    _figures(template.title, f"模板 {name} 的标题", known)
    seen: set[str] = set()
    for section in template.section:
        where = f"模板 {name} 的“{section.heading}”"
        if not 1 <= section.level <= _DEEPEST:
            raise Trouble(f"{where}的 level 是 {section.level}", f"level 写 1 到 {_DEEPEST}。")
        for item in section.content:
            _item(item, where, known)
            own = item.name
            if own and own in seen:
                raise Trouble(f"{where}里“{own}”是第二次出现", "编号不能重复，列表、表和图也只能出现一次。")
            seen.add(own)


def _item(item: Item, where: str, known: Known) -> None:
    if len(item.given) != 1:
        said = "、".join(item.given) or "什么也没有写"
        raise Trouble(f"{where}里有一项写法不对：{said}", "每一项写 text、list、table、chart、gap 中的一个。")
    if item.text is not None:
        if not re.fullmatch(r"\w[\w-]{0,30}", item.id):
            advice = "每段 text 写一个 id（字母、数字，不超过 30 个），更新时靠它找到这段话。"
            raise Trouble(f"{where}里一段 text 的 id 是“{item.id}”", advice)
        _figures(item.text, where, known)
    for label, wanted, names in (
        ("列表", item.passage, known.lists),
        ("表", item.table, known.tables),
        ("图", item.chart, known.charts),
    ):
        if wanted is not None and wanted not in names:
            raise Trouble(f"{where}里的{label}“{wanted}”没有人知道", f"可用的{label}：{'、'.join(names)}。")


def _figures(text: str, where: str, known: Known) -> None:
    for wanted in FIGURE.findall(text):
        if wanted not in known.figures:
            advice = f"可用的：{'、'.join(known.figures)}。要留给人写的，用 gap，或在文中写【待填写：……】。"
            raise Trouble(f"{where}里的空“{{{wanted}}}”没有人知道", advice)

"""An indicator library as a workbook, TOML or JSON."""

import json
from collections.abc import Iterator, Sequence
from io import BytesIO

import msgspec

from jiheng.batch.library import Usual
from jiheng.writing.data.tables.verdict import DIRECTIONS

ENDINGS = (".xlsx", ".toml", ".json")
_HEADS = (
    *("指标", "一级指标", "二级指标", "方向", "单位", "最小", "四分之一", "中位", "四分之三", "最大"),
    *("常用分值", "出现次数", "部门数", "同向同单位的", "例", "又名"),
)
_WIDTHS = (24, 12, 16, 8, 8, 10, 10, 10, 10, 10, 10, 10, 8, 12, 40, 40)


def library_file(found: Sequence[Usual], ending: str) -> bytes:
    """The library in the format of the ending."""
    if ending == ".json":
        data = msgspec.json.Encoder(decimal_format="number").encode(found)
        return msgspec.json.format(data, indent=1) + b"\n"
    return "\n".join(_toml(found)).encode() if ending == ".toml" else _workbook(found)


def _toml(found: Sequence[Usual]) -> Iterator[str]:
    yield "# 指标库：由 jiheng library 从批量结果归纳\n"
    for one in found:
        yield "[[indicator]]"
        for name, value in msgspec.structs.asdict(one).items():
            if value is None:
                continue
            if name == "range":
                figures = ", ".join(f'{key} = "{figure:f}"' for key, figure in msgspec.structs.asdict(value).items())
                yield f"range = {{ {figures} }}"
            elif isinstance(value, str | int | tuple):
                yield f"{name} = {json.dumps(value, ensure_ascii=False)}"
            else:
                yield f'{name} = "{value:f}"'
        yield ""


def _workbook(found: Sequence[Usual]) -> bytes:
    import xlsxwriter

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("指标库")
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        plain = book.add_format({"valign": "top"})
        sheet.write_row(0, 0, _HEADS, head)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        for number, one in enumerate(found, 1):
            for column, value in enumerate(_row(one)):
                sheet.write(number, column, value, wrapped if isinstance(value, str) else plain)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(found)), len(_HEADS) - 1)
    return buffer.getvalue()


def _row(one: Usual) -> tuple[object, ...]:
    figures = msgspec.structs.astuple(one.range) if one.range else (None,) * 5
    return (
        *(one.name, one.l1, one.l2, DIRECTIONS.get(one.direction, ""), one.unit, *figures),
        *(one.weight, one.count, one.departments, one.usual_count, "；".join(one.examples), "；".join(one.also)),
    )

"""Writes the papers that the example department is set beside: `python -m tests.examples.papers`.

Final accounts (xlsx), approved goals (csv) and last year's forms (text), made from the forms of
department.yaml with the differences of `PLANTED_ACCOUNTS`, `PLANTED_APPROVED`, `PLANTED_LAST_YEAR`.
"""

import copy
import csv
import io
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from jiheng.form import Form

from .department import REPO, forms
from .layouts import tabs

FOLDER = REPO / "examples" / "松泠区园林环境局的对照材料"
ACCOUNTS, APPROVED, LAST_YEAR = "2024年项目支出决算.xlsx", "2024年批复绩效目标.csv", "2023年自评表.txt"

PLANTED_ACCOUNTS = {
    ("D20", ""),
    ("D21", "环卫工人休息站运行"),
    ("D22", "行道树修剪与补植"),
    ("D23", "餐厨垃圾收集运输"),
    ("D23", "公共厕所日常维护"),
    ("D23", "园内花境布置"),
    ("D23", "公园便民设施更新"),
}
PLANTED_APPROVED = {
    ("D24", "南苑公园绿地养护"),
    ("D25", "餐厨垃圾收集运输"),
    ("D25", "公园安全巡防服务"),
    ("D26", "松湖公园游船码头修缮"),
}
PLANTED_LAST_YEAR = {
    ("D27", "公园安全巡防服务"),
    ("D28", "公园安全巡防服务"),
    ("D29", "公园便民设施更新"),
    ("D29", "公园安全巡防服务"),
}
_MIDYEAR = "松湖公园游船码头修缮"
_HEAD = ("序号", "项目编码", "预算单位", "项目名称", "年初预算数", "调整\n预算数", "年末结转和结余")


def open_forms() -> list[Form]:
    """The forms of the department, each project once."""
    return list({one.form.project: one.form for one in reversed(forms())}.values())[::-1]


def accounts_rows() -> Iterator[tuple[str, str, list[Decimal | int | str]]]:
    """Unit, project and initial, budget, executed, of it 财政拨款, carried over, in 元."""
    for form in open_forms():
        if form.project == "环卫工人休息站运行":
            continue
        fund = form.fund()
        assert fund is not None
        initial, budget, executed = (
            Decimal(text or "0") * 10000 for text in (fund.initial, fund.budget, fund.executed)
        )
        own = form.fund("当年财政拨款")
        fiscal = Decimal(own.executed or "0") * 10000 if own and own.executed else executed
        left: Decimal | int | str = budget - executed
        row: list[Decimal | int | str] = [initial, budget, executed, fiscal, left]
        name = form.project or ""
        if name == "餐厨垃圾收集运输":
            row[2:5] = [4684000, 4864000, left]
        elif name == "行道树修剪与补植":
            name = "行道树修剪补植工程"
        elif name == "公共厕所日常维护":
            row[1] = initial
        elif name == "公园安全巡防服务":
            row[2] = "141万元"
        elif name == "园内花境布置":
            row[0] = 88
        elif name == "公园便民设施更新":
            row[2] = fiscal
        yield form.unit or "", name, row
    yield "澜州市松泠区公园服务中心", "松湖公园夜景灯光维护", [300000, 300000, 285000, 285000, 15000]


def accounts() -> bytes:
    """The final accounts: a title, the unit of money, two header rows, a subtotal a unit and a total."""
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"title": "项目支出决算", "created": datetime(2025, 3, 1)})
        sheet = book.add_worksheet("项目支出")
        money = book.add_format({"num_format": "#,##0.00"})
        sheet.set_column(1, 3, 26)
        sheet.set_column(4, 8, 16, money)
        sheet.merge_range(0, 0, 0, 8, "2024年度项目支出决算明细表", book.add_format({"bold": True, "align": "center"}))
        sheet.write(1, 0, "编制单位：澜州市松泠区园林环境局")
        sheet.write(1, 8, "单位：元")
        for column, label in zip((0, 1, 2, 3, 4, 5, 8), _HEAD, strict=True):
            sheet.merge_range(2, column, 3, column, label)
        sheet.merge_range(2, 6, 2, 7, "决算数")
        sheet.write(3, 6, "合计")
        sheet.write(3, 7, "其中：财政拨款")
        _write_rows(sheet)
    return stream.getvalue()


def _write_rows(sheet: Worksheet) -> None:
    at, number, total = 4, 0, [Decimal(0)] * 5
    units: dict[str, list[tuple[str, list[Decimal | int | str]]]] = {}
    for unit, name, row in accounts_rows():
        units.setdefault(unit, []).append((name, row))
    for unit, rows in units.items():
        part = [sum((_yuan(row[i]) for _, row in rows), Decimal(0)) for i in range(5)]
        total = [one + other for one, other in zip(total, part, strict=True)]
        for name, row in rows:
            number += 1
            sheet.write_row(at, 0, [number, f"11010524T{number:09d}", unit, name, *map(_written, row)])
            at += 1
        sheet.write_row(at, 2, [unit, "小计", *map(float, part)])
        at += 1
    sheet.write_row(at, 3, ["合计", *map(float, total)])


def _written(value: Decimal | int | str) -> float | str:
    return value if isinstance(value, str) else float(value)


def _yuan(value: Decimal | int | str) -> Decimal:
    return Decimal(value.removesuffix("万元")) * 10000 if isinstance(value, str) else Decimal(value)


def approved() -> bytes:
    """The approved goals, a row an indicator, project and goal only in the first row of each."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["2024年项目支出绩效目标批复表"])
    writer.writerow(["项目名称", "总体目标", "一级指标", "二级指标", "三级指标", "指标值", "分值"])
    for form in open_forms():
        if form.project == _MIDYEAR or form.secrecy:
            continue
        goal = form.goal_expected or ""
        if form.project == "南苑公园绿地养护":
            goal = "完成南苑公园绿地养护，补植乔灌木三百株，新建林下休憩场地一处。"
        head = [form.project, goal]
        for one in copy.deepcopy(form.indicators):
            sign = one.property if one.property and one.property != "定性" else ""
            target = f"{sign}{one.target}{one.unit or ''}"
            if one.l3 == "餐饮单位满意度":
                target = "不低于百分之九十五"
            if one.l3 == "巡防班次":
                writer.writerow([*head, one.l1, one.l2, "重点时段加派巡防", "≥200班次", "5"])
                head = ["", ""]
                one.weight = "10"
            writer.writerow([*head, one.l1, one.l2, one.l3, target, one.weight])
            head = ["", ""]
    return stream.getvalue().encode("gb18030")


def last_year() -> bytes:
    """Three of the projects a year before."""
    written = []
    for form in open_forms():
        form = copy.deepcopy(form)
        form.year = "2023"
        fund = form.fund()
        assert fund is not None
        if form.project == "公园安全巡防服务":
            for one in form.indicators:
                if one.l3 == "巡防班次":
                    one.actual = "4510班次"
                elif one.l3 == "安保人员人数":
                    one.actual, one.reason = "40人", ""
                elif one.l3 == "维护游园秩序":
                    one.reason = "游园高峰时段秩序维护的人手不够。"
                elif one.l3 == "游人安全感满意度":
                    one.actual = "95.2%"
                elif one.l3 in ("突发情况处置率", "接报到场时间"):
                    one.actual = one.target.lstrip("≥≤") if one.target else ""
        elif form.project == "公园便民设施更新":
            fund.initial, fund.budget, fund.executed = "50", "50", "47"
            form.indicators = form.indicators[:1]
            form.indicators[0].l3 = "更新便民设施（上年）"
        elif form.project == "主次干道清扫保洁服务":
            for one in form.indicators:
                one.actual = f"{one.target}{one.unit}" if one.property != "定性" else one.actual
        else:
            continue
        written.append(tabs(form))
    return "".join(written).encode("gb18030")


def contents() -> dict[str, bytes]:
    """Every file: name → bytes."""
    return {ACCOUNTS: accounts(), APPROVED: approved(), LAST_YEAR: last_year()}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in contents().items():
        (FOLDER / name).write_bytes(data)


if __name__ == "__main__":
    main()

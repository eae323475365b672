"""Whether a value fits the parameter that the base declares: its type, choices, bounds and columns."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from jiheng.places.book import Parameter, ParameterValue
from jiheng.places.problem import BookError
from jiheng.places.toml import suggestion

KINDS: dict[str, Callable[[object], bool]] = {
    "number": lambda value: isinstance(value, Decimal),
    "text": lambda value: isinstance(value, str),
    "flag": lambda value: isinstance(value, bool),
}
KIND_NAMES = {"number": "数字", "text": "文字", "flag": "true 或 false", "list": "一列值", "table": "一张表"}


def value_type(parameter: Parameter) -> str:
    """`number`, `text`, `flag`, `list` or `table`; an empty value with `fields` is a table."""
    value: ParameterValue = parameter.value
    if isinstance(value, tuple):
        return "table" if parameter.fields else "list"
    return next(name for name, holds in KINDS.items() if holds(value))


def check_fits(file: Path, pattern: Parameter, new: Parameter) -> None:
    """Raise BookError where `new` is not of the type, choices and columns of `pattern`."""
    expected = value_type(pattern)
    value = new.value
    tabular = isinstance(value, tuple) and all(isinstance(item, dict) for item in value)
    if expected == "table":
        if not tabular:
            raise BookError(file, new.path, f"应是{KIND_NAMES['table']}", "写法：value = [{…}, {…}]")
    elif expected == "list":
        if not isinstance(value, tuple) or (value and tabular):
            raise BookError(file, new.path, f"应是{KIND_NAMES['list']}", '写法：value = ["…", "…"]')
        if "" in value:
            raise BookError(file, new.path, "有一个词是空的，会对什么字都成立", "请删去空的一项")
    elif not KINDS[expected](value):
        raise BookError(file, new.path, f"应是{KIND_NAMES[expected]}", "请改写 value")
    if pattern.choices and value not in pattern.choices:
        raise BookError(file, new.path, f"不能是“{value}”", f"只能是 {'、'.join(pattern.choices)} 之一")
    if pattern.within and isinstance(value, Decimal) and not pattern.within[0] <= value <= pattern.within[1]:
        low, high = pattern.within
        raise BookError(file, new.path, f"不能是 {value}", f"应在 {low} 与 {high} 之间")
    if expected == "table" and isinstance(value, tuple):
        for number, row in enumerate(value, 1):
            if isinstance(row, dict):
                _row_fits(file, f"{new.path} 第 {number} 行", pattern.fields, row)


def _row_fits(file: Path, where: str, fields: dict[str, str], row: dict[str, bool | Decimal | str]) -> None:
    for name, value in row.items():
        if name not in fields:
            raise BookError(
                file, where, f"没有“{name}”这一列", suggestion(name, fields) or f"可用：{'、'.join(fields)}"
            )
        expected = fields[name].rstrip("?")
        if not KINDS[expected](value):
            raise BookError(file, where, f"“{name}”应是{KIND_NAMES[expected]}", "请改写这一项")
    for name, form in fields.items():
        if name not in row and not form.endswith("?"):
            raise BookError(file, where, f"缺少“{name}”", "请补上这一项")

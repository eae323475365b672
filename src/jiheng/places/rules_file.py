"""The rules of a place as written: rules.toml → the parameters it states itself, nothing merged in.

Tables nest freely; a table that holds `value`, `values` or a source is one parameter.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from jiheng.places.book import Certainty, Parameter, ParameterKind, ParameterValue, Row, Scalar
from jiheng.places.pack import HEADER, OLD_NAMES, PlacePack
from jiheng.places.problem import BookError
from jiheng.places.sources import RULES_FILE
from jiheng.places.toml import load_toml, suggestion

REQUIRED = ("text", "source", "certainty")
PARAMETER = ("value", "values", *REQUIRED, "kind", "choices", "fields", "within")
_DATED = ("from", "value", *REQUIRED)
_DEEPEST = 6
_FOUR = "一条规则须有 value、text、source、certainty 四项"


class Stated(msgspec.Struct, frozen=True):
    """A parameter as a file states it: one from each year on, in order of years (0: always).

    `has_value` is False where the file gives only text and source.
    """

    path: str
    dated: tuple[tuple[int, Parameter], ...]
    has_value: bool = True


def rules_file(pack: PlacePack) -> Path | None:
    """The file that holds the pack's own rules, None where it has none."""
    if not pack.folder.is_dir():
        return pack.folder
    file = pack.folder / RULES_FILE
    return file if file.is_file() else None


def read_rules(pack: PlacePack) -> dict[str, Stated]:
    """The pack's own parameters by path. Raises BookError for what is not as docs/rulebooks-guide.md says."""
    file = rules_file(pack)
    if file is None:
        return {}
    data = load_toml(file)
    if pack.folder.is_dir():
        for key, value in data.items():
            if not isinstance(value, dict):
                raise BookError(file, key, "这里只写规则", "表头请写在 place.toml 里")
    head = {*HEADER, *OLD_NAMES}
    return {
        parameter.path: parameter
        for parameter in _parameters(file, "", {k: v for k, v in data.items() if k not in head})
    }


def _parameters(file: Path, prefix: str, table: dict[str, Any]) -> Iterator[Stated]:
    if prefix.count(".") > _DEEPEST:
        raise BookError(file, prefix[:60], "嵌套太深", "规则的路径一般是两三节，如 execution.weight")
    for name, value in table.items():
        path = prefix + name
        if not isinstance(value, dict):
            parent = prefix.rstrip(".")
            advice = suggestion(name, PARAMETER) or f"如果 {parent} 是一条规则，请写 value = …"
            raise BookError(file, path, "这里只能是规则（表）", advice)
        if {"value", "values", *REQUIRED} & value.keys():
            yield _stated(file, path, value)
        else:
            yield from _parameters(file, f"{path}.", value)


def _stated(file: Path, path: str, table: dict[str, Any]) -> Stated:
    for key in table:
        if key not in PARAMETER:
            raise BookError(file, f"{path}.{key}", "不认识的键", suggestion(key, PARAMETER) or "请删去")
    if "value" in table and "values" in table:
        raise BookError(file, path, "value 和 values 只能写一个", "值按年度变的写 values，不变的写 value")
    if "values" not in table:
        return Stated(path, ((0, _parameter(file, path, table)),), "value" in table)
    return Stated(path, tuple(_dated(file, path, table)))


def _dated(file: Path, path: str, table: dict[str, Any]) -> Iterator[tuple[int, Parameter]]:
    """The values by year, each with its own text, source and certainty where the row gives them."""
    rows = table["values"]
    example = "写法：values = [{ from = 2020, value = 10 }, { from = 2023, value = 20 }]，年度从小到大"
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise BookError(file, f"{path}.values", "应是一张按年度的表", example)
    before = 0
    for row in rows:
        if any(key not in _DATED for key in row) or "value" not in row or type(row.get("from")) is not int:
            raise BookError(file, f"{path}.values", "每行要有 from（年度）和 value", example)
        if row["from"] <= before:
            raise BookError(file, f"{path}.values", f"年度 {row['from']} 没有排在 {before} 之后", example)
        before = row["from"]
        own = {key: row[key] for key in ("value", *REQUIRED) if key in row}
        yield before, _parameter(file, path, {**table, **own})


def _parameter(file: Path, path: str, table: dict[str, Any]) -> Parameter:
    for key in REQUIRED:
        if key not in table:
            raise BookError(file, path, f"缺少 {key}", _FOUR)
    for key in ("text", "source"):
        if not isinstance(table[key], str) or not table[key].strip():
            raise BookError(file, f"{path}.{key}", "应是一句文字", "text 写规则要点，source 写文件名称、文号和条款")
    value = _value(file, path, table["value"]) if "value" in table else ""
    return Parameter(
        path=path,
        value=value,
        text=table["text"],
        source=table["source"],
        certainty=_one_of(file, f"{path}.certainty", table["certainty"], Certainty, "可信程度"),
        kind=_kind(file, path, table, value),
        choices=_convert(file, f"{path}.choices", table.get("choices", []), tuple[str, ...]),
        within=_convert(file, f"{path}.within", table.get("within", []), tuple[Decimal, ...]),
        fields=_convert(file, f"{path}.fields", table.get("fields", {}), dict[str, str]),
    )


def _kind(file: Path, path: str, table: dict[str, Any], value: ParameterValue) -> ParameterKind:
    if "kind" in table:
        return ParameterKind(_one_of(file, f"{path}.kind", table["kind"], ParameterKind, "种类"))
    return ParameterKind.SWITCH if isinstance(value, bool) else ParameterKind.RULE


def _one_of(file: Path, key: str, value: object, kind: Any, name: str) -> Any:
    try:
        return kind(value)
    except ValueError:
        known = "、".join(each.value for each in kind)
        raise BookError(file, key, f"不认识的{name}", f"只能是 {known} 之一") from None


def _convert(file: Path, key: str, value: object, kind: Any) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        raise BookError(
            file, key, "写法不对", "choices 是一列文字；within 是最小和最大两个数；fields 是“列名 = 类型”的表"
        ) from None


def _value(file: Path, path: str, value: Any) -> ParameterValue:
    if not isinstance(value, list):
        return _scalar(file, path, value)
    if value and all(isinstance(item, dict) for item in value):
        rows: list[Row] = [{key: _scalar(file, path, item) for key, item in row.items()} for row in value]
        return tuple(rows)
    return tuple(_scalar(file, path, item) for item in value)


def _scalar(file: Path, path: str, value: Any) -> Scalar:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, Decimal) and value.is_finite():
        return value
    raise BookError(file, path, "值只能是数字、true/false、文字，或由它们组成的列表、表格", "请改写 value")

"""The rules of a place as written: TOML → header and the parameters it states itself, nothing merged in.

A pack is a folder with `place.toml` (the header) and `rules.toml`; a single .toml file may hold both.
Tables nest freely; a table that holds `value` is one parameter. Numbers become Decimal, so that 0.1 in a file is
exactly 0.1.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from jiheng.places.book import Certainty, Parameter, ParameterValue, Row, Scalar
from jiheng.places.problem import BookError
from jiheng.places.sources import PLACE_FILE, RULES_FILE

REQUIRED_HEADER = ("id", "name", "region")
LIST_HEADER = {"years": "整数", "departments": "文字", "sources": "文字"}
HEADER = (*REQUIRED_HEADER, *LIST_HEADER, "extends")
REQUIRED_PARAMETER = ("value", "text", "source", "certainty")
PARAMETER = (*REQUIRED_PARAMETER, "choices", "fields", "within")
_OLD_NAMES = {"title": "name", "place": "region"}
"""Keys of the header as single files wrote them before there were packs, and as they are called now."""
_MARKS = frozenset(REQUIRED_PARAMETER) - {"value"}
_DEEPEST = 6
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_POSITION = re.compile(r"\(at line (\d+), column (\d+)\)")


class Source(msgspec.Struct, frozen=True):
    """One pack or file: its header and its own parameters. `file` is what it was read from."""

    file: Path
    id: str
    name: str
    region: str
    years: tuple[int, ...]
    departments: tuple[str, ...]
    sources: tuple[str, ...]
    extends: str | None
    parameters: dict[str, Parameter]


def suggestion(word: str, known: Iterable[str]) -> str:
    """「是否应为 …？」 when a known word is close, otherwise an empty string."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"是否应为 {close[0]}？" if close else ""


def read(file: Path) -> Source:
    """Read one pack or file. Raises BookError for anything that is not as docs/rulebooks-guide.md says."""
    data = _pack(file) if file.is_dir() else _toml(file)
    for key, value in data.items():
        if not isinstance(value, dict) and key not in HEADER:
            advice = suggestion(key, (*HEADER, *_OLD_NAMES)) or f"表头可用的键：{'、'.join(HEADER)}"
            raise BookError(file, key, "不认识的键", advice)
    for key in REQUIRED_HEADER:
        if not isinstance(data.get(key), str) or not data[key]:
            raise BookError(file, key, "缺少或不是文字", f'请在开头写上 {key} = "…"')
    if not _ID.fullmatch(data["id"]):
        raise BookError(file, "id", f"编号“{data['id']}”不合规定", "编号只用小写字母、数字和连字符，如 my-county-2025")
    extends = data.get("extends")
    if extends is not None and not isinstance(extends, str):
        raise BookError(file, "extends", "应是底本的编号", '如 extends = "mof-2020"')
    lists = {key: _header_list(file, key, data.get(key, [])) for key in LIST_HEADER}
    parameters = {p.path: p for p in _parameters(file, "", {k: v for k, v in data.items() if isinstance(v, dict)})}
    return Source(
        file=file,
        id=data["id"],
        name=data["name"],
        region=data["region"],
        years=lists["years"],
        departments=lists["departments"],
        sources=lists["sources"],
        extends=extends,
        parameters=parameters,
    )


def _pack(folder: Path) -> dict[str, Any]:
    """Header and rules of the pack in `folder`; a pack without rules of its own has no rules.toml."""
    head = _toml(folder / PLACE_FILE)
    if isinstance(head.get("id"), str) and head["id"] != folder.resolve().name.partition("@")[0]:
        raise BookError(folder / PLACE_FILE, "id", f"编号“{head['id']}”与文件夹名不同", "请把两者改成一样的")
    for key, value in head.items():
        if isinstance(value, dict):
            raise BookError(folder / PLACE_FILE, key, "这里只写表头", f"规则请写在 {RULES_FILE} 里")
    rules = _toml(folder / RULES_FILE) if (folder / RULES_FILE).exists() else {}
    for key, value in rules.items():
        if not isinstance(value, dict):
            raise BookError(folder / RULES_FILE, key, "这里只写规则", f"表头请写在 {PLACE_FILE} 里")
    return head | rules


def _toml(file: Path) -> dict[str, Any]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError:
        raise BookError(file, "", "打不开这个文件", "请核对路径和权限") from None
    except UnicodeDecodeError:
        raise BookError(file, "", "不是 UTF-8 编码", "请用编辑器另存为 UTF-8") from None
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, ArithmeticError, ValueError, RecursionError) as error:
        position = _POSITION.search(str(error))
        where = f"第 {position[1]} 行第 {position[2]} 列附近" if position else "文件"
        message = f"{where}不合 TOML 的写法（{error}）"
        raise BookError(
            file, "", message, "常见原因：引号不成对、用了中文引号、同一张表写了两次、等号后没有值"
        ) from None
    return {_OLD_NAMES.get(key, key): value for key, value in data.items()}


def _header_list(file: Path, key: str, value: Any) -> tuple[Any, ...]:
    kind: type = int if key == "years" else str
    if not isinstance(value, list) or any(type(item) is not kind for item in value):
        example = "years = [2024]" if kind is int else f'{key} = ["…"]'
        raise BookError(file, key, f"应是一列{LIST_HEADER[key]}", f"如 {example}")
    return tuple(value)


def _parameters(file: Path, prefix: str, table: dict[str, Any]) -> Iterator[Parameter]:
    if prefix.count(".") > _DEEPEST:
        raise BookError(file, prefix[:60], "嵌套太深", "规则的路径一般是两三节，如 execution.weight")
    for name, value in table.items():
        path = prefix + name
        if not isinstance(value, dict):
            parent = prefix.rstrip(".")
            advice = suggestion(name, PARAMETER) or f"如果 {parent} 是一条规则，请写 value = …"
            raise BookError(file, path, "这里只能是规则（表）", advice)
        if "value" in value:
            yield _parameter(file, path, value)
        elif _MARKS & value.keys():
            raise BookError(file, path, "缺少 value", "一条规则须有 value、text、source、certainty 四项")
        else:
            yield from _parameters(file, f"{path}.", value)


def _parameter(file: Path, path: str, table: dict[str, Any]) -> Parameter:
    for key in table:
        if key not in PARAMETER:
            raise BookError(file, f"{path}.{key}", "不认识的键", suggestion(key, PARAMETER) or "请删去")
    for key in REQUIRED_PARAMETER:
        if key not in table:
            raise BookError(file, path, f"缺少 {key}", "一条规则须有 value、text、source、certainty 四项")
    for key in ("text", "source"):
        if not isinstance(table[key], str) or not table[key].strip():
            raise BookError(file, f"{path}.{key}", "应是一句文字", "text 写规则要点，source 写文件名称、文号和条款")
    try:
        certainty = Certainty(table["certainty"])
    except ValueError:
        known = [c.value for c in Certainty]
        raise BookError(file, f"{path}.certainty", "不认识的可信程度", f"只能是 {'、'.join(known)} 之一") from None
    return Parameter(
        path=path,
        value=_value(file, path, table["value"]),
        text=table["text"],
        source=table["source"],
        certainty=certainty,
        choices=_convert(file, f"{path}.choices", table.get("choices", []), tuple[str, ...]),
        within=_convert(file, f"{path}.within", table.get("within", []), tuple[Decimal, ...]),
        fields=_convert(file, f"{path}.fields", table.get("fields", {}), dict[str, str]),
    )


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

"""Cases as a finance person writes them: changes to a clean form in Chinese words → the outcome of one check."""

import copy
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from tests.yaml_file import read_yaml

from jiheng.checks.peers import Peer, Peers
from jiheng.form import FUND_FIELDS, HEAD_FIELDS, INDICATOR_FIELDS, Form, MonitoringForm

HERE = Path(__file__).parent
STATES = {"通过": "pass", "有问题": "fail", "不适用": "not_applicable", "资料不足": "insufficient_data"}
SEVERITIES = {"错误": "error", "警告": "warning", "提示": "notice"}

_HEAD = {label: field for field, label in HEAD_FIELDS.items()}
_FUND = {label: field for field, label in FUND_FIELDS.items()}
_INDICATOR = {label: field for field, label in INDICATOR_FIELDS.items()}
_MONITORED = {"全年预计": "forecast", "完成目标可能性": "likelihood", "纠偏措施": "measure"}
_ROW = re.compile(r"指标(\d+)$")
_TOTAL = re.compile(r"总分行(\d+)$")


@dataclass(frozen=True)
class PaperCase:
    """One case of a YAML file."""

    code: str
    title: str
    forms: tuple[Form, ...]
    book: str | None
    state: str
    words: tuple[str, ...]
    without: tuple[str, ...]
    count: int | None
    severity: str | None
    places: tuple[str, ...]
    cells: tuple[str, ...] = ()
    peers: Peers | None = None


@cache
def _base() -> dict[str, Any]:
    record: dict[str, Any] = read_yaml(HERE / "base.yaml")
    return record


def base_form() -> Form:
    """The clean form that every case starts from."""
    return msgspec.convert(copy.deepcopy(_base()), Form)


def changed(changes: dict[str, Any] | None, monitored: bool = False) -> Form:
    """The clean form with changes: `年度资金总额·执行率: 100%`, `指标3·得分: 9`, `项目名称: …`.

    `删去: [指标7]` removes rows (numbers as they were before), `加指标`, `加总分行` and `空白行`
    append; a list under its English name (`indicators`) replaces the whole. 总分（…） changes the total row too.
    A form that is `monitored` is a 监控表 of 1-7月, with forecasts, likelihoods and measures.
    """
    record = copy.deepcopy(_base())
    for label, text in (changes or {}).items():
        if label not in ("删去", "加指标"):
            _change(record, label, text)
    for label in sorted((changes or {}).get("删去", ()), key=_number, reverse=True):
        _remove(record, label)
    blank = dict.fromkeys(INDICATOR_FIELDS.keys(), "")
    for row in (changes or {}).get("加指标", ()):
        record["indicators"].append(blank | {_INDICATOR[name]: text for name, text in row.items()})
    if monitored:
        return msgspec.convert(record | {"kind": "monitor", "period": "1-7月"}, MonitoringForm)
    return msgspec.convert(record, Form)


def _number(label: str) -> int:
    match = _ROW.match(label) or _TOTAL.match(label)
    return int(match[1]) if match else 0


def _remove(record: dict[str, Any], label: str) -> None:
    if _ROW.match(label):
        del record["indicators"][_number(label) - 1]
    elif _TOTAL.match(label):
        del record["totals"][_number(label) - 1]
    else:
        record["funds"] = [fund for fund in record["funds"] if fund["name"] != label]


def _change(record: dict[str, Any], label: str, text: Any) -> None:
    row, _, column = label.partition("·")
    if label in Form.__struct_fields__:
        record[label] = text
    elif label in _HEAD:
        record[_HEAD[label]] = text
        if label.startswith("总分（") and record["totals"]:
            record["totals"][-1][_HEAD[label].removeprefix("total_")] = text
    elif label == "加总分行":
        record["totals"] += [{"label": "总分", "weight": "100", "score": score} for score in text]
    elif label == "空白行":
        record["blank_rows"] = text
    elif row == "各指标":
        for indicator in record["indicators"]:
            indicator[_field(column)] = text
    elif _ROW.match(row):
        record["indicators"][_number(row) - 1][_field(column)] = text
    else:
        fund = next(fund for fund in record["funds"] if fund["name"] == row)
        fund[_FUND[column]] = text


def _field(column: str) -> str:
    return _MONITORED.get(column) or _INDICATOR[column]


def _address(label: str) -> str:
    row, _, column = label.partition("·")
    if label in _HEAD:
        return _HEAD[label]
    if match := _ROW.match(row):
        return f"indicators[{int(match[1]) - 1}]" + (f".{_INDICATOR[column]}" if column else "")
    if match := _TOTAL.match(row):
        return f"totals[{int(match[1]) - 1}].{_INDICATOR[column]}"
    return f"funds[{row}].{_FUND[column]}" if column in _FUND else label


def _tuple(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else () if value is None else (str(value),)


def _peers(indicators: list[dict[str, Any]] | None) -> Peers | None:
    return Peers(msgspec.convert(indicators, list[Peer], strict=False)) if indicators else None


@cache
def paper_cases() -> tuple[PaperCase, ...]:
    """Every case of every file under cases/."""
    found = []
    for path in sorted((HERE / "cases").glob("*/*.yaml")):
        page = read_yaml(path)
        for case in page["用例"]:
            sheets = case.get("各表") or [case.get("改动")]
            found.append(
                PaperCase(
                    code=page["检查"],
                    title=case["说明"],
                    forms=tuple(changed(sheet, case.get("表") == "监控") for sheet in sheets),
                    book=case.get("办法", page.get("办法")),
                    state=STATES[case["结果"]],
                    words=_tuple(case.get("说到")),
                    without=_tuple(case.get("不说")),
                    count=case.get("处数"),
                    severity=SEVERITIES.get(case.get("程度")),
                    places=tuple(_address(label) for label in _tuple(case.get("位置"))),
                    cells=tuple(_address(label) for label in _tuple(case.get("各格"))),
                    peers=_peers(case.get("指标库")),
                )
            )
    return tuple(found)

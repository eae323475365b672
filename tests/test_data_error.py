"""What is wrong with data that a user wrote: told in Chinese, with its place, whatever reader found it."""

import tomllib
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec
import pytest

from jiheng.data_error import fault


class Entry(msgspec.Struct, forbid_unknown_fields=True):
    code: Literal["A01", "A02"]
    day: date | None = None
    points: Decimal = Decimal(0)
    count: Annotated[int, msgspec.Meta(ge=0)] = 0
    pair: tuple[int, int] = (0, 0)
    names: list[str] = []
    exact: bool = False
    by_name: dict[str, str] = {}


class File(msgspec.Struct):
    entry: list[Entry]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({}, "缺少 code"),
        ({"code": "A01", "reason": ""}, "不认识 reason"),
        ({"code": "A99"}, "的 code 不能写 'A99'"),
        ({"code": 1}, "的 code 应为文字，却是整数"),
        ({"code": "A01", "day": "三月"}, "的 day 不是日期（写成 2025-03-12 这样）"),
        ({"code": "A01", "points": "十"}, "的 points 不是数"),
        ({"code": "A01", "count": -1}, "的 count 应不小于 0"),
        ({"code": "A01", "pair": [1]}, "的 pair 应有 2 项"),
        ({"code": "A01", "names": "甲"}, "的 names 应为列表，却是文字"),
        ({"code": "A01", "names": [1]}, "的 names 第 1 项应为文字，却是整数"),
        ({"code": "A01", "exact": "是"}, "的 exact 应为是或否（true、false），却是文字"),
        ({"code": "A01", "by_name": {"甲": 1}}, "的 by_name 的一项应为文字，却是整数"),
    ],
)
def test_a_wrong_value_is_told_with_its_place(entry: dict[str, Any], said: str) -> None:
    with pytest.raises(msgspec.ValidationError) as raised:
        msgspec.convert({"entry": [{"code": "A01"}, entry]}, File)
    assert fault(raised.value) == f"entry 第 2 项{said}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = ", "文件末尾等号后没有值，或文字没有加引号"),
        ("a = 1\na = 2", "同一个名称写了两次"),
        ("[a", "方括号不成对"),
        ('a = "x', "引号不成对"),
        ("a = 1 2", "第 1 行第 7 列附近一行里写了两项"),
        ("a 1", "第 1 行第 3 列附近名称后面没有等号"),
        ("甲 = 1", "第 1 行第 1 列附近写法不对"),
    ],
)
def test_wrong_toml_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as raised:
        tomllib.loads(text)
    assert said in fault(raised.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("[1,", "没有写完"),
        ('{"a":}', "第 5 个字节附近写法不对"),
        ("[] x", "第 4 个字节附近多出内容"),
    ],
)
def test_wrong_json_is_told(data: str, said: str) -> None:
    with pytest.raises(msgspec.DecodeError) as raised:
        msgspec.json.decode(data)
    assert fault(raised.value) == said


def test_another_encoding_is_told_and_an_unknown_fault_stays_as_it_is() -> None:
    with pytest.raises(UnicodeDecodeError) as raised:
        "绩效".encode("gb18030").decode()
    assert fault(raised.value) == "不是 UTF-8 编码"
    assert fault(ValueError("something new")) == "something new"

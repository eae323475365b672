"""Fuzz target of jiheng.reading: with atheris when it is installed, else with the standard library's random.

python fuzz/fuzz_extract.py [seconds]
"""

import random
import sys
import time

from jiheng.form import Form, Problem, cells, from_json, to_json
from jiheng.reading import read_bytes

PIECES = (
    *"\t\t\t\t\n\n\n,\"'<>&$—-/%1290.≥≤=\x00\x07\u3000\ufeff",
    *(
        "项目支出绩效自评表",
        "（2024年度）",
        "项目名称",
        "主管部门",
        "实施单位",
        "项目负责人",
        "联系电话",
        "项目资金（万元）",
    ),
    *(
        "年初预算数",
        "全年预算数",
        "全年执行数",
        "分值",
        "执行率",
        "得分",
        "年度资金总额",
        "其中：当年财政拨款",
        "其他资金",
    ),
    *(
        "年度总体目标",
        "预期目标",
        "实际完成情况",
        "绩效指标",
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "度量单位",
    ),
    *(
        "绩效指标性质",
        "实际完成值",
        "偏差原因分析及改进措施",
        "产出指标",
        "数量指标",
        "效益指标",
        "社会效益指标",
        "满意度指标",
    ),
    *(
        "总分",
        "合计",
        "自评等级",
        "指标1：",
        "……",
        "不涉及",
        "优",
        "甲",
        "乙局",
        "100%",
        "10",
        "<p>",
        '"甲\n乙"',
        "\t10\t10\t",
    ),
)
FORM = """项目支出绩效自评表
（2024年度）
项目名称\t\t路灯改造\t\t\t\t\t\t
主管部门\t\t甲局\t\t\t实施单位\t\t乙处\t
项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\t
\t年度资金总额\t10\t10\t9\t10\t90%\t9\t
\t其中：当年财政拨款\t10\t10\t9\t—\t90%\t—\t
年度总体目标\t预期目标\t\t\t\t实际完成情况\t\t\t
\t改造路灯。\t\t\t\t已改造。\t\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
\t产出指标\t数量指标\t指标1：路灯\t≥100盏\t120盏\t50\t50\t
\t\t质量指标\t合格率\t100%\t99%\t20\t19\t返修
效益指标\t社会效益指标\t照明改善\t改善\t改善\t20\t20\t
总分\t\t\t\t\t\t100\t98\t
"""
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")
SLOWEST = 2.0
"""Seconds that a file of a few kilobytes may take at the very most."""


def check(data: bytes) -> None:
    """Raises when a promise of the reader is broken for a file."""
    began = time.monotonic()
    found = list(read_bytes(data, "样张.txt"))
    if time.monotonic() - began > SLOWEST:
        raise AssertionError(f"too slow: {data[:200]!r}")
    if not found:
        raise AssertionError(f"neither form nor problem: {data[:200]!r}")
    forms = [item for item in found if isinstance(item, Form)]
    for problem in found:
        if isinstance(problem, Problem) and (not problem.advice or "缺陷" in problem.advice):
            raise AssertionError(f"{problem.message}: {data[:200]!r}")
    for form in forms:
        printed = sum(len(text) for _, text in cells(form))
        if printed > 4 * len(data) + 1000:
            raise AssertionError(f"more text than was printed: {data[:200]!r}")
    if from_json(to_json(forms)) != forms:
        raise AssertionError(f"does not survive JSON: {data[:200]!r}")


def spoiled(source: random.Random) -> str:
    """A few forms with cells, tabs and lines put in, left out, doubled and moved."""
    text = FORM * source.randrange(1, 4)
    for _ in range(source.randrange(1, 12)):
        start = source.randrange(len(text))
        end = start + source.choice((0, 0, 1, 1, 2, 8, 60))
        put = source.choice(("", "", "\t", "\n", source.choice(PIECES), text[start:end] * 2))
        text = text[:start] + put + text[end:]
    return text.replace("\n", "\n\n").replace("\t", "\n\t") if source.random() < 0.3 else text


def with_random(seconds: float, seed: int = 0, most: int | None = None) -> int:
    """Checks random files for so many seconds, or until there have been `most`; returns how many."""
    source = random.Random(seed)
    stop, count = time.monotonic() + seconds, 0
    while time.monotonic() < stop and count != most:
        text = spoiled(source) if source.random() < 0.7 else "".join(source.choices(PIECES, k=source.randrange(1, 400)))
        data = bytearray(text.encode(source.choice(ENCODINGS)))
        for _ in range(source.choice((0, 0, 0, 1, 20))):
            data[source.randrange(len(data))] = source.randrange(256)
        check(bytes(data))
        count += 1
    return count


def main() -> None:
    """Runs under atheris when it is there."""
    try:
        import atheris
    except ImportError:
        seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
        print(f"{with_random(seconds)} files, no failure")
        return
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

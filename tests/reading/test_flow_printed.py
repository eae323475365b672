"""Made-up forms, printed the way text layers print them, must come back."""

import random
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.effort import examples

from jiheng.reading import textlayer
from jiheng.reading.tables.table import Table
from jiheng.reading.textlayer.tokens import head_width, width

NAMES = ("补种行道树", "古树名木复壮处理", "湿地水面保洁", "修剪绿篱", "公园座椅更换数量", "夜间巡查", "厕所保洁达标率")
NAMES += (
    "游客服务中心建设完成情况",
    "病虫害防治及时率",
    "树木成活率",
    "合同签订",
    "花坛布置",
    "栈道维修工程验收合格率",
)
TEXTS = ("按计划完成", "验收合格", "显著改善", "长期发挥作用", "市民出行环境得到明显改善", "年底前完工", "基本满意")
REASONS = ("雨季较长，影响施工，下一步提前安排", "天气原因", "苗木供应不足，将增加备选供应商")
UNITS = ("株", "平方米", "次", "%", "万元", "个", "天", "分钟", "小时", "处")
LABELS = {"产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"), "效益指标": ("社会效益指标", "生态效益指标")}
LABELS |= {"满意度指标": ("服务对象满意度指标",)}
HEADER = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")


@dataclass
class Made:
    """A form as it should come back."""

    rows: list[tuple[str, str, str, str, str, str, str, str]]
    widths: tuple[float, ...]
    project: str
    goals: tuple[str, str]


def make(rng: random.Random) -> Made:
    names = iter(rng.sample(NAMES, len(NAMES)))
    rows = []
    for l1, l2s in LABELS.items():
        for l2 in l2s:
            target, actual = _values(rng)
            weight = rng.choice((5, 10, 15, 20))
            lost = rng.random() < 0.2
            score = weight - rng.randint(1, 4) if lost else weight
            rows.append(
                (l1, l2, next(names), target, actual, str(weight), str(score), rng.choice(REASONS) if lost else "")
            )
    widths = (rng.choice((2, 3)), rng.choice((4, 5)), rng.randint(6, 9), rng.randint(4, 6), rng.randint(4, 6), 1, 1, 6)
    goals = ("完成全区公园的日常养护，保持园容整洁，为市民提供良好的游览环境。" * rng.randint(1, 3),) * 1
    return Made(
        rows,
        widths,
        "城市公园养护" + rng.choice(("", "（二期）", "2031")),
        (*goals, "已完成全部公园养护，游客评价较好。"),
    )


def _values(rng: random.Random) -> tuple[str, str]:
    if rng.random() < 0.35:
        text = rng.choice(TEXTS)
        return text, rng.choice((text, "已完成", "达到预期指标"))
    unit, figure = rng.choice(UNITS), rng.randint(1, 2000)
    return rng.choice(("≥", "≤", "＝", "不少于", "")) + f"{figure}{unit}", f"{figure + rng.randint(0, 9)}{unit}"


def wrap(text: str, limit: float) -> list[str]:
    lines = [""]
    i = 0
    while i < len(text):
        head = text[i : i + max(1, int(head_width(text[i:]) * 2) if text[i].isascii() else 1)]
        if lines[-1] and width(lines[-1] + head) > limit:
            lines.append("")
        while width(head) > limit:
            cut = max(1, int(limit * 2))
            lines[-1], head, i = head[:cut], head[cut:], i + cut
            lines.append("")
        lines[-1] += head
        i += len(head)
    return lines


def spaced(line: str) -> str:
    """A typesetter's space between Chinese characters and Latin ones."""
    out = line[:1]
    for a, b in pairwise(line):
        out += f" {b}" if (a > "一") != (b > "一") and (a.isalnum() and b.isalnum()) else b
    return out


def by_height(cells: list[list[str]]) -> list[str]:
    """A row as a converter sees it that sorts by height: neighbours of one line share a line."""
    out: list[str] = []
    level = False
    for cell in cells:
        if len(cell) == 1 and level:
            out[-1] += " " + spaced(cell[0])
        else:
            if out and not level:
                out.append("")
            out += [spaced(line) for line in cell]
        level = len(cell) == 1
    return [*out, ""]


def by_cell(cells: list[list[str]]) -> list[str]:
    """A row as copied out of a viewer: cell after cell, line after line."""
    return [line for cell in cells for line in cell]


def page(made: Made, layout) -> list[str]:
    lines = ["项目支出绩效自评表", "（2031 年度）", ""]
    lines += [
        *layout([["项目名称"], [made.project]]),
        *layout([["主管部门"], ["青岚区园林局"], ["实施单位"], ["青岚区公园中心"]]),
    ]
    lines += [*layout([["项目负责人"], ["林某"], ["联系电话"], ["80000000"]])]
    lines += layout(
        [
            wrap("项目资金（万元）", 4),
            *(wrap(x, 3) for x in ("年初预算数", "全年预算数", "全年执行数")),
            ["分值"],
            ["执行率"],
            ["得分"],
        ]
    )
    for name in ("年度资金总额", "其中：当年财政拨款"):
        end = ["10", "90%", "9"] if name == "年度资金总额" else ["—", "90%", "—"]
        lines += layout([wrap(name, 7), *([x] for x in ("100", "100", "90", *end))])
    for name in ("上年结转资金", "其他资金"):
        lines += layout([[name], *([x] for x in ("0", "0", "0", "—", "—", "—"))])
    lines += [*layout([list("年度总体目标")]), *layout([["预期目标"], ["实际完成情况"]])]
    lines += [*wrap(made.goals[0], 20), "", *wrap(made.goals[1], 14), ""]
    lines += [*layout([list("绩效指标")]), *layout([wrap(x, w) for x, w in zip(HEADER, made.widths, strict=True)])]
    last = ""
    for row in made.rows:
        cells = [] if row[0] == last else [wrap(row[0], made.widths[0])]
        last = row[0]
        cells += [wrap(text, max(w, 2)) for text, w in zip(row[1:], made.widths[1:], strict=True) if text]
        lines += layout(cells)
    total = str(sum(int(row[6]) for row in made.rows) + 9)
    return [*lines, *layout([["总分"], ["100"], [total]]), "", "四、绩效评价指标分析", "本单位高度重视，认真组织。"]


def table(made: Made, layout) -> Table:
    found = textlayer.tables(list(enumerate(page(made, layout), 1)))
    assert len(found) == 1
    return found[0]


def tree(found: Table) -> list[dict[int, str]]:
    rows = [{cell.column: cell.text for cell in row} for row in found.rows]
    start = next(i for i, row in enumerate(rows) if row.get(0) == "绩效指标")
    return rows[start + 1 : -1]


def signed(row: tuple[str, ...], rng: random.Random) -> list[str]:
    """The row for a bureau that has columns of their own for sign and unit."""
    found = re.match(r"(≥|≤|＝)(\d+)(.+)", row[3])
    if found is None:
        level = rng.choice(("优", "优（游客来信表扬十二次，媒体报道三次）", "良，仍需改善"))
        return [*row[:3], "定性", "优良中低差", "", level, *row[5:]]
    return [*row[:3], *found.groups(), row[4].removesuffix(found[3]), *row[5:]]


@pytest.mark.full
@pytest.mark.parametrize("layout", [by_height, by_cell])
def test_columns_for_sign_and_unit(layout) -> None:
    widths = (3, 5, 8, 2, 5, 2, 5, 2, 2, 6)
    header = (*HEADER[:3], "绩效指标性质", HEADER[3], "度量单位", *HEADER[4:])
    right = total = 0
    for seed in range(20):
        rng = random.Random(seed)
        made = make(rng)
        rows = [signed(row, rng) for row in made.rows]
        lines = page(made, layout)
        lines = lines[: lines.index("绩")] + layout([list("绩效指标")])
        for cells in (header, *rows):
            lines += layout([wrap(text, w) for text, w in zip(cells, widths, strict=True) if text])
        (found,) = textlayer.tables(list(enumerate([*lines, *layout([["总分"], ["100"], ["95"]])], 1)))
        for row, back in zip(rows, tree(found), strict=True):
            right += sum(back.get(column, "") == text for column, text in enumerate(row, 1))
            total += len(row)
    assert right / total >= 0.99


def read_back(made: Made, layout) -> tuple[int, int]:
    """How many cells come back right, of how many."""
    right = total = 0
    last: dict[int, str] = {}
    for row, found in zip(made.rows, tree(table(made, layout)), strict=False):
        last |= {column: text for column, text in found.items() if column < 3 and text}
        for column, text in enumerate(row, 1):
            total += 1
            right += (last if column < 3 else found).get(column, "") == text
    return right, total + 8 * abs(len(made.rows) - len(tree(table(made, layout))))


@pytest.mark.full
@pytest.mark.parametrize(("layout", "least"), [(by_height, 0.985), (by_cell, 0.94)])
def test_most_cells_come_back(layout, least: float) -> None:
    right = total = 0
    for seed in range(60):
        good, cells = read_back(make(random.Random(seed)), layout)
        right, total = right + good, total + cells
    assert right / total >= least


@settings(max_examples=examples(40), deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([by_height, by_cell]))
@example(17, by_height)  # 座椅更换|数量 beside 达到预期|指标
def test_nothing_is_lost_and_figures_are_exact(seed: int, layout) -> None:
    made = make(random.Random(seed))
    rows = tree(table(made, layout))
    assert [(row[6], row[7]) for row in rows] == [(row[5], row[6]) for row in made.rows]
    printed: Counter[str] = Counter()
    last = ""
    for row in made.rows:
        printed.update("".join(row[1:] if row[0] == last else row))
        last = row[0]
    assert Counter("".join(text for row in rows for text in row.values())) == printed


@settings(max_examples=examples(50), deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([by_height, by_cell]))
def test_head_funds_goals_and_total(seed: int, layout) -> None:
    made = make(random.Random(seed))
    found = table(made, layout)
    assert found.before[0] == "项目支出绩效自评表"
    rows = [[cell.text for cell in row] for row in found.rows]
    assert ["项目名称", made.project] in rows
    assert ["主管部门", "青岚区园林局", "实施单位", "青岚区公园中心"] in rows
    assert ["年度资金总额", "100", "100", "90", "10", "90%", "9"] in rows
    assert ["上年结转资金", "0", "0", "0", "—", "—", "—"] in rows
    assert list(made.goals) in rows
    assert rows[-1][:2] == ["总分", "100"]
    assert not any("重视" in text for row in rows for text in row)

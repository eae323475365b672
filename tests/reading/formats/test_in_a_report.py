"""A form that stands in a report: the report's own text goes into none of its cells, in whatever format."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.effort import examples

from jiheng.form import Form

from .makers import MAKERS, drawn
from .paper import Paper
from .readback import expect

NAMES = (
    "plain.docx",
    "in_table.docx",
    "text.xlsx",
    "stacked_close.xlsx",
    "plain.html",
    "divs_noisy_unclosed.html",
    "plain.pdf",
    "small_pages.pdf",
    "one_after_another.pdf",
    "plain.ofd",
)
"""A few ways to make each format."""
HEADINGS = (
    "{}、基本情况",
    "{}、项目概况",
    "{}、绩效目标",
    "{}、绩效自评工作开展情况",
    "{}、综合评价结论",
    "{}、绩效目标完成情况分析",
    "{}、存在的问题",
    "{}、下一步改进措施",
    "{}、有关建议",
    "{}、其他需要说明的问题",
    "（{}）项目资金情况",
    "（{}）绩效指标完成情况",
)
LINES = (
    "本项目由水务部门组织实施，全年按计划推进。",
    "经自评，得分较高，等级为优。",
    "一是部分台账不全；二是验收时间偏晚。",
    "下一步将加强台账管理，按季度核对。",
    "预算执行率为97.5%，资金使用合规。",
    "无",
)
chapters = st.lists(
    st.tuples(st.sampled_from(HEADINGS), st.lists(st.sampled_from(LINES), max_size=2)), min_size=1, max_size=4
)


def text(parts: list[tuple[str, list[str]]], first: int) -> list[str]:
    """The chapters as lines, numbered on from `first`."""
    signs = "一二三四五六七八九十"
    return [
        line
        for number, (heading, lines) in enumerate(parts, first)
        for line in (heading.format(signs[number % len(signs)]), *lines)
    ]


@pytest.mark.full
@pytest.mark.parametrize("name", NAMES)
def test_the_text_around_a_form_is_in_none_of_its_cells(name: str) -> None:
    @settings(
        deadline=None,
        derandomize=True,
        max_examples=examples(40, least=6),
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(drawn(most=2), chapters, chapters)
    def check(pairs: list[tuple[Form, Paper]], before: list, after: list) -> None:
        papers = [paper for _, paper in pairs]
        papers[0].above[:0] = text(before, 0)
        papers[-1].below += text(after, len(before))
        expect(MAKERS[name](papers), name, [form for form, _ in pairs])

    check()

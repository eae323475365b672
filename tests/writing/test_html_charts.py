"""The charts of pages: names of checks whole, figures within the picture."""

from jiheng.checks import catalogue
from jiheng.writing.html_report.charts import WIDTH, bars

KEY = (("error", "错误"),)


def test_every_check_is_named_whole_before_its_bar() -> None:
    named = [f"{check.code} {check.title}" for check in catalogue().values()]
    chart = bars("最常见的问题", [(name, [(9.0, "error")], "9", "") for name in named], KEY, whole_names=True)
    assert [bar.name for bar in chart.bars] == named
    longest = max(12.5 * sum(not character.isascii() for character in name) for name in named)
    assert longest < chart.names < WIDTH - 100, "the names fit, and bars have room beside them"
    assert all(bar.pieces[0].start == chart.names for bar in chart.bars)


def test_the_longest_figure_stands_within_the_picture() -> None:
    chart = bars("预算执行率", [("河道日常保洁", [(1.0, "plain")], "100.00%", "")])
    assert chart.bars[0].end + 6 + len("100.00%") * 8 <= WIDTH


def test_other_names_are_cut_and_told_whole_where_the_pointer_rests() -> None:
    name = "澜州市松泠区城市公园绿地养护及设施维修改造"
    bar = bars("预算执行率", [(name, [(1.0, "plain")], "1", "")]).bars[0]
    assert bar.name == name[:13] + "…" and bar.full_name == name

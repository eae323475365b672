"""What a form lacks that its kind should have, and what is said of documents that are no self-evaluation."""

from collections.abc import Iterable, Iterator, Sequence

from jiheng.expression import expression
from jiheng.form import AMOUNTS, Doubt, Form, Problem, SummaryForm, has_results, is_scored, kind_name
from jiheng.form.kinds import WHOLE
from jiheng.reading.form import form_kind
from jiheng.reading.form.project_list import ListedForm
from jiheng.reading.labels.form_marks import base_data, title_end
from jiheng.reading.labels.labels import is_word, meaning
from jiheng.reading.tables.clean import printed

_PARTS = {
    "project": "项目名称",
    "department": "部门名称",
    "funds": "项目资金",
    "indicators": "绩效指标",
    "totals": "总分",
}
_PLACES = {"totals": "total_score"}
_WITHOUT_PROJECT = ("framework", "ndrc")
_WITHOUT_FUNDS = ("framework", "goals", "exante", "monitor")
_NO_RESULTS = "请交填好结果的自评表；要把这样的表读成记录，请用 jiheng extract。"
_LIST = ("是绩效自评结果汇总表，一行一个项目，不是一张张的自评表", "请交各项目的项目支出绩效自评表。")
_NO_FORM = ("没有找到项目支出绩效自评表", "请核对是否选对了文件；表是图片的，请交原始的 Word、Excel 文件。")
_ONLY_TITLE = (
    "有“{}”的表名，没有认出下面的表，没有读成记录",
    "请核对表是否在这个文件里；文字的行列可能已经打乱，请交原始的 Word、Excel、PDF 文件。",
)
_BASE_DATA = (
    "是“{}”，填的是人员、经费一类的基础数据，没有绩效指标和得分，不是自评表，没有读成记录",
    "基础数据表随绩效报告报送就行，不用审；要审的请交部门整体支出绩效自评表或项目支出绩效自评表。",
)
_LONGEST_TITLE = 40
_NO_TEXT = (
    "文件里没有文字，没有找到项目支出绩效自评表",
    "打开后才显示内容的网页，请在浏览器里打印成 PDF 再交；只存了框架的网页，请交同名 .files 文件夹里的网页；"
    "表是图片的，请交原始的 Word、Excel 文件。",
)
_IN_WORDS = (
    "是一段一段文字写的自评情况，没有表格，没有读成记录",
    "请交自评表本身（Word、Excel、网页都行）；只有文字的，请填进本地的自评表样再交。",
)
_WORDS = expression(r"[\u4e00-\u9fff]{2,14}")
_FEWEST_AMOUNTS, _FEWEST_VALUES = 2, 3


def missing(form: Form) -> list[str]:
    """The parts that a form of its kind has and this one lacks."""
    if isinstance(form, SummaryForm):
        return []
    found = []
    is_whole = form.kind == WHOLE or form_kind.names_whole(form.title)
    if not is_whole and form.kind not in _WITHOUT_PROJECT and not form.project:
        found.append("project")
    if is_whole and not (form.department or form.unit or form.project):
        found.append("department")
    asks = any(row.target is not None or row.actual is not None for row in form.indicators) or not form.indicators
    is_listed = isinstance(form, ListedForm)
    if form.kind not in _WITHOUT_FUNDS and not form.funds and asks and not is_listed and not _tells_amounts(form):
        found.append("funds")
    if not form.indicators and not form.blank_rows:
        found.append("indicators")
    elif is_scored(form.kind) and not form.totals and _has_scores(form) and not is_listed:
        found.append("totals")
    if is_scored(form.kind) and "indicators" in found and not form.totals:
        found.append("totals")
    return found


def _tells_amounts(form: Form) -> bool:
    """Whether the money is that of tasks or parts, each kept under the label of its column: 城乡低保·批复金额."""
    columns = (other.label.rpartition("·") for other in form.others)
    return any(meaning(column).fund_column in AMOUNTS for name, _, column in columns if name)


def _has_scores(form: Form) -> bool:
    return any(row.score is not None for row in form.indicators)


def doubt_missing(form: Form, file: str, number: int) -> Problem | None:
    """Say in the record what is missing; the problem of the file, None where nothing is."""
    lacks = missing(form)
    if not lacks:
        return None
    words = "、".join(_PARTS[part] for part in lacks)
    form.uncertain.extend(Doubt(_PLACES.get(part, part), f"只读到一部分：没有读到{_PARTS[part]}") for part in lacks)
    shown = f"（{form.project}）" if form.project else ""
    return Problem(
        file,
        f"第 {number} 张表{shown}只读到一部分：没有读到{words}",
        "请对照原件：原件完整的，请重新导出或另存为 docx、xlsx 再试；原件本来就缺的，请补齐。",
    )


def left_out(file: str, title: str) -> Problem:
    """The problem of a table that is named as a form and has neither money of a project nor indicators."""
    return Problem(
        file,
        f"题为“{title}”的一张表里没有认出绩效指标，也没有认出项目和资金，没有读成记录",
        "请对照原件核对表是否完整；栏名与常见的表不同的，可用 jiheng places learn 试着加一种表样。",
    )


def nothing(file: str, lists: Iterable[str], texts: Sequence[str]) -> Problem:
    """The problem of a file without a form; `lists` are kinds of documents met in it that are none.

    `texts` are what stands in it: a form written out in sentences is named for what it is.
    """
    if "summary" in set(lists):
        return Problem(file, *_LIST)
    if not any(map(str.strip, texts)):
        return Problem(file, *_NO_TEXT)
    if _tells_a_form(texts):
        return Problem(file, *_IN_WORDS)
    titles = [text.strip() for text in texts if len(text) <= _LONGEST_TITLE]
    for pattern, (said, advice) in ((title_end(), _ONLY_TITLE), (base_data(), _BASE_DATA)):
        title = next((text for text in titles if pattern.search(printed(text))), None)
        if title is not None:
            return Problem(file, said.format(title), advice)
    return Problem(file, *_NO_FORM)


def _tells_a_form(texts: Iterable[str]) -> bool:
    """Whether sentences hold the labels of a form: project, amounts, values and points of indicators."""
    found = [meaning(word) for text in texts for word in _WORDS.findall(text) if is_word(word)]
    amounts = {means.fund_column for means in found} - {None}
    values = {means.column for means in found} - {None}
    names_project = any(means.head == "project" for means in found)
    return names_project and len(amounts) >= _FEWEST_AMOUNTS and len(values) >= _FEWEST_VALUES


def results_only(found: Iterable[Form | Problem]) -> Iterator[Form | Problem]:
    """What was read; forms that only set or watch goals are named as problems for what they are."""
    for item in found:
        if isinstance(item, Problem) or has_results(item.kind):
            yield item
            continue
        yield no_results(item)


def no_results(form: Form) -> Problem:
    """What is said of a form that is no self-evaluation, where only those are wanted."""
    if isinstance(form, SummaryForm):
        return Problem(form.source.rpartition("#")[0] or form.source, *_LIST)
    file, _, number = form.source.rpartition("#")
    shown = f"（{form.project}）" if form.project else ""
    message = f"第 {number} 张表{shown}是{kind_name(form.kind)}，没有自评结果，不是自评表"
    return Problem(file or form.source, message, _NO_RESULTS)

"""A draw as a workbook: how it was made, strata, forms drawn, and the whole list with what orders it."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone

from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.procedure.workbook import Row, SheetOut, workbook
from jiheng.web.workflow import spot_check
from jiheng.web.workflow.models import SpotCheck
from jiheng.web.workflow.sampling import band_of, order_of

_HOW = (
    "怎样重做：总体按项目代码排列；金额档的上限是有预算数的项目按金额升序排列后第⌈n×i÷档数⌉个的金额，相同金额归同一档。",
    "每层先分一张，余下的逐张分给“总体张数 ÷（2 × 已分张数 + 1）”最大的一层，相等时给排在前面的一层，抽满的层不再分。",
    "每层按“种子:项目代码”（UTF-8）的 SHA-256 十六进制摘要升序排列，取前面的若干张。",
)


def book_of(check: SpotCheck) -> bytes:
    """The workbook as xlsx."""
    strata = [(line["group"], line["band"], line["of"], line["drawn"]) for line in spot_check.lines_of(check)]
    columns = {"项目代码": 16, "分组": 36, "金额档": 26, "预算数（元）": 18, "SHA-256（种子:项目代码）": 68}
    return workbook(
        SheetOut("抽样说明", {"项目": 18, "内容": 100}, _about(check)),
        SheetOut("分层", {"分组": 36, "金额档": 26, "总体张数": 10, "抽取张数": 10}, strata),
        SheetOut("抽中", {"项目代码": 16, "项目名称": 44, "单位": 36, "预算数（元）": 18}, _drawn(check)),
        SheetOut("总体", columns | {"是否抽中": 10}, _all(check)),
    )


def _about(check: SpotCheck) -> list[Row]:
    parameters = check.parameters
    share = parameters.get("share")
    return [
        ("年度自评", str(check.cycle)),
        ("抽取范围", str(check.organisation)),
        ("状态", "、".join(State(state).label for state in parameters["states"])),
        ("总体", f"{len(check.population)} 张（不含涉密项目）"),
        ("抽取", f"{check.size} 张" + (f"（{share}%）" if share else "")),
        ("随机种子", str(check.seed)),
        ("分层", f"{spot_check.GROUPS[parameters['group']]}，金额 {parameters['bands']} 档"),
        ("抽取人、时间", f"{check.by}，{timezone.localtime(check.at):%Y-%m-%d %H:%M:%S}"),
        *(("方法", line) for line in _HOW),
    ]


def _drawn(check: SpotCheck) -> list[Row]:
    forms = SelfEvaluation.objects.filter(pk__in=check.drawn, project__secret=False)
    names = {pk: (name, unit) for pk, name, unit in forms.order_by().values_list("pk", "project__name", "unit__name")}
    drawn = set(check.drawn)
    return [
        (candidate.code, *names.get(candidate.form, ("（涉密或已删去）", "")), candidate.budget)
        for candidate in spot_check.candidates_of(check)
        if candidate.form in drawn
    ]


def _all(check: SpotCheck) -> Iterable[Row]:
    edges = [Decimal(edge) for edge in check.parameters["edges"]]
    candidates, drawn = spot_check.candidates_of(check), set(check.drawn)
    groups, bands = (
        spot_check.names_of([candidate.group for candidate in candidates]),
        spot_check.band_names(check.parameters["edges"]),
    )
    for candidate in candidates:
        band = bands[band_of(candidate.budget, edges)]
        digest = order_of(check.seed, candidate.code)
        yield (
            candidate.code,
            groups.get(candidate.group, ""),
            band,
            candidate.budget,
            digest,
            "抽中" if candidate.form in drawn else "",
        )

"""结果应用 on paper: a workbook with a line a project and one a year, and JSON."""

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from jiheng.opinion.budget_advice import YearResult
from jiheng.opinion.project_years import Advised, AdvisedProjects
from jiheng.quantity.words import percent, plain
from jiheng.whole_file import whole_file
from jiheng.writing.workbook.new import new_workbook
from jiheng.writing.workbook.sheet import Column, TableSheet
from jiheng.writing.workbook.style import Styles

ENDINGS = (".xlsx", ".json")
_ENCODER = msgspec.json.Encoder(decimal_format="number")
FIGURES = (Column("复核得分", 9), Column("等级", 6, "centre"), Column("执行率", 10), Column("自评质量", 9))
"""The columns of what `figures` gives."""
_PROJECT = (Column("单位", 26), Column("项目", 34))
_ADVICES = (
    *(*_PROJECT, Column("建议", 11, "centre"), *FIGURES),
    *(Column("连年发现的问题", 20), Column("为什么", 70), Column("表在哪里", 30)),
)
_YEARS = (*_PROJECT, Column("年度", 7), *FIGURES, Column("有错误、警告的检查", 40))


def write_advices(found: AdvisedProjects, path: Path) -> None:
    """Write the file that the ending names (.xlsx, .json). Raises OSError."""
    with whole_file(path) as draft:
        if path.suffix.lower() == ".xlsx":
            _workbook(found, draft, datetime.now())
        else:
            draft.write_bytes(to_json(found) + b"\n")


def to_json(found: AdvisedProjects) -> bytes:
    """The projects in order, each with its results, the advice and its trace."""
    data = {"year": found.year, "projects": [_project(project) for project in found.projects], "notes": found.notes}
    return msgspec.json.format(_ENCODER.encode(data), indent=1)


def figures(result: YearResult) -> tuple[str, str, str, str]:
    """Total, grade, execution rate and quality as shown; "" what is not known."""
    total, quality = ("" if score is None else plain(score) for score in (result.total, result.quality))
    return total, result.grade, "" if result.rate is None else percent(result.rate), quality


def _project(advised: Advised) -> dict[str, Any]:
    return {
        "project": advised.project,
        "unit": advised.unit,
        "source": advised.source,
        "advice": advised.advice.advice,
        "why": advised.advice.why,
        "repeated": advised.advice.repeated,
        "results": [_result(each) for each in advised.results],
        "trace": advised.advice.trace,
    }


def _result(year_result: YearResult) -> dict[str, Any]:
    names = ("year", "total", "grade", "rate", "quality")
    return {name: getattr(year_result, name) for name in names} | {"checks": sorted(year_result.checks or ())}


def _workbook(found: AdvisedProjects, path: Path, when: datetime) -> None:
    with new_workbook(path, "自评结果应用建议", when) as book:
        styles = Styles(book)
        table = TableSheet(book, styles, "建议", _ADVICES, frozen=2, empty="没有项目。")
        for project in found.projects:
            advice, last = project.advice, figures(project.results[-1])
            repeated = "、".join(advice.repeated)
            table.add(
                (project.unit, project.project, advice.advice or "—", *last, repeated, advice.why, project.source)
            )
        table.close()
        table = TableSheet(book, styles, "各年结果", _YEARS, frozen=2, empty="没有项目。")
        for project in found.projects:
            for each in project.results:
                checks = "、".join(sorted(each.checks or ()))
                table.add((project.unit, project.project, str(each.year), *figures(each), checks))
        table.close()

"""The reviewer's sheets of goal forms: a Word document to sign, a workbook to go on with."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from jiheng.checks.goal_review import GoalReview, ReviewItem
from jiheng.form import NO_PROJECT, describe, subject
from jiheng.quantity.words import plain
from jiheng.writing.report import Report
from jiheng.writing.report.compose import Block, Gap, Heading, Numbered, Passage, Sentence
from jiheng.writing.report.grids import Column as PaperColumn
from jiheng.writing.report.grids import Grid
from jiheng.writing.workbook.new import new_workbook
from jiheng.writing.workbook.sheet import Cell, Column, TableSheet
from jiheng.writing.workbook.style import Styles

_NUMERALS = "一二三四五六七八九十"
_SHEET = (
    Column("项目", 26), Column("审核内容", 10), Column("审核要点", 24), Column("分值", 6, "centre"),
    Column("建议得分", 10, "centre"), Column("依据", 70),
)  # fmt: skip
_FINDINGS = (
    Column("项目", 26), Column("级别", 6, "centre"), Column("代码", 6, "centre"), Column("位置", 30),
    Column("问题", 50), Column("怎么改", 44),
)  # fmt: skip
_HINTS = (Column("项目", 26), Column("三级指标", 26), Column("指标库的情况", 70))


def points(item: ReviewItem) -> str:
    """8.5, or 0—10 where the reviewer chooses."""
    return plain(item.low) if item.low == item.high else f"{plain(item.low)}—{plain(item.high)}"


def told(item: ReviewItem) -> str:
    """Everything that an item rests on as one clause; "" where nothing was found."""
    return "；".join(text.rstrip("。") for text in item.why)


def span(low: Decimal, high: Decimal) -> str:
    """The total in words: 85 分, or 40—85 分，由审核人评定."""
    return f"{plain(low)} 分" if low == high else f"{plain(low)}—{plain(high)} 分，由审核人评定"


def write_workbook(found: Sequence[GoalReview], path: Path, when: datetime) -> None:
    """Write the workbook. Raises OSError when the file cannot be written."""
    with new_workbook(path, "绩效目标审核", when) as book:
        styles = Styles(book)
        table = TableSheet(book, styles, "审核表", _SHEET, frozen=1, empty="办法里没有审核评分表。")
        for review in found:
            name = review.audit.form.project or ""
            for item in review.items:
                table.add((name, item.question, item.item, plain(item.weight), points(item), "\n".join(item.why)))
            if review.items:
                table.add((name, "合计", "", plain(_whole(review)), span(review.low, review.high), review.rule))
        table.close()
        table = TableSheet(book, styles, "要改的", _FINDINGS, frozen=1, empty="没有问题。")
        for review in found:
            form = review.audit.form
            for each in review.audit.findings:
                severity = Cell(each.severity.label, each.severity.value)
                place = describe(form, each.place)
                table.add((form.project or "", severity, each.code, place, each.message, each.advice))
        table.close()
        table = TableSheet(book, styles, "指标库", _HINTS, frozen=1, empty="没有用指标库，或库里没有这些指标。")
        for review in found:
            for hint in review.suggestions:
                table.add((review.audit.form.project or "", hint.name, hint.text))
        table.close()


def _whole(review: GoalReview) -> Decimal:
    return sum((item.weight for item in review.items), Decimal(0))


def report(found: Sequence[GoalReview]) -> Report:
    """The sheets as a document in the form of official papers, a part for each form."""
    blocks: list[Block] = []
    for number, review in enumerate(found):
        form = review.audit.form
        numeral = _NUMERALS[number] if number < len(_NUMERALS) else str(number + 1)
        blocks.append(Heading(1, f"{numeral}、{subject(form) or NO_PROJECT}"))
        if review.items:
            said = f"审核评分 {span(review.low, review.high)}，满分 {plain(_whole(review))} 分。依据：{review.rule}。"
            blocks.append(Passage(f"total{number}", (said,)))
            blocks.append(Numbered(f"sheet{number}", f"表{number + 1} 审核评分表", _grid(review)))
        texts = tuple(f"{describe(form, each.place)}：{each.message}{each.advice}" for each in review.audit.findings)
        blocks.append(Passage(f"findings{number}", texts or ("没有发现问题。",)))
        if review.suggestions:
            blocks.append(
                Passage(f"hints{number}", tuple(f"“{hint.name}”：{hint.text}" for hint in review.suggestions))
            )
        blocks.append(Gap("【待填写：审核意见和结论】"))
    return Report(Sentence("title", "绩效目标审核意见"), tuple(blocks))


def _grid(review: GoalReview) -> Grid:
    columns = (
        PaperColumn("审核内容", 12), PaperColumn("审核要点", 24, True), PaperColumn("分值", 8),
        PaperColumn("建议得分", 12), PaperColumn("依据", 44, True),
    )  # fmt: skip
    rows = [
        (item.question, item.item, plain(item.weight), points(item), told(item) or "没有发现问题")
        for item in review.items
    ]
    return Grid("审核评分表", columns, rows)

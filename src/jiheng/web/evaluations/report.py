"""The 绩效评价报告 as a Word document in the form of official documents; every figure comes from the papers."""

from decimal import Decimal

from jiheng.form import AMOUNTS, LEVEL_LABELS
from jiheng.quantity.words import percent, plain, wan
from jiheng.web.evaluations import rating
from jiheng.web.evaluations.models import Evaluation
from jiheng.writing.report import Report, written
from jiheng.writing.report.compose import Block, Gap, Heading, LetterLine, Numbered, Passage, Sentence
from jiheng.writing.report.grids import Column, Grid
from jiheng.writing.text import clean

_GAP = "【待填写：{}】"


def paper_of(row: Evaluation, result: rating.Result, experts: int) -> bytes:
    """The report as docx."""
    return written(_report(row, result, experts), ".docx")


def _report(row: Evaluation, result: rating.Result, experts: int) -> Report:
    title = f"“{clean(row.project.name)}”项目{'绩效评价' if row.kind == 'department' else '重点绩效评价'}报告"
    blocks: list[Block] = [
        LetterLine(f"{'（征求意见稿）' if row.state != 'evaluation_final' else ''}", "center"),
        Heading(1, "一、项目基本情况"),
        Passage("basics", (_basics(row),)),
        Gap(_GAP.format("项目背景、主要内容和绩效目标")),
        Heading(1, "二、绩效评价工作开展情况"),
        Passage("work", (_work(row, experts),)),
        Heading(1, "三、综合评价情况及评价结论"),
        Passage("result", (_said(result),)),
        Numbered("parts", "各部分得分", _parts(result)),
        Heading(1, "四、绩效评价指标分析"),
        Numbered("items", "指标得分", _items(result)),
        Passage("lost", tuple(_lost(result)) or ("各项指标没有扣分。",)),
        Heading(1, "五、存在的问题及原因分析"),
        _words("problems", row.problems, "存在的问题及原因"),
        Heading(1, "六、有关建议"),
        _words("advice", row.advice, "有关建议"),
        Heading(1, "七、征求意见情况"),
        Passage("comment", (_comment(row),)),
        LetterLine(row.issuer.name, "right"),
    ]
    return Report(Sentence("title", title), tuple(block for block in blocks if block != LetterLine("", "center")))


def _words(id_: str, text: str, label: str) -> Block:
    lines = tuple(clean(line) for line in text.splitlines() if line.strip())
    return Passage(id_, lines) if lines else Gap(_GAP.format(label))


def _basics(row: Evaluation) -> str:
    project = row.project
    said = f"项目名称：{clean(project.name)}（{project.code}），实施单位：{row.unit.name}，{project.cycle.year}年度。"
    amounts = [(name, getattr(project, field)) for field, name in AMOUNTS.items()]
    known = [f"{name} {wan(figure)}" for name, figure in amounts if figure is not None]
    said += f"{'，'.join(known)}。" if known else ""
    if project.budget and project.executed is not None:
        said += f"预算执行率 {percent(project.executed / project.budget)}。"
    return said


def _work(row: Evaluation, experts: int) -> str:
    items = rating.items_of(row)
    return (
        f"本次评价由{row.issuer.name}组织，{experts} 位专家按{'、'.join(dict.fromkeys(item.l1 for item in items))}"
        f"共 {len(items)} 项指标分别填写评价底稿，逐项取平均分。"
    )


def _said(result: rating.Result) -> str:
    scored, apart = result.scored, [rated.item.l3 for rated in result.rated if rated.apart]
    if scored.score is None:
        return f"还有 {scored.open} 项指标没有评完。"
    said = f"综合得分 {plain(scored.score)} 分，评价等级为“{scored.grade}”。"
    return said + (f"专家评分差距较大的有 {len(apart)} 项：{'、'.join(apart)}。" if apart else "")


def _parts(result: rating.Result) -> Grid:
    columns = (Column(LEVEL_LABELS[0], 30, True), Column("分值", 20), Column("得分", 20), Column("得分率", 20))
    rows = [
        (
            part.name,
            plain(part.weight),
            "—" if part.score is None else plain(part.score),
            _rate(part.score, part.weight),
        )
        for part in result.scored.parts
    ]
    return Grid("各部分得分", columns, rows)


def _rate(score: Decimal | None, weight: Decimal) -> str:
    return "—" if score is None or not weight else percent(score / weight)


def _items(result: rating.Result) -> Grid:
    levels = (Column(label, width, True) for label, width in zip(LEVEL_LABELS, (10, 14, 22), strict=True))
    columns = (*levels, Column("分值", 8), Column("平均分", 9), Column("最低—最高", 14))
    rows = [
        (
            rated.item.l1, rated.item.l2, rated.item.l3, plain(rated.item.weight),
            "—" if rated.mean is None else plain(rated.mean),
            "—" if rated.low is None or rated.high is None else f"{plain(rated.low)}—{plain(rated.high)}",
        )
        for rated in result.rated
    ]  # fmt: skip
    return Grid("指标得分", columns, rows)


def _lost(result: rating.Result) -> list[str]:
    """Why points were taken off, item by item."""
    found = []
    for scored in result.scored.items:
        if scored.score is not None and scored.score < scored.item.weight:
            why = clean(scored.item.reason) or _GAP.format("扣分原因")
            found.append(f"{scored.item.l3}：扣 {plain(scored.item.weight - scored.score)} 分。{why.rstrip('。')}。")
    return found


def _comment(row: Evaluation) -> str:
    if not row.comment:
        return "尚未征求单位意见。"
    answer = clean(row.answer) or _GAP.format("意见采纳情况")
    return f"{row.unit.name}的意见：{clean(row.comment).rstrip('。')}。采纳情况：{answer.rstrip('。')}。"

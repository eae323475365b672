"""What every form of the papers says in the same words: lines about a form, tables, openings, marks."""

import re
from collections.abc import Sequence
from decimal import Decimal

from jiheng.opinion import Common, Letter, Opinion, Papers, Section
from jiheng.quantity.words import plain, points
from jiheng.writing.report.grids import Column, Grid
from jiheng.writing.text import clean

GONE = "【待核实：再次审核已没有这个问题，请删去或保留】"
"""What stands behind an edited sentence whose finding is gone."""
NUMBER = re.compile(r"^\s*\d+[.．、]\s*")
"""The number in front of a sentence."""
_NAMED = 3
"""Projects named of a common problem."""


def name_of(opinion: Opinion) -> str:
    """What to call the form of an opinion."""
    return opinion.project or opinion.source


def facts(opinion: Opinion) -> str:
    """One line about a form: its unit, its totals, the quality of its self-evaluation."""
    parts = "、".join(f"{part.name}{plain(part.score)}/{plain(part.weight)}" for part in opinion.quality.parts)
    recomputed = points(opinion.total_recomputed)
    beside = f"，经复核为{recomputed}分" if recomputed and recomputed != opinion.total_printed else ""
    quality = f"自评质量得分{plain(opinion.quality.total)}分（{parts}）"
    if not opinion.total_printed and not opinion.quality.of:
        return f"表上没有分值和总分；{quality}。"
    total = f"自评得分{opinion.total_printed}分{beside}" if opinion.total_printed else "未填报自评总分"
    return f"{total}；{quality}；{able(opinion)}。"


def able(opinion: Opinion) -> str:
    """The points that can be checked, of all."""
    return f"结果可核实的指标{plain(opinion.quality.verifiable)}分（指标分值共{plain(opinion.quality.of)}分）"


def opening(letter: Letter, until: str) -> str:
    """What a letter asks of the unit."""
    year = f"{letter.year.removesuffix('年度').removesuffix('年')}年度" if letter.year else ""
    return (
        f"经审核，你单位报送的{year}绩效自评表共{len(letter.forms)}张，审核结论见下表，各项目的审核意见附后。"
        f"请逐条修改、补充，在“单位答复”栏写明改了什么、没有改的说明理由，于{until}前连同佐证材料一并报送。"
    )


LETTER_PARTS = ("head", "unit", "open", "sign", "date")
"""The lines of a letter: its heading, whom it is to, what it asks, who sends it, the day."""
SIGNATURE = ("sign", "date")
REPLY = "单位答复"


def letter_lines(letter: Letter, signed: str, until: str) -> dict[str, str]:
    """The lines of a letter as drafted, by part."""
    return {
        "head": "项目支出绩效自评审核意见单",
        "unit": f"{letter.unit or '（没有写明单位）'}：",
        "open": opening(letter, until),
        "sign": signed,
        "date": "年　　月　　日",
    }


def letter_grid(letter: Letter, opinions: dict[str, Opinion]) -> Grid:
    """The projects of a letter with their verdicts and the column for the reply."""
    columns = (
        *(Column("序号", 4), Column("项目", 13, True), Column("审核结论", 7), Column("必须改正", 5)),
        *(Column("须补充依据", 6), Column("下年度改进", 6), Column(REPLY, 17, True)),
    )
    rows = [
        (
            str(number),
            name_of(opinion),
            opinion.verdict.text,
            *_counts(opinion),
            letter.replies.get(clean(name_of(opinion)), ""),
        )
        for number, opinion in enumerate((opinions[name] for name in letter.forms), 1)
    ]
    return _grid(columns, rows)


def _counts(opinion: Opinion) -> tuple[str, ...]:
    return tuple(
        f"{len(opinion.sections.get(section, ()))}条" for section in (Section.MUST, Section.SUPPLEMENT, Section.NEXT)
    )


def ranking_grid(papers: Papers) -> Grid:
    """先看哪张: the forms by the quality of their self-evaluation, the worst first."""
    columns = (
        *(Column("先后", 4), Column("项目", 16, True), Column("单位", 12, True), Column("审核结论", 7)),
        *(Column("自评质量", 6), Column("可核实分", 7), Column("自评得分", 6)),
    )
    rows = [
        (
            *(str(number), name_of(opinion), opinion.unit, opinion.verdict.text, plain(opinion.quality.total)),
            *(f"{plain(opinion.quality.verifiable)}/{plain(opinion.quality.of)}", opinion.total_printed or "未填"),
        )
        for number, opinion in enumerate(by_quality(papers.opinions), 1)
    ]
    return _grid(columns, rows)


def by_quality(opinions: Sequence[Opinion]) -> list[Opinion]:
    """The opinions, the lowest quality first, then the least that can be checked."""
    return sorted(opinions, key=lambda opinion: (opinion.quality.total, share(opinion)))


def share(opinion: Opinion) -> Decimal:
    """The share of points that can be checked; 1 where the form has no weights."""
    return opinion.quality.verifiable / opinion.quality.of if opinion.quality.of else Decimal(1)


def goal_grid(opinion: Opinion) -> tuple[Grid, set[tuple[int, int]]]:
    """目标—指标—完成 as a table, and its gaps (row, column)."""
    columns = (
        Column("预期目标", 12, True),
        Column("对应的指标（目标 → 完成）", 16, True),
        Column("实际完成情况", 14, True),
    )
    rows = [
        (clause.text, "\n".join(clause.told), "\n".join(clause.results))
        if clause.text
        else ("（没有对上目标的指标）", "、".join(clause.told), "")
        for clause in opinion.goals
    ]
    gaps = {
        (at, column) for at, row in enumerate(rows) for column in (1, 2) if not row[column] and opinion.goals[at].text
    }
    return _grid(columns, rows), gaps


def _grid(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Grid:
    return Grid("", columns, [[clean(text) for text in row] for row in rows])


def common_title(common: Common) -> str:
    """The heading of what a department has in common."""
    return f"{common.department or '这一批项目'}共性问题"


def common_lines(common: Common) -> list[str]:
    """The problems of a department, each with the number of forms and the first projects."""
    return [
        f"{problem.text.rstrip('。')}。共{problem.forms}个项目（共审核{common.forms}个）："
        + "".join(f"“{name}”" for name in problem.projects[:_NAMED])
        + ("等。" if len(problem.projects) > _NAMED else "。")
        for problem in common.problems
    ]

"""What the tables of a report's claims say: the same rows in the workbook, on the page and in Markdown."""

from collections.abc import Iterator
from dataclasses import dataclass

from jiheng.checks import Finding, State
from jiheng.department.claims import Claim, Claims, Judgement

STATES = {
    State.PASS: "相符",
    State.FAIL: "不符",
    State.INSUFFICIENT_DATA: "资料不足",
    State.NOT_APPLICABLE: "无从核对",
}
TITLE = "报告中的数"
FINDING_HEADS = ("级别", "代码", "位置", "报告写", "应为", "问题", "怎么改", "依据")
"""Of what `finding` gives."""
SENTENCE = "句子"
CLAIM_HEADS = ("序号", "位置", SENTENCE, "数", "类别", "说的是什么", "怎样核对", "结果")


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as a row: where, the sentence, the figure, what it claims, how it was checked, the result."""

    claim: Claim
    place: str
    sentence: str
    what: str
    how: str
    result: str


def rows(claims: Claims) -> Iterator[ClaimRow]:
    """Every claim in order."""
    for claim in claims.claims:
        sentence = claims.sentence(claim)
        what = claim.subject + (f"（{claim.scope}）" if claim.scope else "")
        yield ClaimRow(claim, sentence.place, sentence.text, what, how(claim), STATES[claim.state])


def how(claim: Claim) -> str:
    """How a claim was checked, a line a check."""
    lines = [_said(judgement) for judgement in claim.judgements]
    if claim.used_in:
        lines.append("参与核对第 " + "、".join(map(str, claim.used_in)) + " 个数，相符")
    if claim.disputed_in:
        lines.append("与第 " + "、".join(map(str, claim.disputed_in)) + " 个数不符，要核对哪个是对的")
    return "\n".join(lines) or "没有别的数可以核对"


def _said(judgement: Judgement) -> str:
    why = f"（{judgement.why}）" if judgement.why else ""
    return f"{judgement.code} {STATES[judgement.state]}：{judgement.how}{why}"


def lead(claims: Claims) -> str:
    """The whole in a sentence."""
    counts = claims.counts()
    listed = "，".join(f"{STATES[state]} {count}" for state, count in counts.items())
    against = f"，对照{claims.against}的自评表" if claims.against else "，没有对照自评表"
    return f"{claims.report or '报告'}中有 {len(claims.claims)} 处数字{against}：{listed}。"


def finding(fault: Finding) -> tuple[str, str, str, str, str, str, str, str]:
    """A finding as a row."""
    return (
        fault.severity.label,
        fault.code,
        fault.place,
        fault.printed,
        fault.expected,
        fault.message,
        fault.advice,
        fault.rule,
    )

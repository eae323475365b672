"""The judgements of one kind on all claims of a report → the outcome of the check they belong to."""

from jiheng.checks import Finding, Outcome, State
from jiheng.checks.outcome import PASSED, insufficient, judged, not_applicable
from jiheng.department.claims.result import Claim, Claims, Judgement

_QUOTED = 60


def outcome_of(code: str, claims: Claims) -> Outcome:
    """Fail with a finding for every claim that is wrong; what is said twice in the same words is found once."""
    own = [(claim, judgement) for claim in claims.claims for judgement in claim.judgements if judgement.code == code]
    wrong = [(claim, judgement) for claim, judgement in own if judgement.state is State.FAIL]
    if wrong:
        return judged(_findings(claims, wrong))
    if any(judgement.state is State.PASS for _, judgement in own):
        return PASSED
    if own:
        return insufficient(f"{own[0][1].how}：{own[0][1].why}")
    return not_applicable(
        "报告里没有可以这样核对的数" if claims.against else "报告里没有可以这样核对的数，或没有给自评表"
    )


def _findings(claims: Claims, wrong: list[tuple[Claim, Judgement]]) -> list[Finding]:
    found: dict[str, list[tuple[Claim, Judgement]]] = {}
    for claim, judgement in wrong:
        found.setdefault(judgement.message, []).append((claim, judgement))
    return [_finding(claims, same) for same in found.values()]


def _finding(claims: Claims, same: list[tuple[Claim, Judgement]]) -> Finding:
    (claim, judgement), *others = same
    lines = "、".join(claims.sentence(other).at for other, _ in others)
    message = f"{judgement.message}（{lines}同样）。" if lines else f"{judgement.message}。"
    return Finding(
        judgement.code,
        judgement.severity,
        where(claims, claim),
        claim.printed,
        judgement.expected,
        message,
        judgement.advice,
        "",
    )


def where(claims: Claims, claim: Claim) -> str:
    """The sentence as a place: its section and line, and the sentence around the figure."""
    sentence = claims.sentence(claim)
    start = max(0, min(claim.start - _QUOTED // 2, len(sentence.text) - _QUOTED))
    text = sentence.text[start : start + _QUOTED]
    quoted = ("…" if start else "") + text + ("…" if start + _QUOTED < len(sentence.text) else "")
    return f"{sentence.place}“{quoted}”"

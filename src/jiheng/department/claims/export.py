"""Claims as JSON: each with its state, its place and how it was checked."""

import msgspec

from jiheng.department.claims.result import Claim, Claims


def to_json(claims: Claims) -> bytes:
    """The claims as JSON, UTF-8, indented by one space; figures are strings, so that no digit is lost."""
    record = {
        "report": claims.report,
        "year": claims.year,
        "against": claims.against,
        "counts": {state.value: count for state, count in claims.counts().items()},
        "claims": [_claim(claims, claim) for claim in claims.claims],
        "outcomes": claims.outcomes,
        "findings": claims.findings,
    }
    return msgspec.json.format(msgspec.json.encode(record), indent=1)


def _claim(claims: Claims, claim: Claim) -> dict[str, object]:
    sentence = claims.sentence(claim)
    return {
        "number": claim.number,
        "state": claim.state,
        "kind": claim.kind,
        "printed": claim.printed,
        "value": claim.value,
        "unit": claim.unit,
        "subject": claim.subject,
        "scope": claim.scope,
        "sentence": sentence.text,
        "section": sentence.section,
        "line": sentence.line,
        "start": claim.start,
        "end": claim.end,
        "judgements": claim.judgements,
        "used_in": claim.used_in,
        "disputed_in": claim.disputed_in,
    }

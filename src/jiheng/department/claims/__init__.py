"""The claims of a report: every figure of its prose, and whether it agrees with the others and with the forms."""

from jiheng.department.claims.judging import claims
from jiheng.department.claims.result import Claim, Claims, Judgement, Kind, Sentence

__all__ = ["Claim", "Claims", "Judgement", "Kind", "Sentence", "claims"]

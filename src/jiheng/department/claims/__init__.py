"""The claims of a report: every figure of its prose, and whether it agrees with the others and with the forms."""

from jiheng.department.claims.check import claims
from jiheng.department.claims.document import ReportProse, document, read
from jiheng.department.claims.export import to_json
from jiheng.department.claims.project_claims import titled
from jiheng.department.claims.result import Claim, Claims, Judgement, Kind, ReportSentence

__all__ = [
    "Claim",
    "Claims",
    "Judgement",
    "Kind",
    "ReportProse",
    "ReportSentence",
    "claims",
    "document",
    "read",
    "titled",
    "to_json",
]

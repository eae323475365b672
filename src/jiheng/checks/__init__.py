"""One check a module; the catalogue finds them all, the auditor runs them."""

from jiheng.checks.accepted import AcceptedEntry, entry_text, load_accepted, unmatched
from jiheng.checks.audit import audit, chosen
from jiheng.checks.catalogue import FAMILIES, Check, catalogue
from jiheng.checks.export import to_json
from jiheng.checks.outcome import Finding, Outcome, Severity, State
from jiheng.checks.peers import Peers, load_peers
from jiheng.checks.result import Acceptance, Accepted, Audit, FormAudit

__all__ = [
    "FAMILIES",
    "Acceptance",
    "Accepted",
    "AcceptedEntry",
    "Audit",
    "Check",
    "Finding",
    "FormAudit",
    "Outcome",
    "Peers",
    "Severity",
    "State",
    "audit",
    "catalogue",
    "chosen",
    "entry_text",
    "load_accepted",
    "load_peers",
    "to_json",
    "unmatched",
]

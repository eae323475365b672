"""The workbench's indicator library beside a form: targets and weights far from what others set (T28)."""

from collections.abc import Sequence

from django.db.models import Exists

from jiheng.checks import Finding, audit
from jiheng.checks.names import indicator_key
from jiheng.checks.peers import Peer, Peers, Spread
from jiheng.checks.targets.far_from_peers import CHECK
from jiheng.form import Form
from jiheng.places import load
from jiheng.web.forms.assess import as_printed
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.more_findings import finds
from jiheng.web.goals.models import LibraryEntry


def peers_of(record: Form) -> Peers | None:
    """What the library knows of the indicators of a form, None where it has none of them."""
    keys = {key for row in record.indicators if (key := indicator_key(row.l3 or ""))}
    entries = LibraryEntry.objects.filter(key__in=keys, usual_count__gt=0) if keys else ()
    found = [_peer(entry) for entry in entries]
    return Peers(found) if found else None


@finds(CHECK, where=Exists(LibraryEntry.objects.filter(usual_count__gt=0)))
def far_from_others(form: SelfEvaluation, record: Form) -> Sequence[Finding]:
    """Where a form stands far from others of its kind, by the rules of its cycle; never an error."""
    peers = peers_of(record)
    if peers is None:
        return ()
    found = audit([as_printed(record)], book=load(form.cycle.rulebook), select=[CHECK.code], peers=peers)
    return found.forms[0].findings


def _peer(entry: LibraryEntry) -> Peer:
    ends = entry.least, entry.low, entry.middle, entry.high, entry.greatest
    known = [end for end in ends if end is not None]
    spread = Spread(*known) if len(known) == len(ends) else None
    return Peer(entry.name, entry.count, entry.unit, entry.usual_count, entry.weight, spread)

"""What a spot check found wrong with a project's form, for a notice of correction."""

from collections.abc import Iterator

from jiheng.quantity.words import plain
from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import units_within
from jiheng.web.cycles.models import Project
from jiheng.web.procedure.proposals import ProposedPoint, offers
from jiheng.web.verdicts.models import Verdict
from jiheng.web.workflow.spot_check import SEE


@offers
def found(person: Person, project: Project) -> Iterator[ProposedPoint]:
    """The conclusion of each check that found something wrong, with the points taken off, the latest first.

    Whoever drew it decides who sees it: a bureau's check is not for the department.
    """
    drawn_by = Organisation.objects.filter(units_within(person, SEE)).order_by().values("pk")
    rows = Verdict.objects.filter(form__project=project, wrong=True, draw__organisation__in=drawn_by)
    for row in rows.select_related("draw").order_by("-pk"):
        off = row.taken_off
        taken = f"核减 {plain(off)} 分。" if off else ""
        evidence = "" if row.evidence == Verdict.Evidence.AGREES else f"佐证{row.get_evidence_display()}。"
        yield ProposedPoint(
            f"抽查 {row.draw.at:%Y-%m-%d}", f"{row.conclusion.rstrip('。')}。{taken}{evidence}", "", "spot"
        )

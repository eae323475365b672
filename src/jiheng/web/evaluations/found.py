"""What a finished evaluation found wrong with a project, for a notice of correction."""

from collections.abc import Iterator
from decimal import Decimal

from jiheng.quantity.words import plain
from jiheng.trouble import Trouble
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import within
from jiheng.web.cycles.models import Project
from jiheng.web.evaluations import rating
from jiheng.web.evaluations.handling import SEE
from jiheng.web.evaluations.models import Evaluation
from jiheng.web.procedure.proposals import ProposedPoint, offers
from jiheng.writing.report.framework import FrameworkItem


@offers
def found(person: Person, project: Project) -> Iterator[ProposedPoint]:
    """The problems that the final report names, then the items at which points were taken off, with the reason."""
    final = Evaluation.objects.filter(within(person, SEE), project=project, state="evaluation_final")
    for row in final.select_related("project__cycle").order_by("-pk"):
        origin = row.get_kind_display()
        for line in filter(None, map(str.strip, row.problems.splitlines())):
            yield ProposedPoint(origin, line, "", "evaluation")
        for item, lost in _lost(row):
            yield ProposedPoint(f"{origin} 扣分", f"{item.l3}：扣 {plain(lost)} 分。{item.reason}", "", "evaluation")


def _lost(row: Evaluation) -> Iterator[tuple[FrameworkItem, Decimal]]:
    """Items that did not get full points, by the mean of the experts."""
    try:
        scored = rating.result_of(row, list(row.papers.all())).scored
    except Trouble:
        return
    for scored_item in scored.items:
        if scored_item.score is not None and scored_item.score < scored_item.item.weight:
            yield scored_item.item, scored_item.item.weight - scored_item.score

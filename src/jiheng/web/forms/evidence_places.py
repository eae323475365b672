"""Evidence follows its indicator when rows move."""

from collections.abc import Mapping

import msgspec

from jiheng.form import Place
from jiheng.web.forms.models import Evidence, SelfEvaluation


def carry(row: SelfEvaluation, moved: Mapping[int, int]) -> None:
    """Bring each file to where its indicator now is, by old and new number; "" where the indicator is gone."""
    new = {str(Place.indicator(old)): str(Place.indicator(number)) for old, number in moved.items()}
    for evidence in row.evidence.exclude(place=""):
        if new.get(evidence.place, "") != evidence.place:
            Evidence.objects.filter(pk=evidence.pk).update(place=new.get(evidence.place, ""))


def follow(row: SelfEvaluation, order: str) -> None:
    """The same for an order as the editor sends it (jiheng.web.forms.rows.rearrange)."""
    wanted = msgspec.json.decode(order)
    carry(row, {old: number for number, old in enumerate(wanted) if isinstance(old, int)})

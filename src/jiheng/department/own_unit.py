"""The department itself as 实施单位, however short its name is written there."""

from collections import Counter
from collections.abc import Sequence

from jiheng.checks.names import folded
from jiheng.form import Form
from jiheng.places.short_names import full_names


def own_names(department: str, forms: Sequence[Form]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Units that are the department by a shorter name (区科信局), with its name; and what is said of them.

    Two units whose names are alike stay two (第一小学, 第十一小学): only the department's own name is taken
    for shortened.
    """
    counts = Counter(form.unit for form in forms if form.unit)
    own = [unit for unit in counts if folded(unit) in full_names({folded(unit), folded(department)})]
    said = tuple(f"实施单位“{unit}”（{counts[unit]} 张表）视为“{department}”的简称，合并计算。" for unit in own)
    return dict.fromkeys(own, department), said

"""A label over two columns that names both: 三级指标及目标值 over 维修教学楼 | 2栋; by the rows below, two labels."""

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from jiheng.reading.form.rows import Item
from jiheng.reading.labels.labels import meaning, name_and_target


def apart(header: list[Item], rows: Sequence[list[Item]]) -> list[Item]:
    """The header with such a label as two, the second where most cells below begin; the header itself without one."""
    for number, item in enumerate(header):
        both = name_and_target(item.text) if item.means.column == "l3" else None
        if both is None:
            continue
        end = header[number + 1].column if number + 1 < len(header) else item.end
        begins = Counter(cell.column for row in rows for cell in row if item.column < cell.column < end)
        if not begins:
            return header
        at = begins.most_common(1)[0][0]
        name = replace(item, text=both[0], means=meaning(both[0]), columns=at - item.column)
        target = replace(item, text=both[1], means=meaning(both[1]), column=at, columns=end - at)
        return [*header[:number], name, target, *header[number + 1 :]]
    return header
